"""Picture slots: what the kernel takes from a browser and from Python, and what it refuses."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.widgets.fakes import FakeEngine, card, finished, listen, picture
from yubo_nb.api.errors import InvalidRequest
from yubo_nb.widgets.slots import Slots

PART = 2**20


def name(n: int) -> str:
    return f"{n:032x}"


def say(slots: Slots, buffers=(), **message) -> None:
    slots._guard(slots, message, [memoryview(one) for one in buffers])


def upload(slots: Slots, data: bytes, n: int = 1, **more) -> None:
    parts = [data[at : at + PART] for at in range(0, len(data), PART)]
    for part, buffer in enumerate(parts):
        whole = {"tray": "", "id": name(n), "at": None, "name": "fox.png", "part": part, "parts": len(parts)}
        say(slots, [buffer], kind="upload", **{**whole, **more})


def names(slots: Slots) -> list[str | None]:
    return [place and place["id"][-1] for place in slots.trays[""]["places"]]


def noise(side: int) -> bytes:
    pixels = np.random.default_rng(1).integers(0, 255, (side, side, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def test_an_upload_is_kept_as_the_bytes_that_came():
    slots = Slots(FakeEngine())
    changes = []
    slots.observe_change(lambda: changes.append(len(slots.pictures())))
    sent = listen(slots)
    data = picture()
    upload(slots, data)
    assert slots.pictures() == [data]
    assert changes == [1]
    assert sent[-1] == {"kind": "slot", "tray": "", "id": name(1), "text": "", "buffers": []}
    (place,) = slots.trays[""]["places"]
    assert (place["type"], place["width"], place["bytes"]) == ("WEBP", 320, len(data))


def test_a_large_upload_comes_in_parts():
    slots = Slots(FakeEngine())
    data = noise(1000)
    assert len(data) > 2 * PART
    upload(slots, data)
    assert slots.pictures() == [data]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html>no</html>", "a web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG"),
        (picture(kind="PNG")[:-200], "no whole picture"),
        (noise(1400), "relays take at most 5"),
    ],
    ids=["page", "svg", "cut", "large"],
)
def test_a_bad_file_is_told_at_the_slot_and_loses_nothing(data, why):
    slots = Slots(FakeEngine())
    upload(slots, picture())
    sent = listen(slots)
    upload(slots, data, 2, at=0)
    assert why in sent[-1]["text"]
    assert len(slots.pictures()) == 1


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "upload", "tray": "", "id": name(1), "at": None, "name": "x", "part": 0, "parts": 7},
        {"kind": "upload", "tray": "", "id": "../x", "at": None, "name": "x", "part": 0, "parts": 1},
        {
            "kind": "upload",
            "tray": "",
            "id": name(1),
            "at": None,
            "path": "/etc/passwd",
            "part": 0,
            "parts": 1,
        },
        {"kind": "from-card", "tray": "", "id": name(1), "at": None, "key": "a", "quarter": 5},
        {"kind": "upload", "tray": "other", "id": name(1), "at": None, "name": "x", "part": 0, "parts": 1},
        {"kind": "act", "gesture": name(1), "key": "a", "custom_id": "b"},
    ],
)
def test_what_is_no_picture_is_refused(message):
    slots = Slots(FakeEngine(finished("a")))
    sent = listen(slots)
    say(slots, [b"x"] if message["kind"] == "upload" else [], **message)
    assert [one["kind"] for one in sent] == ["notice"]
    assert slots.pictures() == []


def test_five_fit_and_the_sixth_is_told_why():
    slots = Slots(FakeEngine())
    sent = listen(slots)
    for n in range(6):
        upload(slots, picture(), n)
    assert len(slots.pictures()) == 5
    assert "Only 5 pictures fit here" in sent[-1]["text"]


def test_the_order_is_a_persons_and_what_is_removed_is_gone():
    slots = Slots(FakeEngine())
    for n in (1, 2, 3):
        upload(slots, picture(), n)
    say(slots, kind="move", tray="", id=name(3), to=0)
    assert names(slots) == ["3", "1", "2"]
    say(slots, kind="take-out", tray="", id=name(1))
    assert names(slots) == ["3", "2"]
    slots.clear()
    assert slots.pictures() == []


def test_places_with_names_keep_them():
    slots = Slots(FakeEngine(), labels=("Face", "Into"))
    upload(slots, picture(), 1, at=1)
    assert names(slots) == [None, "1"]
    upload(slots, picture("tomato"), 2)
    assert names(slots) == ["2", "1"]
    say(slots, kind="move", tray="", id=name(2), to=1)
    assert names(slots) == ["1", "2"]
    say(slots, kind="take-out", tray="", id=name(1))
    assert names(slots) == [None, "2"]


def test_a_card_gives_its_picture_or_a_quarter_of_it():
    engine = FakeEngine(finished("a"), card("b"))
    engine.pictures["full:a"] = picture(size=(400, 200), kind="PNG")
    slots = Slots(engine)
    sent = listen(slots)
    say(slots, kind="gallery")
    (offered,) = sent[-1]["cards"]
    assert (offered["key"], offered["grid"]) == ("a", True)
    say(slots, kind="from-card", tray="", id=name(1), at=None, key="a", quarter=0)
    say(slots, kind="from-card", tray="", id=name(2), at=None, key="a", quarter=4)
    whole, last = (Image.open(io.BytesIO(data)) for data in slots.pictures())
    assert (whole.size, last.size) == ((400, 200), (200, 100))
    assert last.convert("RGB").getpixel((100, 50)) == (255, 190, 190)
    say(slots, kind="from-card", tray="", id=name(3), at=None, key="b", quarter=0)
    assert sent[-1]["text"] == "This task has no picture yet."
    assert engine.asked == [("full:a", None)] * 2


def test_python_puts_what_a_call_would_take(tmp_path: Path):
    file = tmp_path / "fox.webp"
    file.write_bytes(picture())
    slots = Slots(FakeEngine())
    slots.put(file)
    slots.put(np.zeros((8, 8, 3), np.uint8))
    slots.put(Image.new("RGB", (8, 8)))
    slots.put("https://example.com/fox.png")
    first, *_, last = slots.pictures()
    assert first == picture()
    assert last == "https://example.com/fox.png"
    assert slots.trays[""]["places"][0]["name"] == "fox.webp"
    with pytest.raises(InvalidRequest):
        slots.put(tmp_path / "missing.png")
    slots.put(picture())
    with pytest.raises(ValueError, match="Only 5"):
        slots.put(picture())


def test_a_thumbnail_is_sent_only_of_what_is_here():
    engine = FakeEngine(finished("a"))
    slots = Slots(engine)
    upload(slots, picture(size=(900, 600), kind="PNG"))
    sent = listen(slots)
    say(slots, kind="picture", id=f"slot::{name(1)}", size=320)
    assert Image.open(io.BytesIO(sent[-1]["buffers"][0])).size == (320, 213)
    say(slots, kind="picture", id="full:a", size=320)
    assert sent[-1]["kind"] == "picture"
    for other in ("full:other", f"slot::{name(2)}", "slot:x:y"):
        say(slots, kind="picture", id=other, size=320)
        assert sent[-1]["kind"] == "picture-error"
