"""In the card: prompts that were found, weights of words, and what moves."""

import base64

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.history.test_clips import animated
from tests.widgets.fakes import FakeEngine, card, finished
from tests.widgets.test_results import DESCRIBED, SHORTENED, shown
from yubo_nb.history.clip_check import check_clip
from yubo_nb.widgets.board import Board

pytestmark = pytest.mark.browser
assert animated  # the fixture

# A real clip, recorded by the browser from a canvas: no encoder of ours is needed.
RECORD = """async (type) => {
  if (!MediaRecorder.isTypeSupported(type)) return "";
  const canvas = Object.assign(document.createElement("canvas"), { width: 96, height: 64 });
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: type });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const ended = new Promise((done) => (recorder.onstop = done));
  recorder.start();
  for (let n = 0; n < 20; n += 1) {
    pen.fillStyle = `hsl(${n * 18} 80% 50%)`;
    pen.fillRect(0, 0, 96, 64);
    await new Promise(requestAnimationFrame);
  }
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}"""


def results(stage: Stage):
    stage.reads("Use in the form")
    return stage.page.get_by_role("group", name="Prompts that were found")


def test_a_found_prompt_goes_into_the_form(stage: Stage) -> None:
    filled: list[str] = []
    stage.show(Board(shown(DESCRIBED), fill=filled.append))
    found = results(stage)
    expect(found.get_by_role("listitem")).to_have_count(2)
    expect(stage.page.get_by_text("(no prompt)")).to_be_hidden()
    expect(found).to_contain_text("A fox in Craigie Aitchison colours")
    expect(found.get_by_role("button", name="Imagine")).to_have_count(0)
    found.get_by_role("button", name="Use in the form (2)").press("Enter")
    stage.pump()
    assert filled == ["A <b>fox</b>, snow"]
    expect(stage.page.get_by_text("It stands in the form.")).to_be_visible()


def test_imagine_is_offered_with_its_price_only_when_the_relay_refused(stage: Stage) -> None:
    engine = shown(DESCRIBED)
    asked: list[str] = []
    board = Board(
        engine, prices={"imagine": 0.1}, imagine=lambda text, _: asked.append(text) or engine.act("a", "")
    )
    stage.show(board)
    found = results(stage)
    engine.hub.put(card("c", parent="a", verb="pick_prompt", phase="rejected", via="1️⃣"))
    stage.pump()
    expect(found).to_contain_text("Imagine sends the text itself")
    button = found.get_by_role("button", name="Imagine – 0.1 (sandbox) (1)")
    button.dblclick()
    stage.pump()
    assert asked == ["A fox in Craigie Aitchison colours --ar 5:4"]


def test_words_say_their_weight_without_colour_alone(stage: Stage) -> None:
    stage.show(Board(shown(SHORTENED, "SHORTEN")))
    found = results(stage)
    words = found.get_by_label("Words and their weight")
    expect(words).to_have_text("fox (1), in the snow (0.79) very (0.01), style (0.3)", use_inner_text=False)
    expect(words.locator("strong")).to_have_count(2)
    expect(words.locator("del")).to_have_attribute("title", "very: weight 0.01")


def clip_stage(stage: Stage, data: bytes, *, busy: bool = False, **traits) -> FakeEngine:
    whole = finished("v", prompt="it drifts", buttons=(), clips=("clip:x",))
    engine = FakeEngine(card("v", phase="running", prompt="it drifts") if busy else whole)
    engine.pictures["clip:x"] = data
    stage.show(Board(engine), **traits).pump()
    if busy:
        stage.page.wait_for_function("document.querySelector('.yb-progress')")
        engine.hub.put(whole)
    stage.pictures(1)
    return engine


def moving(stage: Stage, count: int) -> None:
    for _ in range(200):
        stage.pump()
        if stage.page.locator(".yb-moving").count() == count:
            return
        stage.page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError(f"{stage.page.locator('.yb-moving').count()} of {count} move")


def test_an_animated_picture_plays_and_stops_at_its_first_frame(stage: Stage, animated: bytes) -> None:
    clip_stage(stage, animated)
    moving(stage, 0)  # nothing moves that nobody asked for
    stage.page.get_by_role("button", name="Play").press("Enter")
    moving(stage, 1)
    expect(stage.page.get_by_role("img", name="Moving: it drifts")).to_be_visible()
    stage.page.get_by_role("button", name="Stop").press("Enter")
    moving(stage, 0)
    expect(stage.page.get_by_role("img", name="it drifts", exact=True)).to_be_visible()


def test_what_was_just_made_moves_by_itself_unless_motion_is_not_wanted(
    stage: Stage, animated: bytes
) -> None:
    clip_stage(stage, animated, busy=True)
    moving(stage, 1)
    stage.page.emulate_media(reduced_motion="reduce")
    clip_stage(stage, animated, busy=True)
    expect(stage.page.get_by_role("button", name="Play")).to_be_visible()
    moving(stage, 0)


@pytest.mark.parametrize("kind", ["video/webm", "video/mp4;codecs=vp9"])
def test_a_video_plays_in_the_card_from_bytes(stage: Stage, kind: str) -> None:
    stage.page.goto(stage.url)
    recorded = base64.b64decode(stage.page.evaluate(RECORD, kind))
    assert recorded, f"this browser does not record {kind}"
    assert check_clip(recorded)[0] == kind.partition(";")[0]
    clip_stage(stage, recorded)
    stage.page.get_by_role("button", name="Play").click()
    moving(stage, 1)
    video = stage.page.locator("video")
    stage.page.wait_for_function("document.querySelector('video').currentTime > 0")
    told = video.evaluate(
        "v => [v.muted, v.loop, v.playsInline, v.controls, v.src.slice(0, 5), v.videoWidth]"
    )
    assert told == [True, True, True, True, "blob:", 96]
    assert video.get_attribute("poster").startswith("blob:")


def test_a_clip_that_cannot_be_played_says_so(stage: Stage) -> None:
    from tests.history.clips import mp4

    clip_stage(stage, mp4())
    stage.page.get_by_role("button", name="Play").click()
    stage.pump()
    expect(stage.page.get_by_text("Your browser cannot play this clip: task.clips")).to_be_visible()
    expect(stage.page.locator("video")).to_have_count(0)
