"""The tabs in a browser: by pointer and keyboard, each act, and what keeps a press from being a call."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Stage
from tests.browser.test_slots import transfer
from tests.widgets.fakes import FakeEngine, FakeStudio, picture
from yubo_nb.widgets.tabs import Tabs

pytestmark = pytest.mark.browser
FOX, OWL = picture("orange"), picture("brown")
PRICES = {"describe": 0.05, "shorten": 0.1, "blend": 0.1, "swap_face": 0.05, "video": 0.8}


@pytest.fixture
def studio() -> FakeStudio:
    return FakeStudio()


@pytest.fixture
def acts(stage: Stage, studio: FakeStudio) -> Tabs:
    made = Tabs(FakeEngine(), studio, prices=PRICES)
    stage.show(made)
    return made


def tab(stage: Stage, name: str) -> Locator:
    stage.page.get_by_role("tab", name=name).click()
    stage.pump()
    panel = stage.page.get_by_role("tabpanel", name=name)
    expect(panel).to_be_visible()
    return panel


def drop(stage: Stage, on: Locator, data: bytes) -> None:
    before = stage.page.locator(".yb-slot[draggable=true]").count()
    on.dispatch_event("drop", {"dataTransfer": transfer(stage, ("fox.webp", data))})
    for _ in range(200):
        stage.pump().set_traits("trays")
        if stage.page.locator(".yb-slot[draggable=true]").count() > before:
            return
        stage.page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError("the picture did not arrive")


def press(stage: Stage, panel: Locator, name: str) -> None:
    """By hand, also where something is missing: the button then says what."""
    panel.get_by_role("button", name=name, exact=True).click(force=True)
    stage.pump()


def test_tabs_are_turned_by_keys_and_only_what_is_opened_is_built(stage: Stage, acts: Tabs) -> None:
    imagine = stage.page.get_by_role("tab", name="Imagine")
    expect(imagine).to_have_attribute("aria-selected", "true")
    assert stage.page.locator(".yb-act").count() == 0
    imagine.focus()
    stage.page.keyboard.press("ArrowRight")
    expect(stage.page.get_by_role("tab", name="Describe")).to_be_focused()
    expect(stage.page.get_by_role("tabpanel", name="Describe")).to_be_visible()
    stage.page.keyboard.press("End")
    expect(stage.page.get_by_role("tab", name="Video")).to_be_focused()
    assert stage.page.locator(".yb-act").count() == 2
    stage.page.keyboard.press("ArrowRight")
    expect(imagine).to_be_focused()
    expect(stage.page.get_by_role("tabpanel")).to_have_count(0)
    stage.page.keyboard.press("ArrowLeft")
    stage.pump()
    assert acts.tab == "video"
    # one stop in the order of Tab, and the panel behind it
    assert stage.page.locator("[role=tab][tabindex='0']").count() == 1


def test_a_reload_opens_the_same_tab(stage: Stage, acts: Tabs) -> None:
    tab(stage, "Blend")
    del acts.send
    stage.show(acts)
    expect(stage.page.get_by_role("tabpanel", name="Blend")).to_be_visible()


def test_a_picture_is_described_for_its_price(stage: Stage, acts: Tabs, studio: FakeStudio) -> None:
    panel = tab(stage, "Describe")
    expect(panel.get_by_text("costs 0.05")).to_be_visible()
    press(stage, panel, "Describe")
    expect(panel.get_by_role("alert")).to_have_text("Put a picture in first.")
    drop(stage, panel.get_by_role("listitem"), FOX)
    panel.get_by_role("button", name="Describe", exact=True).dblclick()
    stage.pump()
    expect(panel.get_by_role("alert")).to_have_text("On its way: its card is on the board.")
    assert [(what, args) for what, args, _ in studio.asked] == [("describe", (FOX,))]


def test_two_pictures_are_blended_in_a_shape(stage: Stage, acts: Tabs, studio: FakeStudio) -> None:
    panel = tab(stage, "Blend")
    tray = panel.get_by_role("group", name="Blend")
    drop(stage, tray, FOX)
    press(stage, panel, "Blend")
    assert studio.asked == []
    drop(stage, tray, OWL)
    panel.get_by_role("radio", name="Portrait 2:3").check()
    panel.get_by_role("radio", name="Portrait 2:3").press("Control+Enter")
    stage.pump()
    ((_, args, more),) = studio.asked
    assert (args, more["dimensions"]) == (([FOX, OWL],), "PORTRAIT")


def test_a_face_is_swapped_only_with_a_tick_and_the_tick_is_for_one(
    stage: Stage, acts: Tabs, studio: FakeStudio
) -> None:
    panel = tab(stage, "Swap face")
    drop(stage, panel.get_by_role("listitem").filter(has_text="Into"), OWL)
    drop(stage, panel.get_by_role("listitem").filter(has_text="Face"), FOX)
    press(stage, panel, "Swap face")
    expect(panel.get_by_role("alert")).to_have_text("Tick first that you may use this face.")
    assert studio.asked == []
    consent = panel.get_by_role("checkbox", name="I may use this face")
    consent.check()
    press(stage, panel, "Swap face")
    assert [(what, args) for what, args, _ in studio.asked] == [("swap_face", (FOX, OWL))]
    expect(consent).not_to_be_checked()


def test_a_prompt_is_shortened(stage: Stage, acts: Tabs, studio: FakeStudio) -> None:
    panel = tab(stage, "Shorten")
    press(stage, panel, "Shorten")
    expect(panel.get_by_role("alert")).to_have_text("Write a prompt first.")
    panel.get_by_role("textbox", name="Prompt").fill("a very long prompt")
    press(stage, panel, "Shorten")
    assert studio.asked[0][:2] == ("shorten", ("a very long prompt",))


def test_a_picture_is_set_in_motion(stage: Stage, acts: Tabs, studio: FakeStudio) -> None:
    panel = tab(stage, "Video")
    drop(stage, panel.get_by_role("listitem").filter(has_text="First frame"), FOX)
    panel.get_by_role("radio", name="High").check()
    panel.get_by_role("checkbox", name="Ends as it begins").check()
    press(stage, panel, "Animate")
    ((_, args, more),) = studio.asked
    assert args == (FOX, "")
    assert (more["end"], more["motion"], more["loop"]) == (None, "high", True)


def test_what_went_wrong_is_said_and_all_stays(stage: Stage, acts: Tabs, studio: FakeStudio) -> None:
    studio.refusal = ValueError("No credit. Nothing was charged.")
    panel = tab(stage, "Describe")
    drop(stage, panel.get_by_role("listitem"), FOX)
    press(stage, panel, "Describe")
    expect(panel.get_by_role("alert")).to_have_text("No credit. Nothing was charged.")
    expect(panel.get_by_role("img", name="fox.webp")).to_be_visible()


def test_a_kernel_that_is_gone_is_named(stage: Stage, acts: Tabs) -> None:
    panel = tab(stage, "Shorten")
    panel.get_by_role("textbox", name="Prompt").fill("a fox")
    stage.page.evaluate("() => void (window.sent.push = () => { throw new Error('no kernel') })")
    panel.get_by_role("button", name="Shorten", exact=True).click()
    expect(panel.get_by_role("alert")).to_contain_text("Nothing was sent: the kernel was restarted")


def test_a_form_that_was_filled_comes_to_the_front(stage: Stage, acts: Tabs) -> None:
    tab(stage, "Describe")
    acts.show_form()
    stage.pump()
    expect(stage.page.get_by_role("tab", name="Imagine")).to_have_attribute("aria-selected", "true")
    expect(stage.page.get_by_role("tabpanel")).to_have_count(0)
