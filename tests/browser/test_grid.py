"""A grid in a real browser: its table, the one zoom of all pictures, the keyboard, what a person arranges."""

from dataclasses import replace

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import FakeEngine, card, finished
from yubo_nb.live.handle import TaskHandle
from yubo_nb.widgets.boards import TaskGrid, grid

pytestmark = pytest.mark.browser
SEEDS = tuple(
    finished(f"{words} {seed}" + " bold" * (style > 50), prompt=f"a fox, {words} --s {style} --seed {seed}")
    for words in ("oil", "ink")
    for style in (50, 750)
    for seed in (1, 2, 3)
)
PLAIN = tuple(one for one in SEEDS if "--s 50" in one.prompt)
ONE = "a fox --seed"


def show(stage: Stage, *cards, count: int = 6, **more) -> TaskGrid:
    engine = FakeEngine(*(cards or PLAIN))
    tasks = [TaskHandle(engine, one.key) for one in cards or PLAIN]
    made = grid(engine, tasks, {"upscale": 0.05}, **more)
    stage.show(made).pictures(count)
    return made


def shot(stage: Stage, name: str) -> Locator:
    return stage.page.get_by_role("gridcell").get_by_role("group", name=name)


def choice(stage: Stage, name: str) -> Locator:
    return stage.page.get_by_role("combobox", name=name)


def keys(stage: Stage, *pressed: str) -> None:
    for key in pressed:
        stage.page.keyboard.press(key)
        stage.pump()


def focused(stage: Stage) -> str:
    return stage.page.evaluate("() => document.activeElement.ariaLabel")


def headings(stage: Stage, role: str) -> list[str]:
    return stage.page.get_by_role(role).all_inner_texts()


def seen(stage: Stage) -> set[str]:
    """What part of each picture is seen: the place of its pane, relative to its frame."""
    return set(
        stage.page.locator(".yb-shot-pane").evaluate_all(
            """all => all.map((pane) => {
                const [a, b] = [pane.getBoundingClientRect(), pane.parentElement.getBoundingClientRect()];
                return [a.left - b.left, a.top - b.top, a.width].map(Math.round).join();
            })"""
        )
    )


def test_rows_and_columns_have_their_values(stage: Stage) -> None:
    show(stage)
    table = stage.page.get_by_role("grid", name="Grid")
    expect(table.get_by_role("row")).to_have_count(3)
    assert headings(stage, "columnheader") == ["1", "2", "3"]
    assert headings(stage, "rowheader") == ["oil", "ink"]
    cell = table.get_by_role("row").nth(2).get_by_role("gridcell").nth(1)
    expect(cell.get_by_role("img")).to_have_attribute("alt", "a fox, ink --s 50 --seed 2")
    expect(stage.page.get_by_text("The same in all: a fox, … --stylize 50")).to_be_visible()


def test_headings_stay_in_sight(stage: Stage) -> None:
    many = [finished(f"{w}{s}", prompt=f"a fox number {w} --seed {s}") for w in range(20) for s in range(20)]
    show(stage, *many)
    scroller = stage.page.locator(".yb-gridscroll")
    box = scroller.bounding_box()
    scroller.evaluate("element => element.scrollTo(600, 900)")
    for heading, side in (("columnheader", "y"), ("rowheader", "x")):
        for one in stage.page.get_by_role(heading).all():
            assert abs(one.bounding_box()[side] - box[side]) <= 2, heading
            break


def test_all_pictures_zoom_and_move_together(stage: Stage) -> None:
    show(stage)
    assert len(seen(stage)) == 1
    shot(stage, "oil, seed 1").focus()
    keys(stage, "+", "+", "+")
    (zoomed,) = seen(stage)
    keys(stage, "Shift+ArrowLeft")
    (moved,) = seen(stage)
    assert moved != zoomed
    keys(stage, "0")
    assert seen(stage) == {seen(stage).pop()}
    assert next(iter(seen(stage))).startswith("0,0,")


def test_a_drag_moves_all_and_opens_nothing(stage: Stage) -> None:
    show(stage)
    stage.page.get_by_role("button", name="Zoom in").click(click_count=3)
    (before,) = seen(stage)
    box = shot(stage, "ink, seed 2").locator(".yb-shot-frame").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    stage.page.mouse.move(x + 40, y + 20, steps=5)
    stage.page.mouse.up()
    (after,) = seen(stage)
    left, top, _ = (int(n) for n in before.split(","))
    assert [int(n) for n in after.split(",")][:2] == [left + 40, top + 20]
    expect(stage.page.get_by_role("dialog")).to_have_count(0)
    stage.page.mouse.click(x, y)
    expect(stage.page.get_by_role("dialog")).to_be_visible()


