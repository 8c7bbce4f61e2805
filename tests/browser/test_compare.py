"""Two pictures against each other in a real browser: each way, one zoom, quarters, what differs."""

import io
import re
from dataclasses import replace

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Stage
from tests.browser.test_grid import PLAIN, keys
from tests.widgets.fakes import SINGLE_BUTTONS, FakeEngine, card, finished, picture
from yubo_nb.data.measures import difference
from yubo_nb.live.handle import TaskHandle
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.boards import compare, grid

pytestmark = pytest.mark.browser
PAIR = (
    finished("p", prompt="a fox, oil --ar 3:2 --seed 3"),
    finished("q", prompt="a fox, ink --ar 3:2 --seed 11", finish_ms=65_000),
)


def show(stage: Stage, *cards, count: int = 2, views: int = 1, **pictures: bytes) -> FakeEngine:
    engine = FakeEngine(*(cards or PAIR))
    engine.pictures = {f"full:{key}": data for key, data in pictures.items()}
    tasks = [TaskHandle(engine, one.key) for one in engine.hub.cards()]
    stage.show(compare(engine, tasks, {}), views=views).pictures(count)
    return engine


def way(stage: Stage, name: str) -> None:
    stage.page.get_by_role("button", name=name, exact=True).click()
    stage.pump()


def divider(stage: Stage) -> Locator:
    return stage.page.get_by_role("slider", name="Divider between A and B")


def plates(stage: Stage) -> tuple[Locator, Locator]:
    return stage.page.locator(".yb-plate[data-side=a]"), stage.page.locator(".yb-plate[data-side=b]")


def transforms(stage: Stage) -> set[str]:
    return set(
        stage.page.locator(".yb-plate img").evaluate_all(
            "all => all.map((e) => getComputedStyle(e).transform)"
        )
    )


def pixel(stage: Stage, x: float, y: float) -> tuple[int, ...]:
    """The colour that is seen at this part of the stage."""
    shot = Image.open(io.BytesIO(stage.page.locator(".yb-pairstage").screenshot())).convert("RGB")
    return shot.getpixel((int(x * shot.width), int(y * shot.height)))


def test_the_divider_shows_a_on_its_left_and_b_on_its_right(stage: Stage) -> None:
    show(stage, p=picture("black"), q=picture("white"))
    assert pixel(stage, 0.02, 0.5)[0] < 40 < 215 < pixel(stage, 0.98, 0.5)[0]
    divider(stage).focus()
    keys(stage, "Home")
    assert pixel(stage, 0.1, 0.5)[0] > 215
    expect(divider(stage)).to_have_attribute("aria-valuetext", "0 % A")
    keys(stage, "End")
    assert pixel(stage, 0.9, 0.5)[0] < 40
    keys(stage, "Shift+ArrowLeft", "ArrowLeft")
    expect(divider(stage)).to_have_attribute("aria-valuenow", "88")


def test_the_divider_follows_the_mouse_and_only_it(stage: Stage) -> None:
    show(stage)
    box = stage.page.locator(".yb-pairstage").bounding_box()
    handle = divider(stage).bounding_box()
    y = handle["y"] + handle["height"] / 2
    stage.page.mouse.move(handle["x"] + handle["width"] / 2, y)
    stage.page.mouse.down()
    stage.page.mouse.move(box["x"] + box["width"] * 0.25, y, steps=4)
    stage.page.mouse.up()
    stage.page.mouse.move(box["x"] + box["width"] * 0.75, y)
    expect(divider(stage)).to_have_attribute("aria-valuenow", "25")
    assert transforms(stage) == {"matrix(1, 0, 0, 1, 0, 0)"}


@pytest.mark.parametrize("name", ["Slider", "Side by side"])
def test_zoom_and_place_are_those_of_both(stage: Stage, name: str) -> None:
    show(stage)
    way(stage, name)
    keys(stage, "+", "+", "+", "ArrowRight", "ArrowUp")
    (moved,) = transforms(stage)
    assert moved != "matrix(1, 0, 0, 1, 0, 0)"
    box = plates(stage)[0].bounding_box()
    stage.page.mouse.move(box["x"] + 100, box["y"] + 100)
    stage.page.mouse.down()
    stage.page.mouse.move(box["x"] + 60, box["y"] + 130, steps=3)
    stage.page.mouse.up()
    (dragged,) = transforms(stage)
    assert dragged != moved
    keys(stage, "0")
    assert transforms(stage) == {"matrix(1, 0, 0, 1, 0, 0)"}


