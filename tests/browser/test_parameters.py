"""The lower half of the form: controls that show the text and change it."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Stage
from tests.widgets.test_form import Form

pytestmark = pytest.mark.browser


class Controls(Stage):
    """The stage with a form's controls on it."""

    def begin(self, text: str) -> "Controls":
        self.form = Form().type(text)
        self.show(self.form.parameters)
        return self

    def settle(self) -> "Controls":
        self.pump()
        self.set_traits("shape", "values")
        while self.page.evaluate("window.sent.length"):
            self.pump()
            self.set_traits("shape", "values")
        return self

    def type(self, text: str) -> "Controls":
        self.form.type(text)
        return self.settle()

    def knob(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def open(self, title: str) -> None:
        self.page.locator("summary", has_text=title).click()


@pytest.fixture
def controls(stage: Stage) -> Controls:
    stage.__class__ = Controls
    return stage.begin("a fox --s 250")


def test_controls_show_the_text(controls: Controls) -> None:
    expect(controls.knob("Stylize")).to_have_value("250")
    expect(controls.knob("Stylize, slider")).to_have_value("250")
    controls.type("a fox --ar 16:9 --v 6.1 --tile --seed {1, 2}")
    expect(controls.knob("Stylize")).to_have_value("")
    expect(controls.knob("Stylize")).to_have_attribute("placeholder", "100")
    expect(controls.knob("Stylize, slider")).to_have_value("100")
    expect(controls.page.get_by_role("button", name="16:9")).to_have_attribute("aria-pressed", "true")
    expect(controls.knob("Model")).to_have_value("6.1")
    expect(controls.knob("Seed")).to_have_value("{1, 2}")
    expect(controls.knob("Tile")).to_be_checked()


def test_a_control_changes_the_text_and_can_be_taken_back(controls: Controls) -> None:
    controls.page.get_by_role("button", name="3:2").click()
    controls.knob("Chaos").fill("20")
    controls.knob("Chaos").press("Enter")
    controls.settle()
    assert controls.form.text == "a fox --s 250 --ar 3:2 --chaos 20"
    controls.page.get_by_role("button", name="3:2").click()
    controls.page.get_by_role("button", name="Take Chaos out of the text").click()
    controls.settle()
    assert controls.form.text == "a fox --s 250"
    expect(controls.knob("Chaos")).to_be_focused()


def test_a_slider_that_is_drawn_sends_its_newest_place_and_not_every_one(controls: Controls) -> None:
    slider = controls.knob("Weird, slider")
    slider.focus()
    for _ in range(40):
        controls.page.keyboard.press("ArrowRight")
    assert controls.page.evaluate("window.sent.length") == 1
    controls.settle()
    assert controls.form.text == f"a fox --s 250 --weird {40 * 15}"
    assert len(controls.said("parameter")) == 2
    expect(controls.knob("Weird")).to_have_value("600")


def test_choosing_a_model_changes_which_controls_there_are_and_keeps_the_focus(controls: Controls) -> None:
    controls.open("Look and references")
    expect(controls.knob("Omni reference")).to_be_visible()
    controls.knob("Model").focus()
    controls.knob("Model").select_option("niji 6")
    controls.settle()
    expect(controls.knob("Omni reference")).to_have_count(0)
    expect(controls.knob("Character reference")).to_be_visible()
    expect(controls.knob("Model")).to_be_focused()
    assert controls.form.text == "a fox --s 250 --niji 6"


def test_what_is_wrong_is_said_at_the_control(controls: Controls) -> None:
    controls.type("a fox --ar 3:0 --s 5000")
    ratio = controls.page.locator("[data-name=ar] input")
    expect(ratio).to_have_attribute("aria-invalid", "true")
    expect(ratio).to_have_accessible_description(
        "--ar 3:0: expected width:height in whole numbers above 0, like 3:2"
    )
    expect(controls.knob("Stylize")).to_have_accessible_description(
        "--stylize 5000: from 0 to 1000 in version 7, assumed because none is named"
    )
    controls.type("a fox")
    expect(ratio).not_to_have_attribute("aria-invalid", "true")


def test_what_cannot_be_read_stays_in_its_control(controls: Controls) -> None:
    controls.knob("Seed").fill("seven")
    controls.knob("Seed").press("Enter")
    controls.settle()
    expect(controls.knob("Seed")).to_have_value("seven")
    expect(controls.knob("Seed")).to_have_attribute("aria-invalid", "true")
    assert controls.form.text == "a fox --s 250"
    detail = {"form": controls.form.parameters.form, "name": "seed"}
    controls.knob("Chaos").focus()
    controls.page.evaluate(
        "detail => document.dispatchEvent(new CustomEvent('yubo-control', { detail }))", detail
    )
    expect(controls.knob("Seed")).to_be_focused()


def test_a_random_seed_is_known_at_once_and_can_be_let_go(controls: Controls) -> None:
    controls.page.get_by_role("button", name="Random").click()
    controls.settle()
    seed = controls.knob("Seed").input_value()
    assert controls.form.text == f"a fox --s 250 --seed {seed}"
    assert 0 <= int(seed) < 2**32
    keep = controls.page.get_by_role("button", name="Keep")
    expect(keep).to_have_attribute("aria-pressed", "true")
    keep.click()
    controls.settle()
    expect(keep).to_have_attribute("aria-pressed", "false")


def test_what_somebody_is_writing_is_not_taken_away(controls: Controls) -> None:
    controls.knob("Seed").focus()
    controls.page.keyboard.type("12")
    controls.type("a fox --s 250 --chaos 5")  # meanwhile, in the text
    expect(controls.knob("Seed")).to_have_value("12")


def test_every_control_has_a_name(controls: Controls) -> None:
    for title in ("Look and references", "Quality and job", "Video"):
        controls.open(title)
    nameless = controls.page.locator("input, select, button").evaluate_all(
        """all => all.filter((one) => !(one.labels?.length || one.ariaLabel || one.textContent.trim()))
                     .map((one) => one.outerHTML)"""
    )
    assert nameless == []


@pytest.mark.parametrize("width", [360, 700, 1400])
def test_nothing_is_wider_than_the_page(controls: Controls, width: int) -> None:
    controls.page.set_viewport_size({"width": width, "height": 900})
    controls.type("a fox --ar 3:0 --s 5000 --seed 4294967295 --sref https://x.io/" + "a" * 300)
    controls.open("Look and references")
    assert controls.page.evaluate("document.documentElement.scrollWidth") <= width