def test_a_wheel_scrolls_the_notebook_and_zooms_with_ctrl(stage: Stage) -> None:
    show(stage)
    shot(stage, "oil, seed 1").hover()
    stage.page.mouse.wheel(0, 100)
    assert next(iter(seen(stage))).startswith("0,0,")
    stage.page.keyboard.down("Control")
    stage.page.mouse.wheel(0, -100)
    stage.page.keyboard.up("Control")
    stage.page.wait_for_function("document.querySelector('.yb-gridscroll').dataset.zoomed === 'true'")
    assert len(seen(stage)) == 1


def test_what_is_zoomed_is_asked_for_larger(stage: Stage) -> None:
    show(stage, *PLAIN[:2], count=2)
    assert {one["size"] for one in stage.said("picture")} <= {320}
    stage.page.get_by_role("button", name="Zoom in").click(click_count=6)
    stage.pump()
    assert {one["size"] for one in stage.said("picture")} > {320}
    assert max(one["size"] for one in stage.said("picture")) == 1280


def test_one_quarter_of_every_picture(stage: Stage) -> None:
    made = show(stage)
    stage.page.get_by_role("button", name="Picture 3 of four").click()
    stage.pump()
    assert made.part == 3
    images = stage.page.get_by_role("grid").get_by_role("img")
    expect(images.first).to_have_attribute("alt", "Picture 3 of four: a fox, oil --s 50 --seed 1")
    frame, image = (shot(stage, "oil, seed 1").locator(at).bounding_box() for at in (".yb-shot-frame", "img"))
    assert round(image["width"]) == round(2 * frame["width"])
    assert round(image["y"] + image["height"] / 2) == round(frame["y"])
    assert round(image["x"]) == round(frame["x"])


def test_the_axes_are_chosen_here_and_kept_there(stage: Stage) -> None:
    made = show(stage, *SEEDS, count=12)
    assert headings(stage, "rowheader") == ["oil", "ink"]
    choice(stage, "Rows").focus()
    choice(stage, "Rows").select_option(label="stylize")
    stage.pump()
    assert headings(stage, "rowheader") == ["50", "750"]
    assert (made.rows, made.cols) == ("stylize", "seed")
    expect(choice(stage, "Rows")).to_be_focused()
    stage.page.get_by_role("button", name="Swap rows and columns").click()
    stage.pump()
    assert (made.rows, made.cols) == ("seed", "stylize")
    assert headings(stage, "columnheader") == ["50", "750"]


def test_the_same_factor_on_both_axes_swaps_them(stage: Stage) -> None:
    made = show(stage)
    choice(stage, "Rows").select_option(label="seed")
    stage.pump()
    assert (made.rows, made.cols) == ("seed", "words")


def test_a_third_factor_is_in_the_cells_or_held_at_a_value(stage: Stage) -> None:
    show(stage, *SEEDS, count=12)
    first = stage.page.get_by_role("row").nth(1).get_by_role("gridcell").first
    assert first.get_by_role("group").all_inner_texts() == ["stylize 50", "stylize 750"]
    choice(stage, "stylize").select_option(label="750")
    expect(first.get_by_role("group")).to_have_count(1)
    expect(first.get_by_role("img")).to_have_attribute("alt", "a fox, oil --s 750 --seed 1")


def test_another_view_of_it_follows(stage: Stage) -> None:
    made = show(stage)
    made._guard(made, {"kind": "axes", "rows": "seed", "cols": "words", "part": 0}, [])
    stage.set_traits("rows", "cols", "part")
    assert headings(stage, "rowheader") == ["1", "2", "3"]
    expect(choice(stage, "Rows")).to_have_value("seed")


def test_arrows_walk_the_table_and_it_is_one_stop(stage: Stage) -> None:
    show(stage)
    shot(stage, "oil, seed 1").focus()
    for key, there in (
        ("ArrowRight", "oil, seed 2"),
        ("ArrowDown", "ink, seed 2"),
        ("End", "ink, seed 3"),
        ("ArrowRight", "ink, seed 3"),
        ("Home", "ink, seed 1"),
        ("ArrowUp", "oil, seed 1"),
        ("Control+End", "ink, seed 3"),
        ("Control+Home", "oil, seed 1"),
    ):
        keys(stage, key)
        assert focused(stage).startswith(there), key
    assert stage.page.locator(".yb-shot[tabindex='0']").count() == 1


