"""Everything is done with the keyboard alone. Which test shows which act, with nothing but keys:

| act | shown by |
| --- | --- |
| from card to card, to its buttons and back; press one; U1 to U4 | test_board: the_keyboard_does_everything |
| the rare buttons | test_board: the_rare_buttons_are_behind_one_that_the_keyboard_reaches |
| the menu of a card by M; its items by arrows and letters | here; test_board: the_menu_of_a_card_is_a_menu |
| star, reject, rate, note | test_marks: single_keys_star_reject_rate_and_note |
| select, select up to here, a bulk act with its question | here |
| search, and clear it | here |
| the keys themselves | test_marks: the_keys_are_listed |
| the large picture: open, quarters, next, back to its card | here; zoom and moving about: test_picture |
| a dialog: change the prompt, confirm | here; put off: test_dialogs: later_and_escape_ask_nothing |
| a custom zoom: factor and shape | here |
| the mask: paint, take back, done | test_mask: the_keyboard_alone_is_enough |
| a doubt: its four choices | here |
| slots: a file, a picture of a task, the order, take out | here |
| tabs, and the act of one | here; test_tabs: tabs_are_turned_by_keys |
| the form: write, go to what is wrong, send, send several | here; the past: test_prompt_field |
| the form: a slider | test_parameters: a_slider_that_is_drawn_sends_its_newest_place |
| the lineage: walk it, go to a card, back | here; test_lineage: it_is_walked_as_every_tree |
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.browser.test_axe import SETTLED
from tests.browser.views import VIEWS, ZOOM, form
from tests.widgets.fakes import (
    GRID_BUTTONS,
    SINGLE_BUTTONS,
    FakeEngine,
    FakeStudio,
    card,
    finished,
    picture,
)
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.slots import Slots
from yubo_nb.widgets.tabs import Tabs

pytestmark = pytest.mark.browser
MANY = 60  # presses of Tab, more than any of these views has places

# How an element looks, with the box around it, where a field shows the focus for what is in it.
LOOKS = """(element) => {
    const look = (e) => {
        const style = getComputedStyle(e);
        const { outlineStyle, outlineWidth, outlineColor, borderColor, borderWidth, boxShadow } = style;
        const drawn = outlineStyle !== "none" && outlineWidth !== "0px";
        return [drawn ? outlineWidth + outlineColor : "", borderColor, borderWidth, boxShadow].join();
    };
    const around = [];
    for (let e = element; e && around.length < 3; e = e.parentElement) around.push(look(e));
    return around;
}"""


def keys(stage: Stage, *names: str) -> None:
    for name in names:
        stage.page.keyboard.press(name)
        stage.pump()


def focused(stage: Stage, text: str) -> bool:
    """Whether what has the focus is called so."""
    return text in stage.page.evaluate(
        """() => {
            if (document.activeElement === document.body) return "";
            const { ariaLabel, labels, innerText } = document.activeElement;
            return ariaLabel || labels?.[0]?.innerText || innerText || "";
        }"""
    )


def tab_to(stage: Stage, text: str, key: str = "Tab") -> None:
    """Tab until this has the focus, as a person does who sees where it is."""
    for _ in range(MANY):
        keys(stage, key)
        if focused(stage, text):
            return
    raise AssertionError(f"Tab never comes to {text!r}")


def board(stage: Stage, *cards, **more) -> FakeEngine:
    engine = FakeEngine(*cards)
    stage.show(Board(engine, prices={"upscale": 0.05, "modal": 0.1}, **more)).pump()
    return engine


def to_the_cards(stage: Stage) -> None:
    for _ in range(MANY):
        if stage.page.evaluate("document.activeElement.matches('.yb-card')"):
            return
        keys(stage, "Tab")
    raise AssertionError("Tab never comes to a card")


# the board --------------------------------------------------------------------------------------------------


def test_the_large_picture_is_opened_walked_through_and_left(stage: Stage) -> None:
    board(stage, finished("a"), finished("b"))
    to_the_cards(stage)
    keys(stage, "Enter")
    dialog = stage.page.get_by_role("dialog")
    expect(dialog).to_have_accessible_name("prompt of b")
    keys(stage, "3")
    expect(dialog.get_by_role("button", name="Picture 3 of four")).to_have_attribute("aria-pressed", "true")
    keys(stage, "0", "ArrowRight")
    expect(dialog).to_have_accessible_name("prompt of a")
    keys(stage, "Escape")
    expect(dialog).to_have_count(0)
    expect(stage.page.get_by_role("article", name="prompt of a")).to_be_focused()


def test_an_act_is_pressed_in_the_large_picture(stage: Stage) -> None:
    engine = board(stage, finished("a"))
    to_the_cards(stage)
    keys(stage, "Enter")
    tab_to(stage, "Upscale 2")
    keys(stage, "Enter")
    assert engine.acts[0][:2] == ("a", GRID_BUTTONS[1].custom_id)


def test_the_menu_of_a_card_is_opened_and_an_item_taken(stage: Stage) -> None:
    filled: list[str] = []
    board(stage, finished("a"), fill=filled.append)
    to_the_cards(stage)
    keys(stage, "m", "u", "Enter")
    assert filled == ["prompt of a"]
    keys(stage, "m", "End", "Escape")
    expect(stage.page.get_by_role("menu")).to_have_count(0)
    expect(stage.page.get_by_role("article")).to_be_focused()


def test_a_range_is_selected_and_upscaled_after_one_question(stage: Stage) -> None:
    """Space ticked one card after the other; Shift with it did nothing else, and a range took a mouse."""
    engine = board(stage, *(finished(name, sandbox=False) for name in "abcd"))
    to_the_cards(stage)
    keys(stage, "Space", "ArrowRight", "ArrowRight", "Shift+Space")
    expect(stage.page.get_by_text("3 selected")).to_be_visible()
    tab_to(stage, "Upscale…", "Shift+Tab")
    keys(stage, "Enter", "ArrowDown", "Enter")
    assert engine.acts == []
    assert focused(stage, "Upscale picture 2 of 3 tasks – 0.15")
    keys(stage, "Enter")
    assert sorted(act[:2] for act in engine.acts) == [(name, GRID_BUTTONS[1].custom_id) for name in "bcd"]


def test_a_search_begins_with_a_slash_and_ends_with_escape(stage: Stage) -> None:
    board(stage, finished("a", prompt="a fox"), finished("b", prompt="an owl"))
    to_the_cards(stage)
    keys(stage, "/")
    expect(stage.page.get_by_role("searchbox")).to_be_focused()
    stage.page.keyboard.type("fox")
    expect(stage.page.get_by_role("article").filter(visible=True)).to_have_count(1)
    keys(stage, "Escape")
    expect(stage.page.get_by_role("article").filter(visible=True)).to_have_count(2)


def test_a_dialog_is_written_in_and_confirmed(stage: Stage) -> None:
    engine = board(stage, finished("a", buttons=SINGLE_BUTTONS), ZOOM)
    tab_to(stage, "Prompt")
    keys(stage, "Control+a")
    stage.page.keyboard.type("a fox --zoom 1.4")
    keys(stage, "Control+Enter")
    assert engine.done == [("confirm", "m", "a fox --zoom 1.4", None)]


def test_a_custom_zoom_is_set_by_its_controls(stage: Stage) -> None:
    engine = board(stage, finished("a", buttons=SINGLE_BUTTONS), ZOOM)
    tab_to(stage, "Zoom out by")
    keys(stage, "Home", "ArrowRight", "ArrowRight")
    zoom = stage.page.get_by_role("slider", name="Zoom out by").input_value()
    tab_to(stage, "Confirm")
    keys(stage, "Enter")
    ((_, _, prompt, _),) = engine.done
    assert f"--zoom {zoom}" in prompt
    assert zoom not in ("1", "2")


def test_a_doubt_is_settled_in_each_of_its_four_ways(stage: Stage) -> None:
    """The table above said "its four choices", and "Leave it" was all that a key had pressed."""
    doubt = card("d", intent_id="i1", phase="in_doubt", charged="unknown", submit_ms=1_700_000_000_000)
    stage.page.clock.install()
    engine = board(stage, doubt)
    tab_to(stage, "Look for it")
    keys(stage, "Enter")
    tab_to(stage, "Enter its task id")
    keys(stage, "Enter")
    assert focused(stage, "Task id")
    stage.page.keyboard.type("1001")
    keys(stage, "Enter")
    tab_to(stage, "Yes, this is it")
    keys(stage, "Enter")
    tab_to(stage, "Send again", "Shift+Tab")
    keys(stage, "Enter")
    stage.page.clock.run_for(1_000)  # a double press is one
    keys(stage, "Enter")
    tab_to(stage, "Leave it")
    keys(stage, "Enter")
    assert engine.done == [
        ("look_for", "i1"),
        ("peek", "1001"),
        ("adopt", "i1", "1001"),
        ("send_again", "i1"),
        ("leave", "i1"),
    ]


def test_the_lineage_is_walked_and_leads_to_another_card(stage: Stage) -> None:
    board(stage, finished("a", prompt="a blue door"), finished("b", via="U2", parent="a"))
    to_the_cards(stage)
    keys(stage, "l")
    expect(stage.page.get_by_role("treeitem", name="U2")).to_be_focused()
    keys(stage, "ArrowUp")
    tab_to(stage, "Show its card")
    keys(stage, "Enter")
    expect(stage.page.get_by_role("article", name="a blue door")).to_be_focused()


# the form, its slots and the tabs ---------------------------------------------------------------------------


def at_the_prompt(stage: Stage, text: str) -> list[str]:
    """A form with this text and the focus in it; gives the list of what it sends."""
    sent: list[str] = []
    made = form(text)
    made._sending._send = lambda text, gesture, pictures: sent.append(text)
    stage.show(made.field).pump()
    tab_to(stage, "Prompt")
    return sent


def test_what_is_wrong_is_gone_to_mended_and_sent(stage: Stage) -> None:
    sent = at_the_prompt(stage, "")
    stage.page.keyboard.type("a fox --ar 3:0")
    stage.pump().set_traits("told")
    stage.pump().set_traits("told")
    tab_to(stage, "Error")
    keys(stage, "Enter")
    expect(stage.page.get_by_role("textbox", name="Prompt")).to_be_focused()
    stage.page.keyboard.type("3:2")  # the wrong ones are chosen
    expect(stage.page.get_by_role("textbox", name="Prompt")).to_have_value("a fox --ar 3:2")
    keys(stage, "Control+Enter")
    assert sent == ["a fox --ar 3:2"]


def test_several_are_sent_after_one_question(stage: Stage) -> None:
    sent = at_the_prompt(stage, "a {red, blue} fox")
    keys(stage, "Control+Enter")
    assert sent == []
    if not focused(stage, "Send 2"):
        tab_to(stage, "Send 2")
    keys(stage, "Enter")
    assert sent == ["a red fox", "a blue fox"]


def test_slots_take_a_file_and_a_task_change_their_order_and_let_go(stage: Stage) -> None:
    made = Slots(FakeEngine(finished("a", prompt="two foxes", buttons=())))
    stage.show(made).pump()

    def here(count: int) -> None:
        for _ in range(200):
            stage.pump().set_traits("trays")
            if stage.page.locator(".yb-slot[draggable=true]").count() == count:
                return
            stage.page.evaluate("() => new Promise(requestAnimationFrame)")
        raise AssertionError(f"never {count} pictures")

    tab_to(stage, "Choose a picture")
    # A headless browser opens its chooser for a key only now and then: that the key asks for it is looked at.
    stage.page.evaluate("""() => document.querySelector(".yubo input[type=file]")
        .addEventListener("click", (event) => { event.preventDefault(); window.asked = true; })""")
    stage.page.keyboard.press("Enter")
    stage.page.wait_for_function("window.asked")
    fox = picture("orange")
    chosen = {"name": "fox.webp", "mimeType": "image/webp", "buffer": fox}
    stage.page.locator(".yubo input[type=file]").set_input_files([chosen])
    here(1)
    tab_to(stage, "From a task")
    keys(stage, "Enter")
    tab_to(stage, "two foxes")
    keys(stage, "Enter")
    here(2)
    first, second = made.pictures()
    assert first == fox
    tab_to(stage, "Move fox.webp to the right", "Shift+Tab")
    keys(stage, "Enter")
    stage.set_traits("trays")
    assert made.pictures() == [second, fox]
    tab_to(stage, "Remove fox.webp")
    keys(stage, "Enter")
    here(1)
    assert made.pictures() == [second]


def test_a_tab_is_turned_to_and_its_act_sent(stage: Stage) -> None:
    studio = FakeStudio()
    stage.show(Tabs(FakeEngine(), studio, prices={"shorten": 0.1})).pump()
    tab_to(stage, "Imagine")
    keys(stage, "ArrowRight", "ArrowRight")
    assert focused(stage, "Shorten")
    tab_to(stage, "Prompt")
    stage.page.keyboard.type("a very long prompt")
    keys(stage, "Control+Enter")
    assert studio.asked[0][:2] == ("shorten", ("a very long prompt",))


# where the focus is -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "view",
    [
        "form, with problems",
        "parameters",
        "board, full",
        "board, a custom zoom",
        "board, a bulk act is asked for",
        "board, in doubt",
        "large picture, of a grid",
        "mask editor",
        "slots, full",
        "tabs, video",
        "lineage",
        "report",
    ],
)
def test_the_focus_is_seen_wherever_tab_leads(stage: Stage, view: str) -> None:
    VIEWS[view](stage)
    page = stage.page
    page.evaluate("document.activeElement.blur?.()")
    stops, unseen = set(), []
    for _ in range(MANY):
        page.keyboard.press("Tab")
        here = page.evaluate_handle("document.activeElement").as_element()
        assert here
        if page.evaluate("document.activeElement === document.body"):
            continue
        html = here.evaluate("e => e.outerHTML.slice(0, 160)")
        if html in stops:
            continue
        stops.add(html)
        page.evaluate(SETTLED)
        with_focus = here.evaluate(LOOKS)
        here.evaluate("e => e.blur()")
        page.evaluate(SETTLED)
        if here.evaluate(LOOKS) == with_focus:
            unseen.append(html)
        here.evaluate("e => e.focus({ focusVisible: true })")
    assert stops
    assert not unseen, "\n".join(unseen)
