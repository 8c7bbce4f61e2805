"""The dialogs at a card: what a prompt changes, the frame it will have, what is paid when, what is kept."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import SINGLE_BUTTONS, FakeEngine, card, finished, picture
from yubo_nb.widgets.board import Board

pytestmark = pytest.mark.browser
PROMPT = "a lighthouse in fog --ar 3:2 --stylize 100"


def opened(stage: Stage, verb: str, custom_id: str = "", **more) -> FakeEngine:
    """A dialog of this kind at a child of a picture that is twice as wide as high."""
    given = {
        "intent_id": "i2",
        "task_id": "17m",
        "phase": "modal",
        "verb": verb,
        "parent": "a",
        "prompt": PROMPT,
    }
    engine = FakeEngine(finished("a", buttons=SINGLE_BUTTONS, prompt=PROMPT), card("m", **(given | more)))
    engine.pictures["full:a"] = picture(size=(400, 200))
    engine.history.intents["i2"] = SimpleNamespace(custom_id=custom_id)
    stage.show(Board(engine, prices={"modal": 0.1})).pump()
    return engine


def prompt(stage: Stage) -> Locator:
    return stage.page.get_by_role("textbox", name="Prompt")


def frame(stage: Stage) -> tuple[float, list[float]]:
    """The shape of the new frame, and left, top, right, bottom of the picture in it, in shares."""
    outer = stage.page.locator(".yb-outline-frame").bounding_box()
    inner = stage.page.locator(".yb-outline-frame img").bounding_box()
    assert outer
    assert inner
    left, top = (inner["x"] - outer["x"]) / outer["width"], (inner["y"] - outer["y"]) / outer["height"]
    right, bottom = left + inner["width"] / outer["width"], top + inner["height"] / outer["height"]
    return outer["width"] / outer["height"], [left, top, right, bottom]


def test_a_remix_says_what_it_changes(stage: Stage) -> None:
    stage.page.clock.install()
    opened(stage, "vary_strong")
    assert stage.page.get_by_role("insertion").count() == 0
    prompt(stage).fill("a red lighthouse in fog --ar 3:2 --stylize 250")
    stage.page.clock.run_for(600)
    stage.pump()
    change = stage.page.locator(".yb-changes")
    expect(change.get_by_role("paragraph")).to_have_text("a red lighthouse in fog")
    expect(change.get_by_role("paragraph").get_by_role("insertion")).to_have_text(
        "red ", use_inner_text=False
    )
    expect(change.get_by_role("listitem")).to_have_text("stylize 100 → 250")
    prompt(stage).fill(PROMPT)
    stage.page.clock.run_for(600)
    stage.pump()
    expect(change).to_be_empty()


def test_what_cannot_succeed_is_said_before_it_is_paid(stage: Stage) -> None:
    stage.page.clock.install()
    opened(stage, "reroll")
    prompt(stage).fill("a fox --ar 0:7")
    stage.page.clock.run_for(600)
    stage.pump()
    expect(stage.page.locator(".yb-problem")).to_contain_text("--ar")


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("custom_zoom", "0.00 now, 0.1 (sandbox) on Confirm."),
        ("pick_prompt", "0.00 now, 0.1 (sandbox) on Confirm."),
        ("reroll", "0.1 (sandbox) on Confirm; some relays charge the button too."),
        ("unknown", "0.1 (sandbox) on Confirm; some relays charge the button too."),
    ],
)
def test_what_is_paid_when(stage: Stage, verb: str, words: str) -> None:
    opened(stage, verb)
    expect(stage.page.get_by_text(words)).to_be_visible()


def test_custom_zoom_is_a_slider_and_a_text_in_step_both_ways(stage: Stage) -> None:
    engine = opened(stage, "custom_zoom", draft="a fox --zoom 2 --v 7")
    zoom, shape = (
        stage.page.get_by_role("slider", name="Zoom out by"),
        stage.page.get_by_label("Shape (--ar)"),
    )
    expect(zoom).to_have_value("2")
    zoom.fill("1.4")
    expect(prompt(stage)).to_have_value("a fox --zoom 1.4 --v 7")
    shape.select_option("16:9")
    expect(prompt(stage)).to_have_value("a fox --zoom 1.4 --v 7 --ar 16:9")
    prompt(stage).fill("a fox --zoom 1.75 --ar 5:4")
    expect(zoom).to_have_value("1.75")
    expect(shape).to_have_value("5:4")
    shape.select_option("as it is")
    expect(prompt(stage)).to_have_value("a fox --zoom 1.75")
    prompt(stage).fill("a fox")
    zoom.fill("1.1")
    expect(prompt(stage)).to_have_value("a fox --zoom 1.1")
    stage.page.get_by_role("button", name="Confirm").click()
    stage.pump()
    assert engine.done == [("confirm", "m", "a fox --zoom 1.1", None)]


def test_the_new_frame_is_drawn_around_the_picture(stage: Stage) -> None:
    opened(stage, "custom_zoom", draft="a fox --zoom 2")
    stage.pictures(2)
    ratio, box = frame(stage)
    assert ratio == pytest.approx(2, rel=0.03)
    assert box == pytest.approx([0.25, 0.25, 0.75, 0.75], abs=0.02)
    prompt(stage).fill("a fox --zoom 1 --ar 1:1")
    ratio, box = frame(stage)
    assert ratio == pytest.approx(1, rel=0.03)
    assert box == pytest.approx([0, 0.25, 1, 0.75], abs=0.02)


def test_a_pan_shows_on_which_side_there_will_be_more(stage: Stage) -> None:
    opened(stage, "pan", "MJ::JOB::pan_left::1::u::SOLO")
    stage.pictures(2)
    ratio, box = frame(stage)
    assert ratio == pytest.approx(3, rel=0.03)
    assert box == pytest.approx([1 / 3, 0, 1, 1], abs=0.02)
    expect(stage.page.get_by_text("The new frame reaches further on this side")).to_be_visible()


def test_later_and_escape_ask_nothing_and_lose_nothing(stage: Stage) -> None:
    """What had been typed was gone after "Later"."""
    engine = opened(stage, "vary_strong")
    prompt(stage).fill("a red fox")
    prompt(stage).press("Escape")
    expect(stage.page.get_by_role("article", name="a lighthouse in fog").first).to_be_focused()
    stage.page.get_by_role("button", name="Later").click()
    expect(prompt(stage)).to_be_hidden()
    stage.page.get_by_role("button", name="Continue this dialog").click()
    expect(prompt(stage)).to_have_value("a red fox")
    expect(prompt(stage)).to_be_focused()
    assert engine.done == []


def test_what_was_refused_by_the_relay_is_still_there(stage: Stage) -> None:
    engine = opened(stage, "vary_strong")
    prompt(stage).fill("a red fox")
    stage.page.get_by_role("button", name="Confirm").click()
    stage.pump()
    waiting = engine.hub.get("m")
    engine.hub.put(card("m", phase="sending", verb="vary_strong", parent="a", prompt=PROMPT))
    stage.pump()
    engine.hub.put(waiting)
    stage.pump()
    expect(prompt(stage)).to_have_value("a red fox")


def test_a_dialog_that_the_relay_closed_can_be_opened_again(stage: Stage) -> None:
    engine = opened(
        stage, "custom_zoom", "MJ::CustomZoom::u", phase="cancelled", message="The relay closed it."
    )
    stage.page.get_by_role("button", name="Open it again").dblclick()
    stage.pump()
    assert [(key, custom_id) for key, custom_id, _ in engine.acts] == [("a", "MJ::CustomZoom::u")]


def test_a_failure_that_was_paid_for_is_no_closed_dialog(stage: Stage) -> None:
    opened(stage, "custom_zoom", phase="failure", charged="unknown", message="It failed.")
    expect(stage.page.get_by_role("button", name="Open it again")).to_have_count(0)


def test_a_page_that_reloads_after_the_answer_brings_no_draft_back(stage: Stage) -> None:
    engine = opened(stage, "vary_strong")
    board = stage.board
    engine.hub.put(card("m", phase="queued", verb="vary_strong", parent="a"))
    board._guard(board, {"kind": "draft", "key": "m", "text": "too late", "strokes": ""}, [])
    assert engine.history.notes == {}
