"""An edit is kept with its task: the mask that was sent, whose picture it was for, what was not sent yet."""

import asyncio
import base64
import io
import secrets
import threading
import zlib

import numpy as np
import pytest
from PIL import Image

from yubo_nb.api import AsyncClient, protocol
from yubo_nb.api.errors import InvalidRequest, SubmitInDoubt
from yubo_nb.live.edits import Draft, Edits
from yubo_nb.sandbox import Sandbox, press
from yubo_nb.widgets import messages
from yubo_nb.widgets.dialogs import Dialogs
from yubo_nb.widgets.presses import Presses
from yubo_nb.widgets.scope import Scope


@pytest.fixture
def received(monkeypatch):
    """Every mask as it reached the relay."""
    seen: list[str] = []
    keep = press.kept_mask

    def kept(text):
        seen.append(text)
        return keep(text)

    monkeypatch.setattr(press, "kept_mask", kept)
    return seen


@pytest.fixture
def unread(monkeypatch):
    """The reply to a dialog's answer is read when this is set; the relay keeps no `state` that tells it."""
    read, send = threading.Event(), AsyncClient.send

    async def late(self, request, **more):
        if request.endpoint != "submit/modal":
            return await send(self, request, **more)
        answer = await send(self, request.with_state(""), **more)
        await asyncio.to_thread(read.wait, 60)
        return answer

    monkeypatch.setattr(AsyncClient, "send", late)
    yield read
    read.set()


@pytest.fixture
def single(engine):
    grid = engine.submit(protocol.imagine("a house --ar 3:2"), prompt="a house --ar 3:2").wait(30)
    return grid.upscale(3).wait(30)


@pytest.fixture
def dialog(single):
    opened = single.act("Vary (Region)").wait(30)
    assert opened.phase == "modal"
    return opened


def white(size, box):
    array = np.zeros((size[1], size[0]), np.uint8)
    left, top, right, bottom = box
    array[top:bottom, left:right] = 255
    return array


def png(array, mode="L"):
    out = io.BytesIO()
    Image.fromarray(array).convert(mode).save(out, "PNG")
    return out.getvalue()


def gesture():
    return secrets.token_hex(16)


def finished(task):
    while not task.wait(30).done:  # waited before its dialog was answered
        pass
    assert task.phase == "success"
    return task


def test_what_was_painted_reaches_the_relay_like_an_array_byte_for_byte(engine, single, received):
    size = single.image.size
    array = white(size, (20, 30, size[0] - 50, size[1] - 60))
    by_python = finished(single.vary_region(mask=array, prompt="a red door"))
    presses = Presses(engine, Scope(engine))
    button = next(one for one in single.buttons if one.meaning.verb == "vary_region")
    opened = presses.answer(messages.Act(gesture(), single.key, button.custom_id))
    painted = engine.follow(engine.completion(opened.made[0]).result(30).task_id)
    said = presses.answer(messages.Confirm(gesture(), painted.key, "a red door", png(array, "RGBA")))
    assert said.ok, said.text
    finished(painted)
    assert len(received) == 2
    assert received[0] == received[1]
    assert np.array_equal(np.asarray(painted.mask), array)
    assert np.array_equal(np.asarray(by_python.mask), array)


def test_a_mask_of_another_size_is_brought_to_the_picture_and_stays_black_and_white(engine, dialog, received):
    small = np.zeros((50, 75, 4), np.uint8)
    small[10:30, 10:40] = (255, 255, 255, 255)
    small[30:40, 10:40] = (255, 255, 255, 90)  # half transparent: no white
    Presses(engine, Scope(engine)).answer(
        messages.Confirm(gesture(), dialog.key, "a door", png(small, "RGBA"))
    )
    finished(dialog)
    with Image.open(io.BytesIO(base64.b64decode(received[0]))) as sent:
        assert sent.size == dialog.parent.image.size
        assert sent.mode == "RGB"
        values = np.asarray(sent)
    assert set(np.unique(values)) == {0, 255}
    assert (values[..., 0] > 0).mean() == pytest.approx(20 * 30 / 50 / 75, abs=0.01)


