"""The mask editor, with a mouse, with fingers and with keys; what counts is what arrives in the kernel."""

import base64
import io
import re
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import SINGLE_BUTTONS, FakeEngine, card, finished, picture
from yubo_nb.widgets.board import Board

pytestmark = pytest.mark.browser
WIDE, HIGH = 400, 200


def dialog(**more):
    return card(
        **{"key": "m", "intent_id": "i2", "phase": "modal", "verb": "vary_region", "parent": "a", **more}
    )


def region(stage: Stage, **options) -> FakeEngine:
    """A card that asks for a region of a picture of 400 by 200."""
    engine = FakeEngine(finished("a", buttons=SINGLE_BUTTONS), dialog())
    engine.pictures["full:a"] = picture(size=(WIDE, HIGH))
    show(stage, engine, **options)
    return engine


def show(stage: Stage, engine: FakeEngine, **options) -> Board:
    board = Board(engine, prices={"modal": 0.1}, **options)
    stage.show(board).pictures(2)
    return board


def editor(stage: Stage, name: str = "Paint the region…") -> Locator:
    stage.page.get_by_role("button", name=name).click()
    stage.pump()
    area = stage.page.get_by_role("application", name="Region to repaint")
    expect(area).to_be_focused()
    return area


def at(stage: Stage, x: float, y: float) -> tuple[float, float]:
    """Where this pixel of the picture is on the screen."""
    box = stage.page.locator(".yb-sheet").bounding_box()
    assert box
    return box["x"] + box["width"] * x / WIDE, box["y"] + box["height"] * y / HIGH


def drag(stage: Stage, *points: tuple[float, float]) -> None:
    mouse = stage.page.mouse
    mouse.move(*at(stage, *points[0]))
    mouse.down()
    for point in points[1:]:
        mouse.move(*at(stage, *point), steps=8)
    mouse.up()


def use(stage: Stage, name: str) -> None:
    stage.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()


def covered(stage: Stage, text: str) -> None:
    expect(stage.page.locator(".yb-meter")).to_have_text(text)


def answer(stage: Stage, engine: FakeEngine) -> np.ndarray:
    """Close the editor, confirm, and give the mask that the kernel sent on: True where to repaint."""
    if stage.page.get_by_role("dialog").count():
        use(stage, "Done")
    stage.page.get_by_role("button", name="Confirm").click()
    for _ in range(100):
        stage.pump()
        if engine.done:
            break
        stage.page.evaluate("() => new Promise(requestAnimationFrame)")
    ((_, _, _, uri),) = engine.done
    with Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))) as sent:
        assert (sent.format, sent.mode, sent.size) == ("PNG", "RGB", (WIDE, HIGH))
        values = np.asarray(sent)
    assert set(np.unique(values)) <= {0, 255}
    return values[..., 0] == 255


def test_a_brush_paints_where_it_goes_and_nowhere_else(stage: Stage) -> None:
    engine = region(stage)
    editor(stage)
    covered(stage, "Nothing is covered yet.")
    stage.page.get_by_role("slider", name="Brush size").fill("60")
    drag(stage, (100, 100), (300, 100))
    covered(stage, "19 % covered; 20–50 % works best")
    mask = answer(stage, engine)
    assert mask[100, 100:300].all()
    assert mask[75, 110:290].all()
    assert not mask[:68].any()
    assert not mask[132:].any()
    assert mask[100, 72]
    assert not mask[100, 66]
    assert mask.mean() == pytest.approx((200 * 60 + np.pi * 30**2) / (WIDE * HIGH), abs=0.005)


def test_undo_redo_clear_and_invert_by_button_and_by_key(stage: Stage) -> None:
    engine = region(stage)
    editor(stage)
    stage.page.keyboard.press("r")
    drag(stage, (0, 0), (200, 100))
    drag(stage, (200, 100), (400, 200))
    covered(stage, "50 % covered")
    stage.page.keyboard.press("Control+z")
    covered(stage, "25 % covered")
    stage.page.keyboard.press("Control+Shift+Z")
    covered(stage, "50 % covered")
    use(stage, "Undo")
    use(stage, "Invert")
    covered(stage, "75 % covered; 20–50 % works best")
    use(stage, "Undo")
    covered(stage, "25 % covered")
    use(stage, "Clear")
    covered(stage, "Nothing is covered yet.")
    stage.page.keyboard.press("Control+z")
    covered(stage, "25 % covered")
    drag(stage, (300, 150), (400, 200))
    expect(stage.page.get_by_role("button", name="Redo")).to_have_attribute("aria-disabled", "true")
    mask = answer(stage, engine)
    assert mask[:100, :200].all()
    assert mask[150:, 300:].all()
    assert mask.mean() == pytest.approx(0.3125, abs=0.01)


