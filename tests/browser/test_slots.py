"""Picture slots in a browser: chooser, drop, paste, tasks, order, and what is refused in words."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import FakeEngine, finished, picture
from tests.widgets.test_slots import noise
from yubo_nb.widgets.slots import Slots

pytestmark = pytest.mark.browser

# What a person drags from a folder or has copied: files in a DataTransfer, made in the page.
TRANSFER = """(files) => {
  const data = new DataTransfer();
  for (const [name, type, text] of files) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
  }
  return data;
}"""


def transfer(stage: Stage, *files: tuple[str, bytes], kind: str = "image/png"):
    named = [(name, kind, base64.b64encode(data).decode()) for name, data in files]
    return stage.page.evaluate_handle(TRANSFER, named)


def paste(stage: Stage, on: str, *files: tuple[str, bytes], kind: str = "image/png") -> None:
    event = """(element, clipboardData) => element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))"""
    stage.page.locator(on).first.evaluate(event, transfer(stage, *files, kind=kind))


def here(stage: Stage, count: int) -> None:
    """Pump until so many pictures have been confirmed by the kernel."""
    for _ in range(200):
        stage.pump().set_traits("trays")
        tiles = stage.page.locator(".yb-slot[draggable=true]")
        if tiles.count() == count and not stage.page.locator(".yb-slot-coming").count():
            return
        stage.page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError(f"{stage.page.locator('.yb-slots').inner_text()!r}")


def reads(stage: Stage, text: str) -> None:
    stage.reads(text)
    expect(stage.page.get_by_role("alert").filter(has_text=text)).to_be_visible()


def choose(
    stage: Stage, *files: tuple[str, bytes], kind: str = "image/png", button: str = "Choose a picture"
) -> None:
    with stage.page.expect_file_chooser() as chooser:
        stage.page.get_by_role("button", name="Choose a picture").first.click()
    chooser.value.set_files([{"name": name, "mimeType": kind, "buffer": data} for name, data in files])


def test_files_are_chosen_shown_at_once_and_described(stage: Stage) -> None:
    slots = Slots(FakeEngine())
    stage.show(slots)
    choose(stage, ("fox.png", picture(kind="PNG")), ("owl.png", picture("tomato", kind="PNG")))
    expect(stage.page.get_by_text("on its way")).to_have_count(2)
    expect(stage.page.locator("[data-waiting]")).to_have_count(1)
    here(stage, 2)
    expect(stage.page.locator("[data-waiting]")).to_have_count(0)
    expect(stage.page.get_by_role("img", name="fox.png, PNG · 320 × 320")).to_be_visible()
    expect(stage.page.get_by_role("status")).to_have_text("owl.png is here.")
    assert slots.pictures() == [picture(kind="PNG"), picture("tomato", kind="PNG")]


def test_files_are_dropped_and_pasted(stage: Stage) -> None:
    slots = Slots(FakeEngine(), labels=("Face", "Into"))
    stage.show(slots)
    into = stage.page.get_by_role("listitem").filter(has_text="Into")
    into.dispatch_event("drop", {"dataTransfer": transfer(stage, ("into.webp", picture()))})
    here(stage, 1)
    expect(into.get_by_role("img", name="into.webp")).to_be_visible()
    paste(stage, ".yb-tray", ("face.webp", picture("tomato")))
    here(stage, 2)
    assert slots.pictures() == [picture("tomato"), picture()]


def test_a_new_picture_on_a_full_place_takes_it_only_when_it_is_good(stage: Stage) -> None:
    slots = Slots(FakeEngine(), labels=("Face", "Into"))
    stage.show(slots)
    face = stage.page.get_by_role("listitem").filter(has_text="Face")
    face.dispatch_event("drop", {"dataTransfer": transfer(stage, ("one.webp", picture()))})
    here(stage, 1)
    face.dispatch_event("drop", {"dataTransfer": transfer(stage, ("cut.png", picture(kind="PNG")[:-300]))})
    reads(stage, "cut.png: What came is no whole picture")
    assert slots.pictures() == [picture()]
    face.dispatch_event("drop", {"dataTransfer": transfer(stage, ("two.webp", picture("tomato")))})
    here(stage, 1)
    assert slots.pictures() == [picture("tomato")]


def test_what_is_large_is_made_smaller_here_and_what_is_huge_is_refused(stage: Stage) -> None:
    slots = Slots(FakeEngine())
    stage.show(slots)
    large = noise(1500)
    assert len(large) > 6e6
    choose(stage, ("large.png", large))
    here(stage, 1)
    (sent,) = slots.pictures()
    assert len(sent) <= 4e6
    assert Image.open(io.BytesIO(sent)).format == "WEBP"
    assert len(stage.said("upload")) == -(-len(sent) // 2**20)
    choose(stage, ("huge.png", b"\x89PNG\r\n\x1a\n" + bytes(21 * 2**20)))
    reads(stage, "huge.png: it has more than 20 MB")
    assert slots.pictures() == [sent]


def test_other_formats_are_drawn_anew_and_what_is_none_is_said(stage: Stage) -> None:
    slots = Slots(FakeEngine())
    stage.show(slots)
    bmp = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(bmp, "BMP")
    choose(stage, ("old.bmp", bmp.getvalue()), kind="image/bmp")
    here(stage, 1)
    assert Image.open(io.BytesIO(slots.pictures()[0])).size == (60, 40)
    choose(stage, ("notes.png", b"these are notes"))
    reads(stage, "notes.png: your browser cannot read it as a picture")
    paste(stage, ".yb-tray")
    reads(stage, "There is no picture in it.")
    assert len(slots.pictures()) == 1


def test_a_task_gives_its_picture_and_its_quarters(stage: Stage) -> None:
    engine = FakeEngine(finished("a", prompt="two foxes"), finished("b", prompt="an owl", buttons=()))
    engine.pictures["full:a"] = picture(size=(400, 200), kind="PNG")
    slots = Slots(engine)
    stage.show(slots)
    opener = stage.page.get_by_role("button", name="From a task…")
    opener.click()
    stage.pictures(2)
    expect(stage.page.get_by_role("button", name="an owl")).to_be_visible()
    stage.page.get_by_role("button", name="Picture 4 of: two foxes").click()
    here(stage, 1)
    assert Image.open(io.BytesIO(slots.pictures()[0])).size == (200, 100)
    expect(opener).to_be_focused()
    opener.press("Enter")
    stage.pump()
    stage.page.get_by_role("button", name="All four of: two foxes").press("Escape")
    expect(opener).to_be_focused()
    expect(stage.page.get_by_role("button", name="an owl")).to_be_hidden()


def test_a_card_dragged_from_a_board_is_named_by_its_key(stage: Stage) -> None:
    engine = FakeEngine(finished("a", prompt="two foxes"))
    slots = Slots(engine)
    stage.show(slots)
    stage.page.evaluate(
        """() => {
          const card = document.createElement("article");
          Object.assign(card, { className: "yb-card", draggable: true, textContent: "picture of a card" });
          card.dataset.key = "a";
          document.body.append(card);
        }"""
    )
    stage.page.get_by_text("picture of a card").drag_to(stage.page.locator(".yb-slot-add"))
    here(stage, 1)
    assert [message["key"] for message in stage.said("from-card")] == ["a"]


def test_the_order_is_changed_by_keys_and_by_dragging(stage: Stage) -> None:
    slots = Slots(FakeEngine())
    stage.show(slots)
    pictures = [picture(colour) for colour in ("red", "green", "blue")]
    choose(stage, *zip(("red", "green", "blue"), pictures, strict=True), kind="image/webp")
    here(stage, 3)
    red, green, blue = pictures
    move = stage.page.get_by_role("button", name="Move red to the right")
    move.focus()
    for _ in range(2):
        stage.page.keyboard.press("Enter")
        stage.pump().set_traits("trays")
    assert slots.pictures() == [green, blue, red]
    # at the end there is no further right: the focus stays in the tray
    assert stage.page.evaluate("document.querySelector('.yb-tray').contains(document.activeElement)")
    tiles = stage.page.locator(".yb-slot[draggable=true]")
    tiles.nth(2).drag_to(tiles.nth(0))
    stage.pump().set_traits("trays")
    assert slots.pictures() == [red, green, blue]
    stage.page.get_by_role("button", name="Remove green").press("Enter")
    stage.pump().set_traits("trays")
    assert slots.pictures() == [red, blue]
    expect(stage.page.get_by_role("status")).to_have_text("green was removed.")


def test_a_full_tray_says_so_before_anything_travels(stage: Stage) -> None:
    slots = Slots(FakeEngine(), most=1)
    stage.show(slots)
    choose(stage, ("one.webp", picture()))
    here(stage, 1)
    expect(stage.page.get_by_role("button", name="Choose a picture")).to_have_count(0)
    paste(stage, ".yb-tray", ("two.webp", picture()))
    reads(stage, "Only 1 pictures fit here")
    assert len(stage.said("upload")) == 1


def test_a_second_view_and_a_reload_show_the_same(stage: Stage) -> None:
    slots = Slots(FakeEngine())
    slots.put(picture())
    slots.put("https://example.com/a-fox.png")
    stage.show(slots, views=2).pictures(2)
    expect(stage.page.get_by_text("https://example.com/a-fox.png")).to_have_count(2)
