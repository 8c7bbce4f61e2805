"""Scenario S3 in a real JupyterLab: any button, dialogs and the mask editor, and what the relay got of it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.lab, pytest.mark.timeout(240)]

CONNECT = """import yubo_nb as yb
from yubo_nb.sandbox import Sandbox
relay = Sandbox(speed=20, options={"refresh": 0, "patched": True, "future_button": True, **OPTIONS}).start()
studio = yb.connect(relay.base_url, relay.api_key)"""
IMAGINE = 'studio.imagine("a lighthouse in fog", ar="3:2", seed=7)\nstudio'
SENT = """print(*(one.path.rpartition("/")[2] for one in relay.requests if "/submit/" in one.path))"""
CHARGED = """print(*(f"{one.action} {one.price}" for one in relay.ledger))"""


def connect(**options):
    return CONNECT.replace("**OPTIONS", f"**{options!r}")


def card(within, name, state="Finished"):
    found = within.get_by_role("article", name=re.compile(f"^Task: {name}.*{state}"))
    expect(found).to_have_count(1, timeout=60_000)
    return found


def press(of, name):
    """Press a button of a card, also one that is folded away."""
    button = of.get_by_role("button", name=name)
    if not button.count():
        of.get_by_role("button", name=re.compile(" more$")).click()
    button.click()


def pick(panel):
    press(card(panel, "a lighthouse in fog"), "V2")
    press(card(panel, "V2"), "U1")
    return card(panel, "U1")


def paint(lab, *points):
    """A stroke with the mouse, in shares of the picture."""
    box = lab.page.locator(".yb-sheet").bounding_box()
    where = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in points]
    lab.page.mouse.move(*where[0])
    lab.page.mouse.down()
    for x, y in where[1:]:
        lab.page.mouse.move(x, y, steps=6)
    lab.page.mouse.up()


def test_s3_a_region_is_painted_undone_and_confirmed(visit):
    with visit("region", sharpness=2) as lab:
        lab.open(lab.write(connect(), IMAGINE))
        lab.run_all()
        panel = lab.cell(1)
        hosts: set[str] = set()
        lab.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        press(pick(panel), re.compile(r"^Vary \(Region\)"))
        dialog = card(panel, re.escape("Vary (Region)"), "Needs your input")
        expect(dialog).to_contain_text("0.00 now, 0.1 (sandbox) on Confirm.")
        dialog.get_by_role("button", name="Paint the region…").click()
        editor = lab.page.get_by_role("dialog")
        expect(editor.get_by_role("application")).to_be_focused()
        paint(lab, (0.3, 0.3), (0.7, 0.3), (0.7, 0.6), (0.3, 0.6), (0.3, 0.45), (0.7, 0.45))
        said = editor.get_by_role("status")  # only at the end of a stroke
        expect(said).to_have_text(re.compile(r"^\d+ % covered"))
        once = said.inner_text()
        paint(lab, (0.1, 0.9), (0.9, 0.9))
        expect(said).not_to_have_text(once)
        lab.page.keyboard.press("Control+z")
        expect(editor.locator(".yb-meter")).to_have_text(once)
        lab.picture("region-editor")
        lab.theme("Dark")
        lab.picture("region-editor-dark")
        lab.theme("Light")
        editor.get_by_role("button", name="Done").click()
        lab.page.mouse.move(0, 0)
        dialog.get_by_role("textbox", name="Prompt").fill("a red door --ar 3:2")
        expect(dialog.get_by_role("deletion").first).to_be_visible()
        lab.picture("region-dialog", dialog)
        dialog.get_by_role("button", name="Confirm").dblclick()
        done = card(panel, re.escape("Vary (Region)"))
        expect(done.get_by_role("button", name="Edit this region again")).to_be_visible()
        assert lab.python(SENT).split() == ["imagine", "action", "action", "action", "modal"]
        assert "MODAL 0.1" in lab.python(CHARGED)
        assert lab.python("print(len(relay.ledger))") == "4"  # the button itself is free
        told = lab.python(
            "t = studio.task(studio.engine.hub.cards()[-1].task_id); m = t.mask\n"
            "print(m.size == t.parent.image.size, sorted(set(m.tobytes())), t.children == ())"
        )
        assert told == "True [0, 255] True"
        assert hosts <= {lab.server.url.split("/")[2], ""}


def test_s3_an_open_dialog_is_there_after_a_reload_and_after_a_restart(lab):
    path = lab.write("import yubo_nb as yb\nstudio = yb.connect()", IMAGINE)
    lab.open(path)
    lab.run_all()
    panel = lab.cell(1)
    press(pick(panel), re.compile(r"^Vary \(Region\)"))
    dialog = card(panel, re.escape("Vary (Region)"), "Needs your input")
    dialog.get_by_role("button", name="Paint the region…").click()
    lab.page.keyboard.press("r")
    paint(lab, (0.2, 0.2), (0.7, 0.8))
    expect(lab.page.locator(".yb-meter")).to_have_text("30 % covered")
    lab.page.keyboard.press("Escape")
    dialog.get_by_role("textbox", name="Prompt").fill("a red door")
    lab.save(path)
    lab.open(path)  # no moment was left in between: what was typed last is sent when the page goes
    dialog = still_there(lab)
    lab.picture("region-after-reload", dialog)

    restart = "jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()"
    lab.page.evaluate(restart)
    lab.run_all()
    dialog = still_there(lab)
    dialog.get_by_role("button", name="Confirm").click()
    card(lab.cell(1), re.escape("Vary (Region)"))
    sent = lab.python(SENT.replace("relay", "studio._sandbox"))
    assert sent.split() == ["modal"]


def still_there(lab):
    dialog = card(lab.cell(1), re.escape("Vary (Region)"), "Needs your input")
    expect(dialog.get_by_role("textbox", name="Prompt")).to_have_value("a red door")
    expect(dialog).to_contain_text("30 % covered")
    return dialog


def test_s3_remix_changes_the_prompt_and_an_unknown_button_works(visit):
    with visit("remix", sharpness=2) as lab:
        lab.open(lab.write(connect(remix=True), IMAGINE))
        lab.run_all()
        panel = lab.cell(1)
        first = card(panel, "a lighthouse in fog")
        press(first, "V1")
        dialog = card(panel, "V1", "Needs your input")
        field = dialog.get_by_role("textbox", name="Prompt")
        expect(field).to_have_value(re.compile("^a lighthouse in fog"))
        field.fill("a red lighthouse at dawn --ar 3:2 --stylize 250")
        expect(dialog.get_by_role("insertion").filter(has_text="dawn")).to_be_visible()
        expect(dialog).to_contain_text("stylize")
        lab.picture("remix-dialog", dialog)
        dialog.get_by_role("button", name="Later").click()
        expect(field).to_be_hidden()
        dialog.get_by_role("button", name="Continue this dialog").click()
        expect(field).to_have_value("a red lighthouse at dawn --ar 3:2 --stylize 250")
        field.press("Control+Enter")
        card(panel, "V1")
        assert lab.python(SENT).split() == ["imagine", "action", "modal"]
        prompt = lab.python("print(studio.history.store.intents()[-1].prompt)")
        assert prompt == "a red lighthouse at dawn --ar 3:2 --stylize 250"
        press(first, re.compile("future", re.IGNORECASE))
        unknown = card(panel, "Future", "Needs your input")  # nobody could know that it asks
        unknown.get_by_role("textbox", name="Prompt").fill("a lighthouse of glass --ar 3:2")
        unknown.get_by_role("button", name="Confirm").click()
        card(panel, "Future")
        assert lab.python(SENT).split()[3:] == ["action", "modal"]