def test_eraser_lasso_and_a_shape_that_takes_away(stage: Stage) -> None:
    engine = region(stage)
    editor(stage)
    use(stage, "Lasso")
    drag(stage, (20, 20), (380, 20), (380, 180), (20, 180))
    use(stage, "Eraser")
    stage.page.get_by_role("slider", name="Brush size").fill("40")
    drag(stage, (200, 100), (200, 100))
    use(stage, "Rectangle")
    stage.page.keyboard.down("Alt")
    drag(stage, (20, 20), (100, 60))
    stage.page.keyboard.up("Alt")
    mask = answer(stage, engine)
    assert mask[170, 370]
    assert mask[100, 160]
    assert not mask[100, 200]
    assert not mask[100, 185]
    assert not mask[40, 60]
    assert not mask[10, 10]


def test_a_picture_that_is_zoomed_and_moved_is_painted_where_it_is_seen(stage: Stage) -> None:
    engine = region(stage)
    editor(stage)
    stage.page.mouse.move(*at(stage, 300, 150))
    stage.page.mouse.wheel(0, -700)
    before = stage.page.locator(".yb-sheet").bounding_box()
    assert before["width"] > 1500
    stage.page.keyboard.press("m")
    drag(stage, (300, 150), (310, 160))
    moved = stage.page.locator(".yb-sheet").bounding_box()
    assert moved["x"] - before["x"] == pytest.approx(before["width"] * 10 / WIDE, abs=2)
    stage.page.keyboard.press("r")
    drag(stage, (290, 140), (310, 160))
    stage.page.keyboard.press("0")
    assert stage.page.locator(".yb-sheet").bounding_box()["width"] < 1000
    mask = answer(stage, engine)
    assert mask[141:159, 291:309].all()
    assert mask.sum() == pytest.approx(400, rel=0.12)


def test_the_keyboard_alone_is_enough(stage: Stage) -> None:
    engine = region(stage)
    page = stage.page
    page.get_by_role("button", name="Paint the region…").focus()
    page.keyboard.press("Enter")
    stage.pump()
    expect(page.get_by_role("application")).to_be_focused()
    page.keyboard.press("[")
    size = int(page.get_by_role("slider", name="Brush size").input_value())
    page.keyboard.press("Space")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Painting")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")  # 20 pixels each
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("covered")
    page.keyboard.press("r")
    for key in ("Shift+ArrowLeft", "Space", "Shift+ArrowLeft", "Shift+ArrowDown", "Space"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Change the region…")).to_be_focused()
    mask = answer(stage, engine)
    assert mask[100, 200:280].all()
    assert not mask[100, 280 + size :].any()
    assert not mask[100 - size :, :199][:size].all()
    assert mask[106:124, 241:259].all()


def test_escape_gives_up_a_shape_first_and_the_editor_next(stage: Stage) -> None:
    region(stage)
    editor(stage)
    page = stage.page
    page.keyboard.press("l")
    for key in ("Space", "Shift+ArrowRight", "Space", "Shift+ArrowDown", "Space"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_visible()
    covered(stage, "Nothing is covered yet.")
    for key in ("Space", "Shift+ArrowRight", "Space", "Shift+ArrowDown", "Space", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".yb-meter")).not_to_have_text("Nothing is covered yet.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Change the region…")).to_be_focused()


class Fingers:
    """Real touches, as the screen reports them."""

    def __init__(self, stage: Stage) -> None:
        self._session = stage.page.context.new_cdp_session(stage.page)

    def __call__(self, kind: str, *points: tuple[float, float]) -> None:
        spots = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
        self._session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": spots})