def bomb():
    """A PNG of a few hundred bytes that says it has a thousand million pixels."""
    header = b"IHDR" + (40_000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    sum_ = zlib.crc32(header).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + header + sum_ + bytes(99)


def jpeg():
    out = io.BytesIO()
    Image.new("L", (60, 40), 255).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("mask", "why"),
    [
        (None, "mask: is needed"),
        (b"no picture", "no readable PNG"),
        (jpeg(), "no readable PNG"),
        (bomb(), "PNG|million"),
        (png(np.zeros((40, 60), np.uint8)), "all black"),
        (png(np.full((40, 60), 255, np.uint8)), "looks inverted"),
        (png(white((60, 40), (5, 5, 30, 30)))[:-30], "no readable PNG"),
    ],
)
def test_what_is_no_mask_is_refused_before_anything_is_sent(engine, dialog, relay, mask, why):
    heard = len(relay.requests)
    said = Presses(engine, Scope(engine)).answer(messages.Confirm(gesture(), dialog.key, "a door", mask))
    assert not said.ok
    assert any(word in said.text for word in why.split("|")), said.text
    assert dialog.phase == "modal"
    assert not [one for one in relay.requests[heard:] if one.path.endswith("modal")]


def test_the_history_knows_mask_and_source(single, history):
    task = finished(single.vary_region(box=(0.2, 0.1, 0.8, 0.6), prompt="a red door"))
    assert history.picture_of("sandbox", task.id, "source:1") == single.card.picture.removeprefix("full:")
    assert history.picture_of("sandbox", task.id, "mask")
    assert task.mask.getbbox() is not None
    assert single.mask is None
    assert set(np.unique(np.asarray(task.mask))) == {0, 255}


def test_an_edit_can_be_made_again(single, received):
    task = finished(single.vary_region(polygon=[(10, 10), (300, 20), (150, 200)], prompt="a red door"))
    finished(single.vary_region(mask=task.mask, prompt="a blue door"))
    assert received[0] == received[1]


def test_a_region_in_doubt_is_sent_again_after_a_restart_with_its_mask(
    make_engine, relay, engine, dialog, received
):
    # It was refused in words, though the mask is kept with its task.
    relay.faults.add("drop_before", on="/mj/submit/modal")
    with pytest.raises(SubmitInDoubt) as caught:
        dialog.confirm("a red door", box=(0.1, 0.1, 0.5, 0.5)).wait(30)
    mask = dialog.mask
    engine.close()
    later = make_engine(relay.base_url, relay.api_key)
    finished(later.send_again(caught.value.intent_id))
    assert len(received) == 1
    sent = Image.open(io.BytesIO(base64.b64decode(received[0])))
    assert sent.convert("L").tobytes() == mask.tobytes()


def reopened(engine, single, task):
    """What the dialog begins with that the button of this one opens once more."""
    said = Presses(engine, Scope(engine)).answer(messages.Reopen(gesture(), task.key))
    assert said.ok, said.text
    engine.completion(said.made[0]).result(30)
    assert engine.card(said.made[0]).phase == "modal"
    assert engine.card(said.made[0]).parent == single.key
    return Edits(engine).draft(said.made[0])


def modals(relay):
    return [one for one in relay.requests if one.path.endswith("/submit/modal")]


def test_the_same_dialog_again_begins_with_what_was_sent(engine, single, history):
    task = finished(single.vary_region(box=(0.2, 0.1, 0.8, 0.6), prompt="a red door"))
    while history.intent_of("sandbox", task.id).endpoint != "submit/modal":  # a poll may be first
        engine.call(history.intents)
    kept = history.picture_of("sandbox", task.id, "mask")
    assert reopened(engine, single, task) == Draft("a red door", "", kept)


def test_a_dialog_reopened_before_its_answer_was_read_begins_with_what_was_sent(
    engine, dialog, single, history, relay, seen, unread
):
    """The task ended, and was reopened, before the relay's reply to the answer: the new dialog was empty.

    Then the reply came, and a finished card stood in the queue once more.
    """
    dialog.confirm("a red door", box=(0.2, 0.1, 0.8, 0.6))
    finished(dialog)
    assert history.intent_of("sandbox", dialog.id).endpoint != "submit/modal"  # the reply is not here
    kept = history.picture_of("sandbox", dialog.id, "mask")
    assert reopened(engine, single, dialog) == Draft("a red door", "", kept)
    unread.set()
    while Edits(engine).draft(dialog.key) != Draft():
        engine.call(history.intents)
    phases = [card.phase for card in seen if card.key == dialog.key]
    assert set(phases[phases.index("success") :]) == {"success"}
    assert len(modals(relay)) == 1


