"""The upper half of the form: the text with its marks, what is wrong, Imagine, the past."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Stage
from tests.widgets.fakes import FakeEngine, FakeMemory
from tests.widgets.test_form import Form

pytestmark = pytest.mark.browser


class Field(Stage):
    """The stage with a form's text on it; `settle` lets both halves hear each other."""

    def begin(self, text: str = "a fox in the snow", views: int = 1, **more) -> "Field":
        self.form = Form(FakeEngine(), **more)
        if text:
            self.form.type(text)
        self.show(self.form.field, views=views)
        self.area = self.page.get_by_role("textbox", name="Prompt").first
        self.imagine = self.page.get_by_role("button", name="Imagine")
        return self

    def settle(self) -> "Field":
        self.pump()
        self.set_traits("told")
        while self.page.evaluate("window.sent.length"):
            self.pump()
            self.set_traits("told")
        return self

    @property
    def texts(self) -> list[str]:
        return [text for text, *_ in self.form.sent]


@pytest.fixture
def field(stage: Stage) -> Field:
    stage.__class__ = Field
    return stage.begin()


def marked(field: Field) -> list[str]:
    return field.page.locator(".yb-squiggle").all_inner_texts()


# typing ---------------------------------------------------------------------------------------------------


def test_letters_never_wait_for_the_kernel(field: Field) -> None:
    """One message is under way, whatever is typed; the kernel gets the newest text when it has read that."""
    field.area.press("End")
    field.page.keyboard.type(" under a very wide sky")
    expect(field.area).to_have_value("a fox in the snow under a very wide sky")
    assert field.page.evaluate("window.sent.length") == 1
    field.settle()
    assert field.form.text == "a fox in the snow under a very wide sky"
    assert len(field.said("typed")) == 2


def test_what_a_control_writes_does_not_take_letters_away(field: Field) -> None:
    field.area.press("End")
    field.page.keyboard.type("!")
    field.form.move("stylize", "300")  # the kernel has not heard of the "!"
    field.set_traits("told")
    expect(field.area).to_have_value("a fox in the snow!")
    field.settle()
    expect(field.area).to_have_value("a fox in the snow! --stylize 300")
    assert field.form.text == "a fox in the snow! --stylize 300"


def test_the_cursor_stays_at_its_letters(field: Field) -> None:
    field.area.evaluate("area => { area.focus(); area.setSelectionRange(5, 5) }")
    field.form.move("stylize", "300")
    field.settle()
    field.page.keyboard.type("es")
    expect(field.area).to_have_value("a foxes in the snow --stylize 300")


def test_undo_takes_back_what_was_typed_and_what_others_wrote(field: Field) -> None:
    field.area.press("End")
    field.page.keyboard.type("!")
    field.settle()
    field.form.move("stylize", "300")
    field.settle()
    field.form.fill("a whale")
    field.settle()
    for text in ("a fox in the snow! --stylize 300", "a fox in the snow!", "a fox in the snow"):
        field.area.press("Control+z")
        expect(field.area).to_have_value(text)
    field.area.press("Control+Shift+z")
    field.settle()
    assert field.form.text == "a fox in the snow!"


def test_two_views_show_one_text(stage: Stage) -> None:
    stage.__class__ = Field
    field = stage.begin(views=2)
    field.area.fill("a whale")
    field.settle()
    expect(field.page.get_by_role("textbox", name="Prompt").last).to_have_value("a whale")


def test_chinese_and_every_other_character_go_there_and_back(field: Field) -> None:
    text = "雾中的灯塔🦊，{红|蓝}::2  --ar 3:2\n https://x.io/a.png --new-thing “x”\t--no 雨"
    field.area.fill(text)
    field.settle()
    assert field.form.text == text
    field.form.move("chaos", "5").move("chaos", None)
    field.settle()
    expect(field.area).to_have_value(text)


# what is wrong -------------------------------------------------------------------------------------------


def test_what_is_wrong_is_marked_in_the_text_and_a_press_puts_the_cursor_there(field: Field) -> None:
    field.area.fill("🦊 a fox --ar 3:0 --future 2")
    field.settle()
    assert marked(field) == ["3:0", "--future"]
    line = "mark => getComputedStyle(mark).textDecorationStyle + getComputedStyle(mark).backgroundColor"
    looks = field.page.locator(".yb-squiggle").evaluate_all(f"marks => marks.map({line})")
    assert looks == ["wavyrgb(253, 236, 234)", "dottedrgb(255, 244, 224)"]  # a mark nobody sees is none
    problems = field.page.get_by_role("list", name="What is wrong with the prompt").get_by_role("button")
    expect(problems).to_have_count(2)
    expect(problems.first).to_contain_text("Error")
    expect(problems.first.locator("mark")).to_have_text("3:0")
    expect(problems.last).to_contain_text("Warning")
    problems.first.click()
    expect(field.area).to_be_focused()
    chosen = field.area.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert chosen == "3:0"