def test_side_by_side_they_do_not_overlap_and_on_a_phone_they_stack(stage: Stage) -> None:
    show(stage)
    way(stage, "Side by side")
    a, b = (plate.bounding_box() for plate in plates(stage))
    assert b["x"] >= a["x"] + a["width"]
    assert abs(a["width"] - b["width"]) < 1
    stage.page.set_viewport_size({"width": 380, "height": 800})
    a, b = (plate.bounding_box() for plate in plates(stage))
    assert b["y"] >= a["y"] + a["height"]
    assert stage.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_who_goes_on_by_keys_from_the_divider_is_still_heard(stage: Stage) -> None:
    """The divider is gone in the other ways, and the focus with it once was."""
    show(stage)
    divider(stage).focus()
    keys(stage, "e", "+")
    expect(stage.page.get_by_role("group", name="Both pictures")).to_be_focused()
    assert transforms(stage) == {"matrix(1.25, 0, 0, 1.25, 0, 0)"}


def test_flicker_shows_one_at_a_time_and_space_the_other(stage: Stage) -> None:
    show(stage, p=picture("black"), q=picture("white"))
    way(stage, "Flicker")
    a, b = plates(stage)
    expect(a).to_be_visible()
    expect(b).to_be_hidden()
    stage.page.get_by_role("button", name="Show the other").click()
    expect(a).to_be_hidden()
    assert pixel(stage, 0.5, 0.5)[0] > 215
    stage.page.get_by_role("button", name="Alternate").click()
    expect(a).to_be_visible()
    expect(b).to_be_visible()
    way(stage, "Slider")
    way(stage, "Flicker")
    expect(stage.page.get_by_role("button", name="Alternate")).to_have_attribute("aria-pressed", "false")


def test_nothing_flashes_more_than_twice_a_second() -> None:
    """Three flashes a second can do harm (WCAG 2.3.1); a full turn here is A and B."""
    from yubo_nb.widgets.base import STATIC

    source = (STATIC / "pair.js").read_text()
    (each,) = re.findall(r"const FLICKER = (\d+);", source)
    assert 1000 / (2 * int(each)) < 2


@pytest.mark.parametrize(
    ("first", "second"), [("black", "white"), ("steelblue", "tomato"), ("red", "#f00505")]
)
def test_the_difference_is_the_one_that_python_measures(stage: Stage, first: str, second: str) -> None:
    sides = [picture(colour, (400, 400), "PNG") for colour in (first, second)]
    mean, share, heat = difference(*(Image.open(io.BytesIO(side)) for side in sides))
    show(stage, p=sides[0], q=sides[1])
    way(stage, "Difference")
    said = f"Mean difference {100 * mean:.1f} %; {round(100 * share)} % of the picture looks different."
    if share:
        expect(stage.page.get_by_role("status").filter(has_text=said)).to_be_visible()
        expect(stage.page.get_by_role("img", name=said)).to_be_visible()
    else:
        expect(stage.page.get_by_text("No difference that could be seen.")).to_be_visible()
    corner = heat.getpixel((2, 2))
    assert pixel(stage, 0.02, 0.02) == pytest.approx(corner, abs=3)


def test_the_same_picture_has_no_difference(stage: Stage) -> None:
    show(stage, p=picture(), q=picture())
    way(stage, "Difference")
    expect(stage.page.get_by_text("No difference that could be seen.")).to_be_visible()


def test_a_quarter_of_each(stage: Stage) -> None:
    """The circles of a grid are of four reds; the first of one against the fourth of the other."""
    show(stage, p=picture("black", (400, 400), "PNG"), q=picture("black", (400, 400), "PNG"))
    stage.page.get_by_role("group", name="Which of the four of B").get_by_role("button").nth(4).click()
    stage.page.get_by_role("group", name="Which of the four of A").get_by_role("button").nth(1).click()
    stage.pump()
    assert pixel(stage, 0.4, 0.5) == (255, 40, 40)
    assert pixel(stage, 0.6, 0.5) == (255, 190, 190)
    way(stage, "Difference")
    expect(stage.page.get_by_text("Mean difference")).to_be_visible()
    assert pixel(stage, 0.02, 0.02) == pytest.approx((0, 0, 4), abs=2)
    assert sum(pixel(stage, 0.5, 0.5)) > 200
    keys(stage, "+", "+")
    way(stage, "Slider")
    assert pixel(stage, 0.45, 0.5) == (255, 40, 40), "zoomed around the middle of the quarter"
    expect(stage.page.get_by_role("row", name="Picture of the four 1 4")).to_be_visible()


def test_a_and_b_can_be_swapped(stage: Stage) -> None:
    show(stage, p=picture("black"), q=picture("white"))
    stage.page.get_by_role("button", name="Swap A and B").click()
    stage.pump()
    assert pixel(stage, 0.98, 0.5)[0] < 40 < 215 < pixel(stage, 0.02, 0.5)[0]
    assert stage.page.locator(".yb-differs ins").first.inner_text() == "oil"


