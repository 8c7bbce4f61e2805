"""The panels in a real JupyterLab, by hand: describe, use, imagine, blend, swap with consent, animate."""

import base64
import re

import pytest
from playwright.sync_api import Locator, expect

from tests.widgets.fakes import picture
from yubo_nb.sandbox.painter.easel import Easel
from yubo_nb.sandbox.painter.recipe import scene

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300)]

CONNECT = "import yubo_nb as yb\nstudio = yb.connect()\nstudio"
FILES = """(files) => {
  const data = new DataTransfer();
  for (const [name, text] of files) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type: "image/png" }));
  }
  return data;
}"""


def painted(prompt: str, seed: int) -> bytes:
    return Easel(lambda _: b"").png(scene(prompt, seed), prompt)


def drop(lab, on: Locator, name: str, data: bytes) -> None:
    files = lab.page.evaluate_handle(FILES, [[name, base64.b64encode(data).decode()]])
    on.dispatch_event("drop", {"dataTransfer": files})


def finished(panel: Locator, name: str) -> Locator:
    card = panel.get_by_role("article", name=re.compile(f"^Task: {name}.*Finished$")).first
    expect(card).to_be_visible(timeout=90_000)
    # "Finished" is said by the relay; its picture comes a moment later.
    expect(card.get_by_role("img", name=re.compile("^(?!Unfinished)")).first).to_be_visible(timeout=30_000)
    return card


def opened(panel: Locator, name: str) -> Locator:
    panel.get_by_role("tab", name=name).click()
    return panel.get_by_role("tabpanel", name=name)


def test_a_picture_is_described_used_blended_swapped_and_set_in_motion(visit):
    with visit("panels", sharpness=2) as lab:
        lab.open(lab.write(CONNECT))
        lab.run_all()
        panel = lab.cell(0)

        describe = opened(panel, "Describe")
        expect(panel.get_by_role("textbox", name="Prompt")).to_be_hidden()  # the form is another tab
        drop(lab, describe.get_by_role("listitem"), "fox.png", painted("a fox in snow", 3))
        expect(describe.get_by_role("img", name="fox.png")).to_be_visible()
        describe.get_by_role("button", name="Describe", exact=True).click()
        described = finished(panel, "Describe")
        use = described.get_by_role("button", name="Use in the form (2)")
        use.scroll_into_view_if_needed()
        lab.picture("panels-described")
        text = described.get_by_role("listitem").nth(1).locator("p").inner_text()
        use.click()
        expect(panel.get_by_role("tab", name="Imagine")).to_have_attribute("aria-selected", "true")
        prompt = panel.get_by_role("textbox", name="Prompt")
        expect(prompt).to_have_value(text)

        drop(lab, panel.get_by_role("group", name="Reference pictures"), "ref.png", picture(kind="PNG"))
        expect(panel.get_by_role("img", name="ref.png")).to_be_visible()
        lab.picture("panels-form")
        panel.get_by_role("button", name="Imagine", exact=True).click()
        finished(panel, re.escape(text[:20]))

        blend = opened(panel, "Blend")
        tray = blend.get_by_role("group", name="Blend")
        for quarter in (1, 4):
            tray.get_by_role("button", name="From a task…").click()
            tray.get_by_role("button", name=f"Picture {quarter} of: ").first.click()
            expect(tray.get_by_role("button", name=re.compile("^Remove"))).to_have_count(
                1 if quarter == 1 else 2
            )
        lab.picture("panels-blend")
        blend.get_by_role("radio", name="Landscape 3:2").check()
        blend.get_by_role("button", name="Blend", exact=True).click()
        blended = finished(panel, "Blend")

        swap = opened(panel, "Swap face")
        places = swap.get_by_role("listitem")
        drop(lab, places.filter(has_text="Face"), "face.png", painted("portrait of a woman", 1))
        expect(swap.get_by_role("img", name="face.png")).to_be_visible()
        drop(lab, places.filter(has_text="Into"), "into.png", painted("portrait of a man, ink", 5))
        expect(swap.get_by_role("img", name="into.png")).to_be_visible()
        swap.get_by_role("checkbox", name="I may use this face").check()
        swap.get_by_role("button", name="Swap face", exact=True).click()
        finished(panel, "Swap face")

        blended.get_by_role("button", name="U1:").click()
        single = finished(panel, "U1")
        single.get_by_role("button", name=re.compile(r"^\d+ more")).click()
        single.get_by_role("button", name=re.compile("Animate")).first.click()
        clip = finished(panel, "Animate")
        clip.scroll_into_view_if_needed()
        expect(clip.get_by_role("button", name="Stop")).to_be_visible(timeout=30_000)  # it moves by itself
        lab.page.mouse.move(0, 0)
        lab.picture("panels-all")
        clip.get_by_role("button", name="Stop").click()
        expect(clip.get_by_role("button", name="Play")).to_be_visible()

        kept = lab.python(
            "for t in studio.history.tasks()['id']:\n"
            "    h = studio.task(t)\n"
            "    print(h.raw.action, len(h.sources), len(h.clips), len(h.choices))"
        )
        assert kept.splitlines() == [
            "DESCRIBE 1 0 4",
            "IMAGINE 1 0 0",
            "BLEND 2 0 0",
            "SWAP_FACE 2 0 0",
            "UPSCALE 0 0 0",
            "VIDEO 0 1 0",
        ]