def test_marks_lie_under_their_letters(field: Field) -> None:
    """A copy set in another width broke its lines elsewhere, and the marks lay under other words."""
    field.area.fill("a fox " * 60 + "--ar 3:0")
    field.settle()
    copy, area = field.page.locator(".yb-field-copy").bounding_box(), field.area.bounding_box()
    assert copy == area
    styles = "element => (s => [s.font, s.lineHeight, s.padding, s.wordSpacing])(getComputedStyle(element))"
    assert field.page.locator(".yb-field-copy").evaluate(styles) == field.area.evaluate(styles)
    assert field.area.evaluate("area => area.scrollHeight <= area.clientHeight")


def test_marks_move_with_their_letters_until_the_kernel_has_judged_anew(field: Field) -> None:
    field.area.fill("a fox --ar 3:0")
    field.settle()
    field.area.evaluate("area => area.setSelectionRange(0, 0)")
    field.page.keyboard.type("see ")
    assert marked(field) == ["3:0"]
    field.area.press("End")
    field.page.keyboard.press("Backspace")
    assert marked(field) == []


def test_a_prompt_that_cannot_succeed_is_not_sent(field: Field) -> None:
    field.area.fill("a fox --ar 3:0")
    field.settle()
    expect(field.imagine).to_be_disabled()
    field.area.press("Control+Enter")
    field.settle()
    assert field.texts == []


def test_hostile_text_stays_text(field: Field) -> None:
    field.area.fill("<img src=x onerror=alert(1)> --ar <b>3:0</b>")
    field.settle()
    assert field.page.locator(".yubo img, .yubo b").count() == 0
    assert "<b>" in "".join(marked(field))


# imagine -------------------------------------------------------------------------------------------------


def test_a_double_click_is_one_task_with_the_newest_text(field: Field) -> None:
    field.area.fill("a fox in the rain")
    field.imagine.dblclick()
    expect(field.imagine).to_be_disabled()
    field.settle()
    expect(field.imagine).to_be_enabled()
    assert field.texts == ["a fox in the rain"]


def test_ctrl_enter_submits_from_the_field(field: Field) -> None:
    field.area.press("Control+Enter")
    field.settle()
    assert field.texts == ["a fox in the snow"]


def test_several_are_confirmed_once_with_their_number_and_price(stage: Stage) -> None:
    stage.__class__ = Field
    field = stage.begin("a {red, blue} fox in {snow, rain}", sandbox=False, price=0.1)
    expect(field.imagine).to_have_text("Imagine 4 – 0.40")
    expect(field.page.get_by_role("list").last.get_by_role("listitem")).to_have_text(
        ["a red fox in snow", "a red fox in rain", "a blue fox in snow", "a blue fox in rain"]
    )
    field.area.press("Control+Enter")
    field.settle()
    assert field.texts == []
    confirm = field.page.get_by_role("button", name="Send 4 tasks – 0.40")
    field.page.get_by_role("button", name="Not now").click()
    expect(confirm).to_have_count(0)
    field.imagine.click()
    confirm.click()
    field.settle()
    assert len(field.texts) == 4


def test_a_confirmation_is_for_the_text_it_was_asked_for(field: Field) -> None:
    field.area.fill("a {red, blue} fox")
    field.settle()
    field.imagine.click()
    expect(field.page.get_by_role("button", name="Send 2 tasks")).to_be_visible()
    field.area.fill("a {red, blue, green} fox")
    field.settle()
    expect(field.page.get_by_role("button", name="Send")).to_have_count(0)


def test_several_that_a_busy_kernel_has_not_counted_are_not_sent_unasked(field: Field) -> None:
    field.area.fill("a {red, blue} fox")
    field.imagine.click()  # nobody knows yet that these are two
    field.settle()
    assert field.texts == []
    expect(field.page.get_by_role("alert")).to_contain_text("2 prompts")


def test_what_a_cap_left_over_can_be_sent_later(field: Field) -> None:
    sent = []

    def submit(text, gesture, pictures):
        if len(sent) == 1 and not field.page.evaluate("window.more ?? false"):
            raise ValueError("The cap is reached.")
        sent.append(text)

    field.form._sending._send = submit
    field.area.fill("a {red, blue} fox")
    field.settle()
    field.imagine.click()
    field.page.get_by_role("button", name="Send 2 tasks").click()
    field.settle()
    expect(field.page.get_by_role("alert")).to_contain_text("✗ a blue fox")
    field.page.evaluate("window.more = true")
    rest = field.page.get_by_role("button", name="Send the other 1")
    expect(field.imagine).to_be_enabled()
    rest.click()
    field.settle()
    assert sent == ["a red fox", "a blue fox"]
    expect(rest).to_have_count(0)