def test_an_answer_that_is_refused_is_still_in_the_dialog(engine, dialog, relay, history):
    """Its words and its mask were gone with the refusal, unless they had been typed and painted there."""
    relay.faults.add("429_quota", on="/mj/submit/modal")
    dialog.confirm("a red door", box=(0.1, 0.1, 0.5, 0.5)).wait(30)
    assert dialog.phase == "modal"
    told, mask = Dialogs(engine).told(dialog.key)
    assert told["text"] == "a red door"
    assert mask == history.pictures.original(history.picture_of("sandbox", dialog.id, "mask"))[0]
    finished(dialog.confirm("a blue door", box=(0.1, 0.1, 0.5, 0.5)))
    assert Edits(engine).draft(dialog.key) == Draft()


def test_what_was_painted_by_hand_is_still_strokes_after_a_refusal(engine, dialog, relay):
    Edits(engine).keep(dialog.key, Draft(None, '{"size":[1,1]}'))
    relay.faults.add("429_quota", on="/mj/submit/modal")
    dialog.confirm("a red door", box=(0.1, 0.1, 0.5, 0.5)).wait(30)
    assert Edits(engine).draft(dialog.key) == Draft("a red door", '{"size":[1,1]}')


def test_a_draft_is_there_after_a_restart_and_gone_once_it_was_sent(make_engine, relay, engine, dialog):
    Edits(engine).keep(dialog.key, Draft("a red door", '{"size":[1,1]}'))
    engine.close()
    later = make_engine(relay.base_url, relay.api_key)
    (again,) = [task for task in later.resume() if task.phase == "modal"]
    assert again.key == dialog.key
    assert Edits(later).draft(again.key) == Draft("a red door", '{"size":[1,1]}')
    finished(again.confirm("a red door", box=(0.1, 0.1, 0.5, 0.5)))
    assert Edits(later).draft(again.key) == Draft()


def test_a_draft_of_another_version_is_no_draft(engine, dialog):
    engine.history.note(f"dialog:{dialog.key}", '{"colour": 7}')
    assert Edits(engine).draft(dialog.key) == Draft()


def test_a_dialog_that_the_relay_closed_says_so_and_opens_again(make_engine):
    """It looked like a failed task: "Cancelled at the relay", and what had been entered was nowhere."""
    with Sandbox(speed=60, options={"modal_life": 60}) as relay:
        engine = make_engine(relay.base_url, relay.api_key)
        single = engine.submit(protocol.imagine("a house"), prompt="a house").wait(30).upscale(3).wait(30)
        closed = threading.Event()
        engine.hub.subscribe(lambda card: card.verb == "custom_zoom" and card.settled and closed.set())
        dialog = single.act("Custom Zoom").wait(30)
        Edits(engine).keep(dialog.key, Draft("a house --zoom 1.3"))
        assert closed.wait(30)
        assert dialog.phase == "cancelled"
        assert "closed this dialog before it was answered" in dialog.card.message
        assert dialog.card.charged == "no"
        said = Presses(engine, Scope(engine)).answer(messages.Reopen(gesture(), dialog.key))
        assert Edits(engine).draft(said.made[0]).text == "a house --zoom 1.3"


def test_a_region_is_given_in_one_way_only(single):
    with pytest.raises(InvalidRequest, match="give one of mask="):
        single.vary_region(prompt="a door")
    with pytest.raises(InvalidRequest, match="give one of mask="):
        single.vary_region(box=(0, 0, 0.5, 0.5), mask=np.zeros((2, 2), bool), prompt="a door")


def test_a_mask_from_a_file_and_one_that_is_inverted(single, tmp_path, received):
    size = single.image.size
    array = white(size, (0, 0, size[0] // 2, size[1] // 2))
    path = tmp_path / "mask.png"
    path.write_bytes(png(255 - array))
    finished(single.vary_region(mask=path, invert=True, prompt="one"))
    finished(single.vary_region(mask=Image.fromarray(array), prompt="two"))
    assert received[0] == received[1]
