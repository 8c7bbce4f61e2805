"""What a card asks a person: a doubt, a dialog, a region, a picture that did not come."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import FakeEngine, card, finished
from yubo_nb.widgets.board import Board

pytestmark = pytest.mark.browser
PRICES = {"modal": 0.1}


def doubt(**more):
    return card(
        "d",
        intent_id="i1",
        phase="in_doubt",
        prompt="a red fox",
        message="The connection broke.",
        charged="unknown",
        sandbox=False,
        origin="https://relay.example",
        submit_ms=1_700_000_000_000,
        **more,
    )


def dialog(verb: str = "custom_zoom", **more):
    return card(
        "m", intent_id="i2", phase="modal", verb=verb, via="Zoom", parent="a", message="It waits.", **more
    )


def press(stage: Stage, name: str) -> None:
    stage.page.get_by_role("button", name=name, exact=True).click()
    stage.pump()


def test_a_doubt_is_told_with_time_and_prompt_and_four_choices(stage: Stage) -> None:
    engine = FakeEngine(doubt())
    stage.show(Board(engine)).pump()
    time = stage.page.evaluate("new Date(1700000000000).toLocaleTimeString('en')")
    ask = stage.page.get_by_role("group", name="In doubt")
    expect(ask).to_contain_text(f"It went out at {time} (“a red fox”)")
    expect(ask).to_contain_text("You may have been charged once. Nothing was sent again.")
    expect(ask.get_by_role("button")).to_have_text(
        ["Look for it", "Enter its task id…", "Send again – may be charged twice", "Leave it"]
    )
    press(stage, "Look for it")
    expect(stage.page.get_by_text("Nothing was found.")).to_be_visible()
    press(stage, "Leave it")
    expect(stage.page.get_by_text("counts as charged")).to_be_visible()
    assert engine.done == [("look_for", "i1"), ("leave", "i1")]


def test_a_doubt_in_the_sandbox_speaks_of_play_money(stage: Stage) -> None:
    engine = FakeEngine(replace(doubt(), sandbox=True))
    stage.show(Board(engine)).pump()
    ask = stage.page.get_by_role("group", name="In doubt")
    expect(ask).to_contain_text("At most play money of the sandbox is gone.")
    expect(ask).not_to_contain_text("charged")
    press(stage, "Send again – may be there twice")
    expect(ask.get_by_role("button", name="Press again to send it")).to_be_visible()
    press(stage, "Leave it")
    expect(stage.page.get_by_text("It stays in doubt. It can be settled")).to_be_visible()


def test_a_doubt_that_was_left_is_one_calm_line_with_a_way_back(stage: Stage) -> None:
    engine = FakeEngine(doubt())
    stage.show(Board(engine)).pump()
    expect(stage.page.get_by_text("1 task · 1 in doubt")).to_be_visible()
    engine.hub.put(replace(doubt(), left=True))
    stage.pump()
    expect(stage.page.get_by_text("1 task", exact=True)).to_be_visible()
    ask = stage.page.get_by_role("group", name="In doubt")
    expect(ask.get_by_text("no clear answer came")).to_be_hidden()
    ask.get_by_text("Left as it is – settle it after all").click()
    expect(ask.get_by_text("no clear answer came")).to_be_visible()
    expect(ask.get_by_role("button", name="Leave it")).to_have_count(0)
    press(stage, "Look for it")
    assert engine.done == [("look_for", "i1")]
    engine.hub.put(doubt())
    stage.pump()
    expect(ask.get_by_role("button", name="Leave it")).to_be_visible()


def test_sending_again_takes_two_presses_and_a_double_click_is_one(stage: Stage) -> None:
    engine = FakeEngine(doubt())
    stage.page.clock.install()
    stage.show(Board(engine)).pump()
    stage.page.get_by_role("button", name="Send again – may be charged twice").dblclick()
    stage.pump()
    assert engine.done == []
    stage.page.clock.run_for(1000)
    sure = stage.page.get_by_role("button", name="Press again to send")
    expect(stage.page.get_by_role("status")).to_contain_text("Press again to send")
    sure.click()
    stage.pump()
    assert engine.done == [("send_again", "i1")]


def test_the_second_press_is_forgotten_after_a_while(stage: Stage) -> None:
    engine = FakeEngine(doubt())
    stage.page.clock.install()
    stage.show(Board(engine)).pump()
    stage.page.get_by_role("button", name="Send again – may be charged twice").click()
    stage.page.clock.run_for(10_000)
    stage.page.get_by_role("button", name="Send again – may be charged twice").click()
    stage.pump()
    assert engine.done == []


def test_a_task_id_is_shown_before_it_is_linked(stage: Stage) -> None:
    engine = FakeEngine(doubt())
    stage.show(Board(engine)).pump()
    stage.page.get_by_role("button", name="Enter its task id").click()
    field = stage.page.get_by_role("textbox", name="Task id")
    expect(field).to_be_focused()
    link = stage.page.get_by_role("button", name="Yes, this is it")
    field.fill("1712345")
    expect(link).to_be_hidden()
    field.press("Enter")
    stage.pump()
    expect(stage.page.get_by_text("Task 1712345: time not told, “a red fox”, SUCCESS")).to_be_visible()
    link.click()
    stage.pump()
    assert engine.done == [("peek", "1712345"), ("adopt", "i1", "1712345")]


def test_keys_typed_into_a_field_press_no_button(stage: Stage) -> None:
    engine = FakeEngine(doubt(buttons=finished("x").buttons))
    stage.show(Board(engine)).pump()
    stage.page.get_by_role("button", name="Enter its task id").click()
    stage.page.keyboard.type("1234")
    expect(stage.page.get_by_role("textbox", name="Task id")).to_have_value("1234")
    stage.pump()
    assert engine.acts == []
    stage.page.keyboard.press("Escape")
    expect(stage.page.get_by_role("article")).to_be_focused()


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"phase": "lost", "message": "The relay no longer lists it."}, "Look again"),
        ({"phase": "success", "picture_error": "The link has expired."}, "Fetch the picture again"),
    ],
)
def test_what_is_out_of_sight_is_looked_for_again(stage: Stage, more: dict, name: str) -> None:
    engine = FakeEngine(card("a", **more))
    stage.show(Board(engine)).pump()
    press(stage, name)
    assert engine.done == [("look_again", "a")]
    engine.hub.put(finished("a"))
    stage.pump()
    expect(stage.page.get_by_role("button", name=name)).to_have_count(0)


def test_a_dialog_is_confirmed_once_with_the_text_as_it_was_changed(stage: Stage) -> None:
    engine = FakeEngine(finished("a"), dialog(draft="a lighthouse --zoom 2"))
    stage.show(Board(engine, prices=PRICES)).pump()
    field = stage.page.get_by_role("textbox", name="Prompt")
    expect(field).to_have_value("a lighthouse --zoom 2")
    field.fill("a lighthouse --zoom 1.4")
    engine.hub.put(dialog(draft="a lighthouse --zoom 2", percent=0, status="MODAL"))
    stage.pump()
    expect(field).to_have_value("a lighthouse --zoom 1.4")  # news of the card do not undo typing
    stage.page.get_by_role("button", name="Confirm – 0.1 (sandbox)").dblclick()
    stage.pump()
    assert engine.done == [("confirm", "m", "a lighthouse --zoom 1.4", None)]
    engine.hub.put(card("m", phase="sending"))
    stage.pump()
    expect(field).to_have_count(0)
    expect(stage.page.get_by_role("article", name="prompt of m")).to_be_focused()


def test_a_dialog_can_wait_and_is_there_again_after_a_reload(stage: Stage) -> None:
    engine = FakeEngine(finished("a"), dialog())
    board = Board(engine)
    stage.show(board).pump()
    press(stage, "Later")
    expect(stage.page.get_by_role("textbox")).to_have_count(0)
    press(stage, "Continue this dialog")
    expect(stage.page.get_by_role("textbox", name="Prompt")).to_be_focused()
    press(stage, "Later")
    del board.send
    stage.show(board).pump()
    expect(stage.page.get_by_role("textbox", name="Prompt")).to_have_value("prompt of m")
    assert engine.done == []


def test_what_is_wrong_with_an_answer_stands_at_the_card_and_the_dialog_stays(stage: Stage) -> None:
    engine = FakeEngine(finished("a"), dialog())
    engine.refusal = ValueError("zoom: from 1 to 2. Nothing was sent.")
    stage.show(Board(engine)).pump()
    stage.page.get_by_role("textbox", name="Prompt").press("Control+Enter")
    stage.pump()
    expect(stage.page.get_by_text("zoom: from 1 to 2. Nothing was sent.")).to_be_visible()
    expect(stage.page.get_by_role("textbox", name="Prompt")).to_have_value("prompt of m")


def test_without_its_picture_a_region_says_where_to_go(stage: Stage) -> None:
    stage.show(Board(FakeEngine(dialog("vary_region")))).pump()
    expect(stage.page.get_by_text("task.confirm(mask=…)")).to_be_visible()
    expect(stage.page.get_by_role("button", name="Confirm")).to_have_count(0)


def test_a_picture_that_is_gone_names_its_host_and_folds_its_address_away(stage: Stage) -> None:
    """Its whole address stood in the place of the picture, in four lines, and what had happened behind it."""
    address = "https://cdn.example/attachments/" + "a" * 120 + ".png"
    gone = "The picture is gone from cdn.example (HTTP 404)."
    engine = FakeEngine(card("a", phase="success", picture_error=gone, picture_from=address))
    stage.show(Board(engine)).pump()
    shown = stage.page.get_by_role("article")
    expect(shown.get_by_text(gone)).to_be_visible()
    expect(shown.get_by_text(address)).to_be_hidden()
    shown.get_by_text("Its address").click()
    expect(shown.get_by_text(address)).to_be_visible()


def test_the_sentence_about_a_gone_picture_is_not_covered_by_the_corners(stage: Stage) -> None:
    """Box, menu and star lay over its first line as soon as the card was looked at."""
    gone = "The picture is gone from cdn.example (HTTP 404); links live about a day."
    stage.page.set_viewport_size({"width": 360, "height": 900})
    stage.show(Board(FakeEngine(card("a", phase="success", picture_error=gone)))).pump()
    shown = stage.page.get_by_role("article")
    shown.hover()
    top = shown.locator(".yb-picture .yb-hint").evaluate(
        "one => { const r = new Range(); r.selectNodeContents(one); return r.getBoundingClientRect().top }"
    )
    icons = shown.locator(".yb-corner .yb-icon")
    expect(icons).to_have_count(3)
    for icon in icons.all():
        box = icon.bounding_box()
        assert box["y"] + box["height"] <= top


def test_a_task_whose_picture_is_gone_finished_and_is_not_green(stage: Stage) -> None:
    """A green "Finished" stood beside the sentence that there is no picture, and no problem was counted."""
    gone = "The picture is gone from cdn.example (HTTP 404)."
    stage.show(Board(FakeEngine(card("a", phase="success", picture_error=gone), finished("b")))).pump()
    bare, good = stage.page.locator("article[data-key=a]"), stage.page.locator("article[data-key=b]")
    expect(bare.locator(".yb-state")).to_have_text("Finished, no picture")
    expect(bare).to_have_accessible_name("Task: prompt of a, Finished, no picture")
    colour = "element => getComputedStyle(element).color"
    assert bare.locator(".yb-state").evaluate(colour) == bare.evaluate(colour)
    assert good.locator(".yb-state").evaluate(colour) != good.evaluate(colour)
    stage.page.get_by_role("button", name="Show", exact=True).click()
    stage.page.get_by_role("menuitemradio", name="Problems").click()
    expect(stage.page.get_by_role("article")).to_have_count(1)
    expect(bare).to_be_visible()


def test_a_refused_card_says_each_thing_once_and_the_money_before_the_remedy(stage: Stage) -> None:
    """The quote of the relay's words went on with "Nothing was charged. Top up the key at the relay", which
    stood above it already; the money alone stood at the foot, in grey."""
    said = "The relay refused submit/imagine (HTTP 403): no money, quota."
    refused = card("a", phase="rejected", message=said, sandbox=False, origin="https://r.example")
    stage.show(Board(FakeEngine(refused))).pump()
    lines = stage.page.locator(".yb-failure").inner_text().split("\n")
    assert [line for line in lines if line] == [
        "There is no credit left.",
        "Nothing was charged.",
        "Top up at the relay, then try again.",
        said,
        "Try again",
    ]
    expect(stage.page.locator(".yb-foot .yb-money")).to_be_hidden()


def test_a_dialog_that_was_closed_offers_one_thing_to_press(stage: Stage) -> None:
    """It was "cancelled at the relay", with "Try again – 0" above "Open it again"."""
    closed = "The relay closed this dialog before it was answered."
    dialog = card("a", phase="cancelled", verb="vary_region", parent="p", intent_id="i", message=closed)
    stage.show(Board(FakeEngine(dialog))).pump()
    shown = stage.page.locator(".yb-card")
    expect(shown.get_by_text(closed)).to_have_count(1)
    expect(shown.get_by_text("what you entered is kept")).to_be_visible()
    expect(shown.get_by_role("button", name="Open it again")).to_be_visible()
    expect(shown.get_by_role("button", name="Try again")).to_have_count(0)