def test_what_differs_is_said(stage: Stage) -> None:
    show(stage)
    gone, come = (stage.page.locator(f".yb-differs {tag}").all_inner_texts() for tag in ("del", "ins"))
    assert (gone, come) == (["oil", "--seed 3"], ["ink", "--seed 11"])
    table = stage.page.get_by_role("table", name="What differs")
    assert table.get_by_role("row").all_inner_texts() == ["\tA\tB", "--seed\t3\t11", "Took\t41 s\t1:05 min"]


def test_only_another_seed_is_said_in_a_word(stage: Stage) -> None:
    show(stage, finished("p", prompt="a fox --seed 1"), finished("q", prompt="a fox --seed 2"))
    expect(stage.page.get_by_text("Same prompt, another seed")).to_be_visible()


def test_a_picture_that_comes_late_takes_its_place(stage: Stage) -> None:
    engine = show(stage, PAIR[0], card("q", prompt=PAIR[1].prompt, phase="running", percent=42), count=1)
    way(stage, "Side by side")
    _, b = plates(stage)
    expect(b).to_contain_text("Running · 42 %")
    way(stage, "Difference")
    expect(stage.page.get_by_text("when both pictures are here")).to_be_visible()
    engine.hub.put(PAIR[1])
    stage.pump().pictures(2)
    expect(stage.page.get_by_text("Mean difference")).to_be_visible()
    engine.hub.put(card("q", prompt="x", phase="failure", message="<b>No.</b>"))
    stage.pump()
    way(stage, "Side by side")
    expect(b).to_contain_text("<b>No.</b>")


def test_of_several_two_are_chosen_and_n_goes_on(stage: Stage) -> None:
    third = finished("r", via="U2", parent="p", prompt="a fox, oil --ar 3:2 --seed 3", buttons=SINGLE_BUTTONS)
    show(stage, *PAIR, third)
    choice = stage.page.get_by_role("combobox", name="B")
    expect(choice.locator("option")).to_have_text(
        ["1. oil · seed 3 · imagine", "2. ink · seed 11 · imagine", "3. oil · seed 3 · U2"]
    )
    divider(stage).focus()
    keys(stage, "n")
    expect(choice).to_have_value("2")
    expect(stage.page.get_by_role("row", name="Made by imagine U2")).to_be_visible()
    keys(stage, "n", "n", "p")
    expect(choice).to_have_value("0")


def test_other_shapes_are_shown_whole_and_said(stage: Stage) -> None:
    wide = replace(PAIR[1], width=1344, height=896, buttons=SINGLE_BUTTONS)
    show(stage, PAIR[0], wide)
    expect(stage.page.get_by_text("Their shapes differ: both are shown whole.")).to_be_visible()
    way(stage, "Difference")
    expect(stage.page.get_by_text("B was stretched to that of A.")).to_be_visible()


def test_two_cells_of_a_grid_against_each_other_by_key(stage: Stage) -> None:
    engine = FakeEngine(*PLAIN)
    tasks = [TaskHandle(engine, one.key) for one in PLAIN]
    stage.show(grid(engine, tasks, {})).pictures(6)
    stage.page.locator(".yb-shot").first.focus()
    keys(stage, "c", "ArrowDown", "c")
    dialog = stage.page.get_by_role("dialog", name="Compare")
    expect(dialog).to_contain_text("a fox, oil ink")
    expect(dialog.get_by_role("slider")).to_be_focused()
    keys(stage, "d")
    expect(dialog.get_by_text("Mean difference")).to_be_visible()
    keys(stage, "4", "Escape")
    expect(dialog).to_have_count(0)
    assert stage.page.evaluate("() => document.activeElement.ariaLabel").startswith("ink, seed 1")
    assert engine.done == [], "no key of the window reached the grid below it"


def test_two_ticked_cards_of_a_board(stage: Stage) -> None:
    stage.show(Board(FakeEngine(*PAIR, finished("r")))).pictures(3)
    stage.page.locator(".yb-card").first.focus()
    keys(stage, "Space")
    button = stage.page.get_by_role("button", name="Compare", exact=True)
    expect(button).to_be_hidden()
    keys(stage, "ArrowRight", "Space")
    button.click()
    expect(stage.page.get_by_role("dialog", name="Compare").get_by_role("slider")).to_be_visible()
    keys(stage, "Escape")
    expect(button).to_be_focused()
    stage.page.locator(".yb-card").nth(2).focus()
    keys(stage, "Space")
    expect(button).to_be_hidden()
