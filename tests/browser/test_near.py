"""Of many cards only those near the screen have a body; a person must not notice."""

import re

import axe
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import FakeEngine, finished
from yubo_nb.widgets.board import Board

pytestmark = pytest.mark.browser
MANY, FOX = 200, 3
BODIES = ".yb-card:visible > .yb-body"


def prompt(number: int) -> str:
    return f"a {'fox' if number == FOX else 'lighthouse'}, number {number}."


@pytest.fixture
def many(stage: Stage) -> Stage:
    """Newest first: 199 is at the top, 0 at the end."""
    engine = FakeEngine(*(finished(f"{n}", prompt=prompt(n)) for n in range(MANY)))
    return stage.show(Board(engine)).pictures(4)


def numbered(stage: Stage, number: int) -> Locator:
    return stage.page.get_by_role("article", name=re.compile(rf"number {number}\."))


def jump(stage: Stage, part: float) -> None:
    stage.page.locator(".yb-list").evaluate(
        "(list, part) => list.scrollTo(0, part * (list.scrollHeight - list.clientHeight))", part
    )


def test_a_far_card_has_its_name_and_its_words_and_no_body(many: Stage) -> None:
    expect(many.page.get_by_role("article")).to_have_count(MANY)
    last = numbered(many, 0)
    expect(last).to_have_accessible_name(f"Task: {prompt(0)}, Finished")
    expect(last).to_have_text(prompt(0))
    assert last.locator("*").count() == 0
    assert many.page.locator(BODIES).count() < MANY / 4
    assert axe.violations(many.page, "#here") == []


def test_a_card_that_comes_near_has_its_body_and_what_was_passed_has_none(many: Stage) -> None:
    jump(many, 1)
    many.pictures(4)
    for number in range(3):
        expect(numbered(many, number).get_by_role("button", name="Upscale 1")).to_be_visible()
    assert numbered(many, MANY // 2).locator("*").count() == 0


def test_what_flies_by_is_not_drawn_and_what_is_reached_is(many: Stage) -> None:
    """A board of a thousand that was scrolled in two seconds drew 15 frames a second: it made a body for
    every card that was near at any tenth of a second."""
    before = many.page.locator(BODIES).count()
    many.page.locator(".yb-list").evaluate(
        """async (list) => {
            const steps = 30, far = list.scrollHeight - list.clientHeight;
            for (let step = 1; step <= steps; step += 1) {
                await new Promise(requestAnimationFrame);
                list.scrollTop = (far * step) / steps;
            }
        }"""
    )
    expect(numbered(many, 0).get_by_role("button", name="Upscale 1")).to_be_visible()
    assert many.page.locator(BODIES).count() < before + MANY / 4


def test_what_happened_to_a_far_card_is_there_when_it_comes_near(many: Stage) -> None:
    engine = many.board._engine
    engine.hub.put(finished("0", prompt=prompt(0), phase="failure", message="no such thing"))
    many.pump()
    last = numbered(many, 0)
    expect(last).to_have_accessible_name(f"Task: {prompt(0)}, Failed")
    assert last.locator("*").count() == 0
    jump(many, 1)
    expect(last.locator(".yb-state")).to_have_text("Failed")
    expect(last).to_contain_text("no such thing")


def test_the_keyboard_reaches_a_far_card_and_its_buttons_at_once(many: Stage) -> None:
    numbered(many, MANY - 1).focus()
    many.page.keyboard.press("End")
    expect(numbered(many, 0)).to_be_focused()
    expect(numbered(many, 0)).to_be_in_viewport()
    many.page.keyboard.press("Tab")
    assert many.page.evaluate("document.activeElement.matches('article:last-child *')")


def test_the_focus_brings_the_body_with_it(many: Stage) -> None:
    """A reader of the screen moves the focus by itself, and reads on without waiting for a frame."""
    assert many.page.evaluate(
        """() => {
            const card = document.querySelectorAll(".yb-card")[100];
            const before = card.children.length;
            card.focus();
            return before === 0 && card.querySelector(".yb-body button") !== null;
        }"""
    )


def test_a_larger_window_brings_more_bodies(many: Stage) -> None:
    many.page.set_viewport_size({"width": 1080, "height": 300})
    jump(many, 0.5)
    middle = many.page.locator(".yb-card:visible").nth(MANY // 2)
    expect(middle.locator(".yb-body")).to_be_attached()
    few = many.page.locator(BODIES).count()
    many.page.set_viewport_size({"width": 2400, "height": 1400})
    many.page.wait_for_function(
        "([bodies, few]) => document.querySelectorAll(bodies).length > few + 10", arg=[".yb-body", few]
    )
    seen = """() => {
        const { top, bottom } = document.querySelector(".yb-list").getBoundingClientRect();
        return [...document.querySelectorAll(".yb-card")].filter((card) => {
            const box = card.getBoundingClientRect();
            return box.bottom > top && box.top < Math.min(bottom, innerHeight);
        }).every((card) => card.querySelector(".yb-body"));
    }"""
    many.page.wait_for_function(seen)


def test_what_is_searched_for_comes_with_its_body(many: Stage) -> None:
    numbered(many, MANY - 1).focus()
    many.page.keyboard.press("/")
    many.page.keyboard.type("fox")
    expect(numbered(many, FOX).get_by_role("button", name="Upscale 1")).to_be_visible()


def test_another_order_brings_the_first_of_it(many: Stage) -> None:
    assert numbered(many, 0).locator("*").count() == 0
    many.page.get_by_role("button", name="Order").click()
    many.page.get_by_role("menuitemradio", name="Oldest first").click()
    expect(numbered(many, 0).get_by_role("button", name="Upscale 1")).to_be_visible()
    expect(numbered(many, 0)).to_be_in_viewport()


def test_a_search_of_the_browser_finds_the_words_of_a_far_card(many: Stage) -> None:
    assert numbered(many, 7).locator("*").count() == 0
    assert many.page.evaluate("(text) => window.find(text)", prompt(7))
    # without a window nothing is scrolled to what was found
    found = "() => getSelection().anchorNode.parentElement"
    assert many.page.evaluate(f"({found})().dataset.key") == "7"
    many.page.evaluate(f"({found})().scrollIntoView()")
    expect(numbered(many, 7).get_by_role("button", name="Upscale 1")).to_be_visible()


def test_on_paper_every_card_has_its_body(many: Stage) -> None:
    many.page.pdf()
    assert many.page.locator(".yb-far").count() == 0


def test_a_board_below_the_edge_of_a_scrolling_notebook_asks_for_nothing_yet(stage: Stage) -> None:
    """The host clips the notebook: what is near is near to its edge, not to that of the window."""
    board = Board(FakeEngine(*(finished(f"{n}") for n in range(30))))
    stage.show(board, views=0)
    stage.page.add_style_tag(content="main { height: 300px; overflow: auto; padding-top: 900px }")
    stage.page.evaluate("window.view()")
    expect(stage.page.get_by_role("article")).to_have_count(30)
    frames = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    stage.page.evaluate(frames)
    assert stage.page.locator(".yb-body").count() == 9  # filled before it is known what is near
    assert stage.said("picture") == []
    stage.page.locator("main").evaluate("main => main.scrollTo(0, 900)")
    stage.pictures(4)
    jump(stage, 1)
    expect(stage.page.locator(".yb-body")).not_to_have_count(9)
