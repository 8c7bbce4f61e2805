"""The submit bar inside a form, as ipywidgets puts it together: one press is one task."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import FakeEngine
from yubo_nb.widgets.form import PromptForm

pytestmark = pytest.mark.browser


@pytest.fixture
def form(stage: Stage) -> Stage:
    """The bar on the page, below a text field in an element of the form's class."""
    stage.texts = []
    made = PromptForm(FakeEngine(), lambda text, gesture, images: stage.texts.append(text), sandbox=True)
    made.prompt.value = "a fox"
    stage.form = made
    stage.show(made.bar, views=0)
    stage.page.evaluate(
        "() => { document.querySelector('#here').className = 'yubo-form';"
        "document.querySelector('#here').append(document.createElement('textarea')); return window.view() }"
    )
    stage.page.locator("textarea").fill("a fox in the snow")
    return stage


def test_a_double_click_is_one_task_with_the_newest_text(form: Stage) -> None:
    button = form.page.get_by_role("button", name="Imagine")
    button.dblclick()
    expect(button).to_be_disabled()
    form.pump()
    expect(button).to_be_enabled()
    assert form.texts == ["a fox in the snow"]


def test_ctrl_enter_submits_from_the_field(form: Stage) -> None:
    form.page.locator("[data-lm-suppress-shortcuts] textarea").press("Control+Enter")
    form.pump()
    assert form.texts == ["a fox in the snow"]


def test_a_text_the_busy_kernel_has_not_read_yet_can_be_sent(form: Stage) -> None:
    form.page.evaluate("window.change({ ready: false, judged: '' })")
    form.page.get_by_role("button", name="Imagine").click()
    form.pump()
    assert form.texts == ["a fox in the snow"]


def test_a_prompt_that_cannot_succeed_is_not_sent(form: Stage) -> None:
    form.page.locator("textarea").fill("a fox --ar 3:0")
    form.form.prompt.value = "a fox --ar 3:0"
    form.set_traits("problems", "ready", "judged")
    expect(form.page.get_by_role("listitem")).to_contain_text("3:0")
    expect(form.page.get_by_role("button", name="Imagine")).to_be_disabled()
    form.page.locator("textarea").press("Control+Enter")
    form.pump()
    assert form.texts == []


def test_a_refusal_is_an_alert_and_the_text_stays(form: Stage) -> None:
    def refuse(_text: str | None, _gesture: str) -> None:
        raise ValueError("<b>No key.</b> Nothing was charged.")

    form.form.bar._submit = refuse
    form.page.get_by_role("button", name="Imagine").click()
    form.pump()
    expect(form.page.get_by_role("alert")).to_have_text("<b>No key.</b> Nothing was charged.")
    expect(form.page.locator("textarea")).to_have_value("a fox in the snow")


def test_the_price_stands_beside_it(form: Stage) -> None:
    expect(form.page.get_by_text("sandbox · nothing is charged")).to_be_visible()


def test_an_empty_prompt_is_answered(form: Stage) -> None:
    """Ctrl+Enter on an empty form did nothing at all, and nothing said why."""
    form.page.locator("textarea").fill("")
    form.form.prompt.value = ""
    form.set_traits("problems", "ready", "judged")
    form.page.locator("textarea").press("Control+Enter")
    expect(form.page.get_by_role("alert")).to_have_text("Write a prompt first.")
    form.page.locator("textarea").fill("a")
    expect(form.page.get_by_role("alert")).to_have_count(0)
    assert form.pump().said("submit") == []


def test_after_a_restart_of_the_kernel_the_form_says_that_nothing_was_sent(form: Stage) -> None:
    """The host threw, and ten seconds later the form promised that the press was not lost."""
    form.page.evaluate("() => { window.sent.push = () => { throw new Error('Cannot send') } }")
    button = form.page.get_by_role("button", name="Imagine")
    button.click()
    expect(form.page.get_by_role("alert")).to_contain_text("Nothing was sent")
    expect(button).to_be_enabled()