def test_digits_rate_and_pay_for_nothing(stage: Stage) -> None:
    made = show(stage)
    shot(stage, "ink, seed 2").focus()
    keys(stage, "4", "s")
    expect(shot(stage, "ink, seed 2, Finished, 4 of 5 stars, Star")).to_be_focused()
    keys(stage, "4")
    assert made._engine.hub.get("ink 2").mark.rating is None
    keys(stage, "x")
    expect(shot(stage, "ink, seed 2")).to_contain_text("Rejected")
    assert {name for name, *_ in made._engine.done} == {"mark"}
    assert made._engine.acts == []


def test_what_is_ticked_can_be_upscaled_after_its_price_was_seen(stage: Stage) -> None:
    made = show(stage, *(replace(one, sandbox=False) for one in PLAIN))
    shot(stage, "oil, seed 1").focus()
    keys(stage, "Space", "ArrowDown", "Space")
    stage.page.wait_for_function("document.querySelectorAll('[data-ticked=true]').length === 2")
    bar = stage.page.get_by_role("region", name="Selected tasks")
    bar.get_by_role("button", name="Upscale…").click()
    stage.page.get_by_role("menuitem").nth(1).click()
    assert made._engine.acts == []
    expect(bar).to_contain_text("0.1")
    bar.get_by_role("button").first.click()
    stage.pump()
    assert sorted(key for key, *_ in made._engine.acts) == ["ink 1", "oil 1"]
    # What was sent stood on the red of a failure once: a bar over several cards took every answer for one.
    expect(bar.get_by_text("2 sent.")).to_have_css("color", "rgb(28, 31, 35)")


def test_what_its_buttons_made_is_a_press_away(stage: Stage) -> None:
    made = show(stage)
    made._engine.hub.put(card("up", via="U2", parent="oil 1", phase="running", percent=40))
    made._scope.adopt("up")
    made._changed(made._engine.hub.get("up"))
    stage.pump()
    expect(shot(stage, "oil, seed 1").get_by_role("button", name="U2 · 40 %")).to_be_visible()
    made._engine.hub.put(finished("up", via="U2", parent="oil 1"))
    stage.pump()
    shot(stage, "oil, seed 1").get_by_role("button", name="U2").click()
    expect(stage.page.get_by_role("dialog")).to_contain_text("U2 · Finished")


def test_a_running_task_moves_and_a_failed_one_says_why(stage: Stage) -> None:
    busy = card("b", prompt=f"{ONE} 2", phase="running", percent=10)
    failed = card("c", prompt=f"{ONE} 3", phase="failure", message="<b>No.</b>")
    made = show(stage, finished("a", prompt=f"{ONE} 1"), busy, failed, count=1)
    expect(shot(stage, "seed 2")).to_contain_text("Running · 10 %")
    expect(shot(stage, "seed 3")).to_contain_text("<b>No.</b>")
    shot(stage, "seed 2").focus()
    made._engine.hub.put(finished("b", prompt=f"{ONE} 2"))
    stage.pump().pictures(2)
    expect(shot(stage, "seed 2, Finished")).to_be_focused()


def test_many_of_one_factor_are_broken_into_lines(stage: Stage) -> None:
    cards = [finished(f"k{n}", prompt=f"{ONE} {n}") for n in range(20)]
    show(stage, *cards)
    expect(stage.page.get_by_role("grid").get_by_role("row")).to_have_count(3)
    shot(stage, "seed 0").focus()
    keys(stage, "ArrowDown")
    assert focused(stage).startswith("seed 7")
    wide = stage.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_a_hole_says_that_there_is_nothing(stage: Stage) -> None:
    cards = (finished("a", prompt="x --s 50 --seed 1"), finished("b", prompt="x --s 90 --seed 2"))
    show(stage, *cards, count=2)
    expect(stage.page.get_by_role("gridcell").get_by_text("no task")).to_have_count(2)
    shot(stage, "stylize 50, seed 1").focus()
    keys(stage, "ArrowDown")
    assert focused(stage).startswith("stylize 50"), "below it is nothing to go to"
