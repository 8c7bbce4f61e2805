"""The main job in a real JupyterLab: a prompt, a card that grows, a button, a row in the table."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.lab, pytest.mark.timeout(180)]

CONNECT = "import yubo_nb as yb\nstudio = yb.connect()"
IMAGINE = 'task = studio.imagine("a lighthouse in fog", ar="3:2", seed=7)\ntask'


def card(within, name, state="Finished"):
    """The card with these words in its label, once it is in this state; its picture has to be there too."""
    found = within.get_by_role("article", name=re.compile(f"^Task: {name}.*{state}"))
    expect(found).to_have_count(1, timeout=60_000)
    if state == "Finished":
        expect(found.locator("img")).to_have_attribute("alt", re.compile("^a lighthouse"), timeout=30_000)
        found.locator("img").evaluate("image => image.decode()")
    return found


def rows(lab):
    """What the table says of every task, oldest first."""
    return lab.python(
        "print(*studio.history.tasks()[['action', 'status']].agg(' '.join, axis=1), sep='\\n')"
    ).splitlines()


def test_by_hand(visit):
    with visit("story-by-hand", sharpness=2) as lab:
        lab.open(lab.write(CONNECT, "studio"))
        lab.run_all()
        panel = lab.cell(1)
        panel.get_by_role("textbox", name="Prompt").fill("a lighthouse in fog --ar 3:2 --seed 7")
        panel.get_by_role("button", name="Imagine").click()
        card(panel, "a lighthouse in fog").get_by_role("button", name="U2:").click()
        card(panel, "U2, a lighthouse in fog")
        lab.page.mouse.move(0, 0)
        lab.picture("story-panel", panel.locator(".jp-OutputArea-output").first)
        assert rows(lab) == ["IMAGINE SUCCESS", "UPSCALE SUCCESS"]
        lab.theme("Dark")
        lab.picture("story-panel-dark", panel)
        lab.theme("Light")


def test_with_the_keyboard_alone(lab):
    lab.open(lab.write(CONNECT, IMAGINE))
    lab.run_all()
    first = card(lab.cell(1), "a lighthouse in fog")
    first.focus()
    lab.page.keyboard.press("3")
    expect(first.get_by_role("button", name="U3:")).to_be_focused()
    lab.page.keyboard.press("Enter")
    expect(first.get_by_role("button", name="U3:")).to_be_focused()
    card(lab.cell(1), "U3, a lighthouse in fog")


def test_cards_move_while_another_cell_is_busy(lab):
    path = lab.write(
        CONNECT, IMAGINE, "import pathlib, time\nwhile not pathlib.Path('seen').exists(): time.sleep(0.1)"
    )
    lab.open(path)
    lab.start_all()
    bar = lab.cell(1).get_by_role("progressbar")
    expect(bar).to_have_count(1)
    values = bar.evaluate(
        """bar => new Promise(done => {
            const values = new Set();
            new MutationObserver(() => {
                if (bar.hasAttribute("value")) values.add(bar.value);
                if (values.size >= 2) done([...values]);
            }).observe(bar, { attributes: true });
        })"""
    )
    assert values == sorted(values)
    card(lab.cell(1), "a lighthouse in fog")
    expect(lab.cell(2).locator(".jp-InputPrompt")).to_have_text("[*]:")
    lab.picture("story-during-a-busy-cell")
    path.with_name("seen").touch()
    expect(lab.cell(2).locator(".jp-InputPrompt")).to_have_text("[3]:")


def test_python_does_what_a_click_does(lab):
    lab.open(lab.write(CONNECT, IMAGINE, "task.wait()", "up = task.upscale(2)\nup"))
    lab.run_all()
    card(lab.cell(3), "U2, a lighthouse in fog")
    card(lab.cell(1), "a lighthouse in fog").get_by_role("button", name="U2:").click()
    card(lab.cell(1), "U2, a lighthouse in fog")
    asked = lab.python(
        "for i in studio.history.store.intents()[1:]: print(i.endpoint, i.custom_id, i.parent_task_id)"
    )
    by_python, by_hand = asked.splitlines()
    assert by_python == by_hand