def test_a_refusal_is_an_alert_and_the_text_stays(field: Field) -> None:
    def refuse(*_all) -> None:
        raise ValueError("<b>No key.</b> Nothing was charged.")

    field.form._sending._send = refuse
    field.imagine.click()
    field.settle()
    expect(field.page.get_by_role("alert")).to_have_text("<b>No key.</b> Nothing was charged.")
    expect(field.area).to_have_value("a fox in the snow")


def test_an_empty_prompt_is_answered(field: Field) -> None:
    """Ctrl+Enter on an empty form did nothing at all, and nothing said why."""
    field.area.fill("")
    field.settle()
    field.area.press("Control+Enter")
    expect(field.page.get_by_role("alert")).to_have_text("Write a prompt first.")
    field.area.fill("a")
    expect(field.page.get_by_role("alert")).to_have_count(0)
    assert field.settle().said("submit") == []


def test_after_a_restart_of_the_kernel_nothing_is_sent_and_the_text_comes_back(field: Field) -> None:
    """The host threw, and ten seconds later the form promised that the press was not lost."""
    field.page.evaluate("() => { window.sent.push = () => { throw new Error('Cannot send') } }")
    field.area.fill("a fox nobody heard of")
    expect(field.page.get_by_role("status").first).to_contain_text("Run the cell again")
    field.imagine.click()
    expect(field.page.get_by_role("alert")).to_contain_text("Nothing was sent")
    expect(field.imagine).to_be_enabled()
    field.page.evaluate(
        "() => { delete window.sent.push; document.querySelector('#here').replaceChildren() }"
    )
    field.page.evaluate("window.view()")
    expect(field.area).to_have_value("a fox nobody heard of")
    field.settle()
    assert field.form.text == "a fox nobody heard of"


# what is remembered -----------------------------------------------------------------------------------------


def test_a_restored_draft_says_so_quietly(stage: Stage) -> None:
    stage.__class__ = Field
    field = stage.begin("", memory=FakeMemory("a fox, half writ"))
    expect(field.area).to_have_value("a fox, half writ")
    expect(field.page.get_by_text("The draft was restored.")).to_be_visible()
    field.area.press("End")
    field.page.keyboard.type("ten")
    field.settle()
    expect(field.page.get_by_text("The draft was restored.")).to_be_hidden()
    assert field.form._memory.draft() == "a fox, half written"


def test_what_was_filled_in_can_be_put_back_with_letters_the_kernel_never_heard(field: Field) -> None:
    field.area.press("End")
    field.page.keyboard.type("!")
    field.form.fill("a whale --seed 3")  # before the kernel reads of the "!"
    field.set_traits("told")
    expect(field.area).to_have_value("a whale --seed 3")
    field.settle()
    field.page.get_by_role("button", name="Put back what stood here").click()
    field.settle()
    expect(field.area).to_have_value("a fox in the snow!")


def past(stage: Stage) -> Field:
    stage.__class__ = Field
    return stage.begin("my own", memory=FakeMemory(past=["a whale --seed 3", "a red fox", "雾中的灯塔"]))


def test_up_and_down_at_the_ends_walk_through_the_past(stage: Stage) -> None:
    field = past(stage)
    field.area.press("Control+Home")
    for text in ("a whale --seed 3", "a red fox"):
        field.page.keyboard.press("ArrowUp")
        field.settle()
        expect(field.area).to_have_value(text)
    field.page.keyboard.press("End")
    field.page.keyboard.press("ArrowDown")
    expect(field.area).to_have_value("a whale --seed 3")
    field.page.keyboard.press("ArrowDown")
    expect(field.area).to_have_value("my own")


def test_the_past_is_a_list_with_a_search_for_the_keyboard(stage: Stage) -> None:
    field = past(stage)
    field.page.get_by_role("button", name="Earlier prompts").press("Enter")
    field.settle()
    expect(field.page.get_by_role("searchbox")).to_be_focused()
    field.page.keyboard.type("FOX")
    expect(field.page.locator(".yb-past-prompt")).to_have_text(["a red fox"])
    field.page.keyboard.press("ArrowDown")
    field.page.keyboard.press("Enter")
    expect(field.area).to_have_value("a red fox")
    expect(field.area).to_be_focused()
    field.area.press("Control+z")
    expect(field.area).to_have_value("my own")
