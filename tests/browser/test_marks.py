"""What a person does with cards: marks, selection, bulk acts, search, copies; failures in words."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import GRID_BUTTONS, FakeEngine, card, finished
from yubo_nb.history import Mark
from yubo_nb.widgets.board import Board

pytestmark = pytest.mark.browser


def article(stage: Stage, name: str):
    return stage.page.get_by_role("article", name=name)


def visible(stage: Stage) -> list[str]:
    return (
        stage.page.get_by_role("article")
        .filter(visible=True)
        .evaluate_all("all => all.map((e) => e.dataset.key)")
    )


def choose(stage: Stage, button: str, item: str) -> None:
    stage.page.get_by_role("button", name=button, exact=True).click()
    stage.page.get_by_role("menu").get_by_text(item, exact=True).click()


def test_single_keys_star_reject_rate_and_note(stage: Stage) -> None:
    engine = FakeEngine(finished("a"))
    stage.show(Board(engine)).pump()
    shown, keyboard = article(stage, "prompt of a"), stage.page.keyboard
    shown.press("s")
    stage.pump()
    expect(shown.get_by_role("button", name="Star")).to_have_attribute("aria-pressed", "true")
    keyboard.press("r")
    keyboard.press("4")
    keyboard.press("Enter")
    stage.pump()
    expect(shown.get_by_role("img", name="4 of 5 stars")).to_be_visible()
    expect(shown).to_be_focused()
    keyboard.press("x")
    stage.pump()
    expect(shown.get_by_text("Rejected")).to_be_visible()
    keyboard.press("n")
    keyboard.type("too dark")
    keyboard.press("Control+Enter")
    stage.pump()
    expect(shown.get_by_text("too dark")).to_be_visible()
    assert engine.hub.get("a").mark == Mark(rating=-1, starred=True, note="too dark")
    assert engine.acts == []  # 4 in the stars is no U4


def test_the_keys_are_listed(stage: Stage) -> None:
    stage.show(Board(FakeEngine(finished("a")))).pump()
    article(stage, "prompt of a").press("?")
    window = stage.page.get_by_role("dialog", name="Keys")
    expect(window.get_by_text("Press U1 to U4")).to_be_visible()
    stage.page.keyboard.press("Escape")
    expect(window).to_have_count(0)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fog", ["b", "a"]),
        ("FOG lighthouse", ["a"]),
        ("ar:3:2", ["c", "a"]),
        ("aspect:3:2 -fog", ["c"]),
        ("seed:7", ["a"]),
        ("s:250", ["b"]),
        ("灯塔", ["c"]),
        ('"in fog"', ["a"]),
        ("nothing like this", []),
    ],
)
def test_search_by_words_and_parameters(stage: Stage, query: str, found: list[str]) -> None:
    engine = FakeEngine(
        finished("a", prompt="a lighthouse in fog --ar 3:2 --seed 7"),
        finished("b", prompt="fog over hills --ar 1:1 --stylize 250 --seed 77"),
        finished("c", prompt="海边的灯塔，水墨 --aspect 3:2"),
    )
    stage.show(Board(engine)).pump()
    stage.page.get_by_role("searchbox").fill(query)
    assert visible(stage) == found
    expect(stage.page.get_by_text(f"{len(found)} of 3 shown").first).to_be_visible()
    engine.hub.put(finished("d", prompt="something else"))
    stage.pump()
    assert visible(stage) == found  # a patch does not undo it
    stage.page.get_by_role("button", name="Show all").click()
    assert len(visible(stage)) == 4


def test_order_and_filters_combine_and_survive_a_patch(stage: Stage) -> None:
    engine = FakeEngine(
        finished("a", mark=Mark(rating=2), finish_ms=90_000),
        finished("b", mark=Mark(rating=5, starred=True), finish_ms=30_000),
        finished("c", mark=Mark(rating=-1), finish_ms=60_000),
        card("d", phase="failure"),
    )
    stage.show(Board(engine)).pump()
    choose(stage, "Order", "Best rated first")
    assert visible(stage)[:2] == ["b", "a"]
    assert visible(stage)[-1] == "c"
    choose(stage, "Order", "Longest first")
    assert visible(stage)[:3] == ["a", "c", "b"]
    choose(stage, "Show", "Done")
    choose(stage, "Show", "Hide rejected")
    assert visible(stage) == ["a", "b"]
    engine.hub.put(finished("a", mark=Mark(rating=-1), finish_ms=90_000))
    stage.pump()
    assert visible(stage) == ["b"]
    choose(stage, "Show", "Starred only")
    assert visible(stage) == ["b"]


def test_what_is_ticked_is_known_to_the_kernel_and_after_a_reload(stage: Stage) -> None:
    engine = FakeEngine(*(finished(name) for name in "abcd"))
    board = Board(engine)
    stage.show(board).pump()
    boxes = stage.page.get_by_role("checkbox", name="Select")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    stage.page.wait_for_function("sent.some(([message]) => message.kind === 'select')")
    stage.pump()
    assert board.ticked == ("d", "c", "b")
    stage.show(board).pump()
    expect(stage.page.get_by_text("3 selected")).to_be_visible()
    article(stage, "prompt of a").press("Control+a")
    expect(stage.page.get_by_text("4 selected")).to_be_visible()
    article(stage, "prompt of a").press("Escape")
    expect(stage.page.get_by_role("region", name="Selected tasks")).to_be_hidden()


def test_a_bulk_upscale_names_pictures_tasks_and_price_and_asks_once(stage: Stage) -> None:
    """It read "Upscale 2 · 3": was that two of three pictures, or the second picture three times?"""
    engine = FakeEngine(*(finished(name, sandbox=False) for name in "abc"), card("d", phase="running"))
    stage.show(Board(engine, prices={"upscale": 0.05})).pump()
    article(stage, "prompt of a").press("Control+a")
    bar = stage.page.get_by_role("region", name="Selected tasks")
    bar.get_by_role("button", name="Upscale…").click()
    stage.page.get_by_role("menuitem", name="Upscale picture 2 of 3 tasks – 0.15").click()
    stage.pump()
    assert engine.acts == []  # asked first
    bar.get_by_role("button", name="Upscale picture 2 of 3 tasks – 0.15").dblclick()
    stage.pump()
    assert sorted(act[:2] for act in engine.acts) == [(name, GRID_BUTTONS[1].custom_id) for name in "abc"]
    assert len({gesture for *_, gesture in engine.acts}) == 3
    expect(bar.get_by_text("3 sent.")).to_be_visible()


def test_a_failure_says_what_to_do_and_is_tried_again_with_its_price(stage: Stage) -> None:
    said = "The relay refused submit/imagine: “gore” is a banned word. Nothing was charged."
    engine = FakeEngine(
        card(
            "a",
            phase="rejected",
            message=said,
            prompt="much Gore here",
            intent_id="a",
            sandbox=False,
            price=0.1,
        )
    )
    stage.show(Board(engine)).pump()
    shown = article(stage, "much Gore here")
    expect(shown.get_by_text("A word of the prompt is not allowed.")).to_be_visible()
    expect(shown.get_by_text("Write it in other words")).to_be_visible()
    expect(shown.locator("blockquote")).to_have_text(said)
    expect(shown.locator("mark")).to_have_text("Gore")
    shown.get_by_role("button", name="Try again – 0.1").click()
    stage.pump()
    assert engine.done == [("retry", "a")]
    assert len(stage.said("each")) == 1


def test_a_task_that_takes_long_is_no_failure_and_watching_may_end(stage: Stage) -> None:
    now = time.time_ns() // 1_000_000
    engine = FakeEngine(card("a", phase="running", percent=93, submit_ms=now - 21 * 60_000 - 5_000))
    stage.show(Board(engine)).pump()
    shown = article(stage, "prompt of a")
    expect(shown.get_by_text("Still running at the relay – 21 min.")).to_be_visible()
    shown.get_by_role("button", name="Stop watching").click()
    stage.pump()
    assert engine.done == [("stop_watching", "a")]
    shown.get_by_role("button", name="Keep waiting").click()
    expect(shown.get_by_text("Still running")).to_be_hidden()


def test_a_lost_connection_says_first_since_when_and_then_why(stage: Stage) -> None:
    """The cause stood before "Last seen", so that what a person wants to know came last."""
    stage.page.clock.install()
    engine = FakeEngine(card("a", phase="running"))
    stage.show(Board(engine)).pump()
    engine.hub.notice("online", "The name has no address.", stage.board.as_told()["now"] - 12_000)
    stage.pump()
    line = stage.page.locator(".yb-online")
    expect(line).to_contain_text(
        re.compile(r"^No connection, last seen 1\d s ago\. Tasks .* The name has no address\.$")
    )
    stage.page.clock.run_for(10_000)
    expect(line).to_contain_text(re.compile(r"^No connection, last seen 2\d s ago\."))


def test_a_copy_is_in_the_clipboard_or_shown_to_be_copied(stage: Stage) -> None:
    stage.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stage.show(Board(FakeEngine(finished("a", prompt="a fox, 水墨")))).pump()
    article(stage, "a fox").press("m")
    stage.page.get_by_role("menuitem", name="Copy prompt").click()
    stage.pump()
    stage.page.wait_for_function("navigator.clipboard.readText().then((text) => text === 'a fox, 水墨')")
    stage.page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    article(stage, "a fox").press("m")
    stage.page.get_by_role("menuitem", name="Copy prompt").click()
    stage.pump()
    field = stage.page.get_by_role("dialog", name="Copy").get_by_role("textbox")
    expect(field).to_have_value("a fox, 水墨")
    assert stage.page.evaluate("String(getSelection()) || document.activeElement.value") == "a fox, 水墨"


def test_a_second_view_does_not_copy_or_save_again(stage: Stage) -> None:
    stage.show(Board(FakeEngine(finished("a"))), views=2).pictures(2)
    downloads: list[object] = []
    stage.page.on("download", lambda download: downloads.append(download))
    stage.page.get_by_role("button", name="More about this task").first.click()
    with stage.page.expect_download():
        stage.page.get_by_role("menuitem", name="Save the original").click()
        stage.pump()
    assert len(downloads) == 1