def test_one_finger_paints_and_two_only_zoom(stage: Stage) -> None:
    engine = region(stage)
    editor(stage)
    touch = Fingers(stage)
    touch("Start", at(stage, 100, 100))
    touch("Move", at(stage, 150, 100))
    touch("Move", at(stage, 200, 100))
    touch("End")
    painted = "4 % covered; 20–50 % works best"
    covered(stage, painted)
    before = stage.page.locator(".yb-sheet").bounding_box()["width"]
    x, y = at(stage, 300, 100)
    touch("Start", (x, y))
    touch("Start", (x, y), (x + 40, y))
    touch("Move", (x - 40, y), (x + 80, y))
    touch("Move", (x - 60, y), (x + 120, y))
    touch("End")
    assert stage.page.locator(".yb-sheet").bounding_box()["width"] > before * 1.5
    covered(stage, painted)
    mask = answer(stage, engine)
    assert mask[100, 100:200].all()
    assert not mask[:, 260:].any()


def test_the_feather_widens_what_is_sent_and_it_stays_black_and_white(stage: Stage) -> None:
    engine = region(stage)
    editor(stage)
    stage.page.keyboard.press("r")
    drag(stage, (100, 60), (300, 140))
    feather = stage.page.get_by_role("slider", name="Feather")
    expect(feather).to_have_accessible_description(re.compile("^Relays take black and white only"))
    feather.fill("20")
    expect(stage.page.locator(".yb-meter")).to_have_text("35 % covered")
    mask = answer(stage, engine)
    assert mask[42:158, 110:290].all()
    assert mask[100, 82:318].all()
    assert not mask[100, :78].any()
    assert not mask[:38].any()
    assert not mask[43, 83]  # a corner is round
    assert mask.mean() == pytest.approx(
        (200 * 80 + 2 * 20 * (200 + 80) + np.pi * 20**2) / (WIDE * HIGH), abs=0.01
    )


def test_the_picture_is_never_drawn_into_the_mask_and_nothing_is_loaded_from_anywhere(stage: Stage) -> None:
    asked: list[str] = []
    stage.page.on("request", lambda request: asked.append(request.url))
    region(stage)
    editor(stage)
    drag(stage, (100, 100), (300, 120))
    colours = stage.page.evaluate(
        """() => {
            const canvas = document.querySelector(".yb-sheet canvas.yb-paint");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            const seen = new Set();
            for (let at = 0; at < data.length; at += 4) {
                if (data[at + 3] === 255) seen.add(data.slice(at, at + 3).join());
            }
            return [...seen];
        }"""
    )
    assert colours == ["255,46,136"]
    assert {url for url in asked if not url.startswith("blob:")} == {stage.url}


def test_nothing_and_everything_are_refused_in_words(stage: Stage) -> None:
    engine = region(stage)
    stage.page.get_by_role("button", name="Confirm").click()
    stage.pump()
    expect(stage.page.get_by_text("Nothing is covered: paint what to repaint first.")).to_be_visible()
    editor(stage)
    use(stage, "Invert")
    covered(stage, "100 % covered: something has to stay")
    use(stage, "Done")
    stage.page.get_by_role("button", name="Confirm").click()
    stage.pump()
    expect(stage.page.get_by_text("Nearly everything is covered: leave something as it is.")).to_be_visible()
    assert engine.done == []
    assert stage.said("confirm") == []


def test_a_double_click_on_confirm_is_one_answer(stage: Stage) -> None:
    engine = region(stage)
    editor(stage)
    drag(stage, (100, 100), (300, 120))
    use(stage, "Done")
    stage.page.get_by_role("button", name="Confirm").dblclick()
    for _ in range(30):
        stage.pump()
        stage.page.evaluate("() => new Promise(requestAnimationFrame)")
    assert len(stage.said("confirm")) == len(engine.done) == 1
    stage.board._guard(stage.board, {**stage.said("confirm")[0]}, [])  # sent again by a bad connection
    assert len(engine.done) == 1


def test_text_and_strokes_are_there_after_a_reload(stage: Stage) -> None:
    engine = region(stage)
    editor(stage)
    stage.page.keyboard.press("r")
    drag(stage, (0, 0), (200, 100))
    drag(stage, (0, 0), (400, 100))
    stage.page.keyboard.press("Control+z")
    use(stage, "Done")
    stage.page.get_by_role("textbox", name="Prompt").fill("a red door")
    stage.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    stage.pump()
    board = stage.board
    del board.send
    stage.show(board).pictures(2)
    expect(stage.page.get_by_role("textbox", name="Prompt")).to_have_value("a red door")
    expect(stage.page.get_by_role("group", name="Needs your input")).to_contain_text("25 % covered")
    editor(stage, "Change the region…")
    stage.page.keyboard.press("Control+Shift+Z")
    covered(stage, "50 % covered")
    stage.page.keyboard.press("Control+z")
    mask = answer(stage, engine)
    assert mask[:100, :200].all()
    assert mask.mean() == pytest.approx(0.25, abs=0.01)


