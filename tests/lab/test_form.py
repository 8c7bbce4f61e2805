"""The prompt form in a real JupyterLab: by hand, by keyboard, over a reload, over a restart of the kernel."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.lab, pytest.mark.timeout(180)]

CONNECT = "import yubo_nb as yb\nstudio = yb.connect()"


class Panel:
    """The studio's panel in the second cell."""

    def __init__(self, lab):
        self.lab = lab
        self.cell = lab.cell(1)
        self.text = self.cell.get_by_role("textbox", name="Prompt")
        self.imagine = self.cell.get_by_role("button", name="Imagine")

    def knob(self, label):
        return self.cell.get_by_label(label, exact=True)

    def finished(self, count):
        cards = self.cell.get_by_role("article", name=re.compile("^Task: .*Finished"))
        expect(cards).to_have_count(count, timeout=60_000)


@pytest.fixture
def panel(lab):
    lab.path = lab.write(CONNECT, "studio")
    lab.open(lab.path)
    lab.run_all()
    return Panel(lab)


def prompts(lab):
    """Everything that was sent, as it was sent, oldest first."""
    return lab.python("print(*[i.prompt for i in studio.history.store.intents()], sep='\\n')").splitlines()


def draft(lab):
    """The draft as the disk has it."""
    return lab.python("print(studio.history.store.noted('draft:' + studio.engine.origin))")


def kept(lab, text):
    """Wait until the disk has this draft; it is written when the typing rests."""
    for _ in range(200):
        if draft(lab) == text:
            return
    raise AssertionError(f"the disk has {draft(lab)!r}, not {text!r}")


def test_text_and_controls_are_in_step_while_somebody_types_fast(panel):
    panel.text.click()
    panel.lab.page.keyboard.type("a fox in the snow, --s 250 and more words behind")
    expect(panel.knob("Stylize")).to_have_value("250")
    problem = panel.cell.get_by_role("button", name=re.compile("words behind --stylize"))
    expect(problem.locator("mark")).to_have_text("and more words behind")
    expect(panel.imagine).to_be_disabled()
    panel.lab.picture("form-problem", panel.cell)
    problem.click()
    panel.lab.page.keyboard.press("Delete")
    expect(panel.text).to_have_value("a fox in the snow, --s 250 ")
    panel.knob("Model").select_option("6.1")
    expect(panel.text).to_have_value("a fox in the snow, --s 250 --version 6.1 ")
    panel.cell.locator("summary", has_text="Look and references").click()
    expect(panel.knob("Character reference")).to_be_visible()
    expect(panel.knob("Omni reference")).to_have_count(0)
    expect(panel.imagine).to_be_enabled()


def test_alternatives_are_counted_confirmed_and_sent_once_each(panel):
    panel.text.fill("a {red, blue} fox in {snow, rain} --seed 7")
    expect(panel.imagine).to_have_text("Imagine 4")
    expect(panel.cell.get_by_text("a blue fox in rain --seed 7")).to_be_visible()
    panel.imagine.click()
    panel.cell.get_by_role("button", name="Send 4 tasks").dblclick()
    panel.finished(4)
    assert prompts(panel.lab) == [
        "a red fox in snow --seed 7", "a red fox in rain --seed 7", "a blue fox in snow --seed 7",
        "a blue fox in rain --seed 7",
    ]  # fmt: skip
    panel.text.press("Control+Home")
    panel.text.press("ArrowUp")
    expect(panel.text).to_have_value("a blue fox in rain --seed 7")
    panel.lab.page.keyboard.press("Control+End")
    panel.lab.page.keyboard.press("ArrowDown")
    expect(panel.text).to_have_value("a {red, blue} fox in {snow, rain} --seed 7")


def test_a_banned_word_is_marked_in_the_prompt_that_still_stands_there(panel):
    panel.text.fill("a nude statue in a museum")
    panel.imagine.click()
    expect(panel.cell.locator(".yb-squiggle")).to_have_text("nude", timeout=30_000)
    expect(panel.cell.get_by_role("button", name=re.compile("^Warning.*banned word"))).to_be_visible()
    panel.lab.picture("form-banned", panel.cell)


def test_the_keyboard_alone(panel):
    press = panel.lab.page.keyboard.press
    panel.text.focus()
    panel.lab.page.keyboard.type("a lighthouse")
    expect(panel.imagine).to_be_enabled()
    press("Tab")
    expect(panel.imagine).to_be_focused()
    for _ in ("earlier prompts", "choose a picture", "from a task", "the first shape"):
        press("Tab")
    expect(panel.cell.get_by_role("button", name="1:1")).to_be_focused()
    panel.knob("Chaos").focus()
    panel.lab.page.keyboard.type("30")
    press("Control+Enter")  # what was typed into the control counts, and the cell does not run
    panel.finished(1)
    assert prompts(panel.lab) == ["a lighthouse --chaos 30"]
    expect(panel.cell.locator(".jp-InputPrompt")).to_have_text("[2]:")


def test_a_reload_of_the_page_keeps_the_draft(panel):
    panel.text.fill("a fox, half writ")
    panel.text.press("End")
    panel.lab.page.keyboard.type("ten")
    kept(panel.lab, "a fox, half written")
    panel.lab.save(panel.lab.path)
    panel.lab.open(panel.lab.path)
    expect(panel.text).to_have_value("a fox, half written")
    panel.lab.page.keyboard.press("Escape")


def test_a_restart_of_the_kernel_keeps_the_draft_and_what_was_typed_into_the_dead_form(panel):
    lab = panel.lab
    panel.text.fill("a fox --ar 3:2")
    kept(lab, "a fox --ar 3:2")
    restart = "jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()"
    lab.page.evaluate(restart)
    lab.run_all()
    expect(panel.text).to_have_value("a fox --ar 3:2")
    expect(panel.cell.get_by_text("The draft was restored.")).to_be_visible()
    lab.picture("form-restored", panel.cell)
    lab.page.evaluate(restart)
    panel.text.press("Home")
    lab.page.keyboard.type("see ")
    expect(panel.cell.get_by_text("The kernel does not hear this form.")).to_be_visible()
    lab.run_all()
    expect(panel.text).to_have_value("see a fox --ar 3:2")
    kept(lab, "see a fox --ar 3:2")


def test_letters_do_not_wait_for_a_busy_kernel(lab):
    path = lab.write(
        CONNECT, "studio", "import pathlib, time\nwhile not pathlib.Path('seen').exists(): time.sleep(0.1)"
    )
    lab.open(path)
    lab.start_all()
    panel = Panel(lab)
    expect(lab.cell(2).locator(".jp-InputPrompt")).to_have_text("[*]:")
    panel.text.click()
    lab.page.keyboard.type("a fox in the snow")
    panel.knob("Chaos").fill("20")
    panel.knob("Chaos").press("Enter")
    panel.text.press("End")
    lab.page.keyboard.type("!")
    path.with_name("seen").touch()
    expect(lab.cell(2).locator(".jp-InputPrompt")).to_have_text("[3]:")
    expect(panel.text).to_have_value(re.compile(r"^a fox in the snow!? --chaos 20!?$"))
    assert prompts(lab) == []
