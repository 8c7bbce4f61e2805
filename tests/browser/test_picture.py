"""The large picture: zoom, quarters, the next one, what can be done with it; and back to the card."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import GRID_BUTTONS, SINGLE_BUTTONS, FakeEngine, card, finished, picture
from yubo_nb.widgets.board import Board

pytestmark = pytest.mark.browser


def opened(stage: Stage, engine: FakeEngine, name: str = "prompt of a"):
    """The large picture of this card, opened with the keyboard."""
    stage.show(Board(engine, prices={"upscale": 0.05})).pictures(1)
    stage.page.get_by_role("article", name=name).press("Enter")
    stage.pump()
    return stage.page.get_by_role("dialog")


def test_a_click_on_a_picture_shows_it_large_and_escape_leads_back(stage: Stage) -> None:
    engine = FakeEngine(finished("a", prompt="a lighthouse --ar 1:1 --seed 7"))
    stage.show(Board(engine)).pictures(1)
    stage.page.get_by_role("img", name="a lighthouse").click()
    stage.pump()
    dialog = stage.page.get_by_role("dialog", name="a lighthouse")
    expect(dialog.get_by_role("img", name="a lighthouse")).to_be_visible()
    expect(dialog.get_by_text("--seed")).to_be_visible()
    assert {"id": "full:a", "size": 2560} in [
        {name: want[name] for name in ("id", "size")} for want in stage.said("picture")
    ]
    stage.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(stage.page.get_by_role("article")).to_be_focused()


def test_what_was_made_without_a_prompt_is_called_by_what_made_it(stage: Stage) -> None:
    """The large picture of a Describe was called "(no prompt)", and offered to copy it."""
    dialog = opened(stage, FakeEngine(finished("a", prompt="", via="Describe")), "Describe")
    expect(dialog).to_have_accessible_name("Describe")
    expect(dialog.get_by_role("img", name="Describe")).to_be_visible()
    expect(dialog.get_by_role("button", name="Copy prompt")).to_be_hidden()
    expect(stage.page.get_by_text("(no prompt)").filter(visible=True)).to_have_count(0)


def test_the_focus_stays_inside(stage: Stage) -> None:
    dialog = opened(stage, FakeEngine(finished("a")))
    for _ in range(40):
        stage.page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert stage.page.evaluate(inside)
    expect(dialog).to_be_visible()


def test_zoom_by_keys_wheel_and_double_click(stage: Stage) -> None:
    dialog = opened(stage, FakeEngine(finished("a")))
    view, percent = dialog.get_by_role("group", name="Picture", exact=True), dialog.locator("output")
    fit = percent.text_content()
    stage.page.keyboard.press("+")
    stage.page.keyboard.press("+")
    assert percent.text_content() != fit
    stage.page.keyboard.press("f")
    expect(percent).to_have_text(fit)
    stage.page.keyboard.press("f")
    expect(percent).to_have_text("100 %")
    view.dblclick(position={"x": 200, "y": 200})
    expect(percent).to_have_text("100 %" if fit == "100 %" else percent.text_content())
    stage.page.keyboard.press("f")
    stage.page.mouse.move(300, 300)
    stage.page.mouse.wheel(0, -400)
    stage.page.wait_for_function("fit => document.querySelector('output').textContent !== fit", arg=fit)


def test_a_picture_larger_than_the_window_is_dragged_and_moved_with_arrows(stage: Stage) -> None:
    dialog = opened(stage, FakeEngine(finished("a"), finished("b")))
    for _ in range(6):
        stage.page.keyboard.press("+")
    place = "document.querySelector('.yb-pane').getBoundingClientRect().left"
    before = stage.page.evaluate(place)
    stage.page.keyboard.press("ArrowRight")
    moved = stage.page.evaluate(place)
    assert moved < before
    stage.page.mouse.move(300, 300)
    stage.page.mouse.down()
    stage.page.mouse.move(340, 300, steps=4)
    stage.page.mouse.up()
    assert stage.page.evaluate(place) > moved
    expect(dialog).to_have_accessible_name("prompt of a")


def test_arrows_lead_to_the_next_picture_and_skip_what_has_none(stage: Stage) -> None:
    engine = FakeEngine(finished("a"), card("b", phase="failure"), finished("c"))
    dialog = opened(stage, engine, "prompt of c")
    stage.page.keyboard.press("ArrowRight")
    stage.pump()
    expect(dialog).to_have_accessible_name("prompt of a")
    expect(dialog.get_by_role("button", name="Next picture")).to_be_hidden()
    dialog.get_by_role("button", name="Previous picture").click()
    expect(dialog).to_have_accessible_name("prompt of c")
    stage.page.keyboard.press("ArrowRight")
    stage.page.keyboard.press("Escape")
    expect(stage.page.get_by_role("article", name="prompt of a")).to_be_focused()


def test_the_four_of_a_grid_are_pictures_of_their_own(stage: Stage) -> None:
    dialog = opened(stage, FakeEngine(finished("a"), finished("u", buttons=SINGLE_BUTTONS)))
    stage.page.keyboard.press("3")
    expect(dialog.get_by_role("img", name="Picture 3 of four: prompt of a")).to_have_count(1)
    expect(dialog.get_by_role("button", name="Picture 3 of four")).to_have_attribute("aria-pressed", "true")
    size = stage.page.locator(".yb-pane").evaluate("pane => [pane.offsetWidth, pane.offsetHeight]")
    assert size == [512, 512]
    stage.page.keyboard.press("0")
    expect(dialog.get_by_role("img", name="prompt of a", exact=True)).to_have_count(1)
    stage.page.keyboard.press("PageUp")
    stage.pump()
    expect(dialog.get_by_role("group", name="Quarters of the grid")).to_be_hidden()


def test_its_bar_is_one_line_in_a_narrow_window_in_chinese_too(stage: Stage, monkeypatch) -> None:
    """At 360 px "整张" stood in two lines, one sign above the other."""
    monkeypatch.setenv("YUBO_LANG", "zh")
    stage.page.set_viewport_size({"width": 360, "height": 740})
    dialog = opened(stage, FakeEngine(finished("a")))
    bar, parts = dialog.locator(".yb-viewbar"), dialog.locator(".yb-part")
    expect(parts).to_have_count(5)
    assert {round(part.bounding_box()["height"]) for part in parts.all()} == {32}
    assert all(part.evaluate("one => one.scrollHeight <= one.clientHeight") for part in parts.all())
    assert bar.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    assert bar.bounding_box()["x"] >= 0


def test_the_icons_beside_it_have_no_boxes_in_the_dark(stage: Stage) -> None:
    """Each stood in a box of another grey than the panel, in dark colours only."""
    stage.page.emulate_media(color_scheme="dark")
    icons = opened(stage, FakeEngine(finished("a"))).locator(".yb-sidetools button")
    expect(icons).to_have_count(3)
    grounds = {icon.evaluate("one => getComputedStyle(one).backgroundColor") for icon in icons.all()}
    assert grounds == {"rgba(0, 0, 0, 0)"}


def test_the_buttons_of_the_card_are_there_too(stage: Stage) -> None:
    engine = FakeEngine(finished("a"))
    dialog = opened(stage, engine)
    dialog.get_by_role("button", name="Upscale 2").click()
    stage.pump()
    assert engine.acts[0][:2] == ("a", GRID_BUTTONS[1].custom_id)
    expect(dialog.get_by_text("It appears on the board.")).to_be_visible()


def test_the_original_is_saved_under_a_name_of_our_own(stage: Stage) -> None:
    engine = FakeEngine(finished("/../evil<b>"))
    engine.pictures["full:/../evil<b>"] = data = picture(size=(64, 64), kind="PNG")
    dialog = opened(stage, engine, "evil")
    with stage.page.expect_download() as whole:
        dialog.get_by_role("button", name="Save the original").click()
        stage.pump()
    assert whole.value.suggested_filename == "yubo-17evilb.webp"
    assert whole.value.path().read_bytes() == data
    assert engine.asked[-1] == ("full:/../evil<b>", None)
    stage.page.keyboard.press("Escape")


def test_stars_and_a_note_are_given_in_the_large_picture(stage: Stage) -> None:
    engine = FakeEngine(finished("a"))
    dialog = opened(stage, engine)
    dialog.get_by_role("button", name="4 of 5 stars").click()
    dialog.get_by_role("button", name="Note…").click()
    dialog.get_by_role("textbox", name="Note").fill("more fog")
    stage.page.keyboard.press("Control+Enter")
    stage.pump()
    mark = engine.hub.get("a").mark
    assert (mark.rating, mark.note) == (4, "more fog")
    expect(dialog.get_by_role("button", name="4 of 5 stars")).to_have_attribute("aria-pressed", "true")
    stage.page.keyboard.press("Escape")
    card_ = stage.page.get_by_role("article")
    expect(card_.get_by_role("img", name="4 of 5 stars")).to_be_visible()
    expect(card_.get_by_text("more fog")).to_be_visible()