def test_what_waits_to_be_kept_is_sent_a_moment_after_the_last_stroke(stage: Stage) -> None:
    stage.page.clock.install()
    region(stage)
    editor(stage)
    stage.page.clock.run_for(100)
    drag(stage, (0, 0), (100, 100))
    assert stage.pump().said("draft") == []
    stage.page.clock.run_for(600)
    (draft,) = stage.pump().said("draft")
    assert draft["text"] is None
    assert '"size":[400,200]' in draft["strokes"]


def test_an_edit_is_made_again_with_its_mask(stage: Stage) -> None:
    engine = FakeEngine(
        finished("a", buttons=SINGLE_BUTTONS), finished("r", intent_id="i2", verb="vary_region", parent="a")
    )
    engine.pictures["full:a"] = picture(size=(WIDE, HIGH))
    white = Image.new("RGB", (WIDE, HIGH))
    white.paste((255, 255, 255), (100, 50, 300, 150))
    out = io.BytesIO()
    white.save(out, "PNG")
    engine.history.masks["17r"] = out.getvalue()
    engine.history.intents["17r"] = SimpleNamespace(
        endpoint="submit/modal", status="DONE", prompt="a red door"
    )
    engine.history.intents["i2"] = SimpleNamespace(custom_id=SINGLE_BUTTONS[4].custom_id)
    show(stage, engine)
    stage.page.get_by_role("button", name="Edit this region again").dblclick()
    stage.pump()
    ((parent, pressed, _),) = engine.acts
    assert (parent, pressed) == ("a", SINGLE_BUTTONS[4].custom_id)
    engine.hub.put(dialog(key="child of a", prompt="a house"))
    stage.pictures(3)
    expect(stage.page.get_by_role("textbox", name="Prompt")).to_have_value("a red door")
    expect(stage.page.get_by_text("25 % covered")).to_be_visible()
    editor(stage, "Change the region…")
    stage.page.keyboard.press("r")
    drag(stage, (0, 0), (100, 50))
    mask = answer(stage, engine)
    assert mask[50:150, 100:300].all()
    assert mask[:49, :99].all()
    assert mask.mean() == pytest.approx(0.3125, abs=0.01)


def test_a_picture_that_comes_after_the_dialog_can_be_painted_on(stage: Stage) -> None:
    """Who pressed Vary (Region) before the picture was here was told for ever that it is missing."""
    stage.page.clock.install()
    engine = FakeEngine(finished("a", buttons=SINGLE_BUTTONS, picture=""), dialog())
    engine.pictures["full:a"] = picture(size=(WIDE, HIGH))
    stage.show(Board(engine)).pump()
    expect(stage.page.get_by_text("The picture to paint on is not here")).to_be_visible()
    engine.hub.put(finished("a", buttons=SINGLE_BUTTONS))
    stage.page.clock.run_for(1600)
    stage.pictures(2)
    editor(stage)
    drag(stage, (100, 100), (300, 100))
    assert answer(stage, engine)[100, 100:300].all()


def test_a_card_alone_shows_the_picture_of_a_parent_that_is_not_in_its_view(stage: Stage) -> None:
    engine = FakeEngine(finished("a", buttons=SINGLE_BUTTONS), dialog())
    engine.pictures["full:a"] = picture(size=(WIDE, HIGH))
    stage.show(Board(engine, keys=["m"], face="card")).pictures(1)
    editor(stage)
    drag(stage, (100, 100), (300, 100))
    assert answer(stage, engine)[100, 100:300].all()


def test_the_board_gives_no_picture_that_no_dialog_is_about(stage: Stage) -> None:
    engine = region(stage)
    stage.board._guard(stage.board, {"kind": "picture", "id": "full:secret", "size": 320}, [])
    assert ("full:secret", 320) not in engine.asked


def test_a_page_that_closes_takes_the_editor_along(stage: Stage) -> None:
    region(stage)
    editor(stage)
    stage.page.evaluate("window.end()")
    expect(stage.page.get_by_role("dialog")).to_have_count(0)
