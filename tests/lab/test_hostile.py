"""F4 in JupyterLab itself: hostile text live, saved, in a DataFrame (cases 61, 62, 65)."""

import nbformat
import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.lab, pytest.mark.timeout(180)]

SERVE = """
import logging
from tests.figures.hostile_relay import tasks
from tests.figures.payloads import payloads
from tests.live.scripted import Scripted
logging.disable(logging.CRITICAL)
known = {}
for number, (_, text) in enumerate(payloads(2), start=10):
    known |= tasks(text, number)
def answer(method, path, body):
    if "list-by-condition" in path:
        return 200, [known[one] for one in body["ids"] if one in known]
    return 200, known[path.split("/")[-2]]
relay = Scripted(answer)
"""
SHOW = """
import yubo_nb as yb
studio = yb.connect(relay.base_url, "sk-hostile-test", lang="en")
handles = [studio.task(one) for one in known]
len(handles)
"""
CONTROL = """
from IPython.display import HTML, display
display(HTML("<img src=x onerror='hit(99999)'>"))
"""
SPY = "window.fired = []; window.hit = n => window.fired.push(n);"


@pytest.fixture
def watched(lab):
    """JupyterLab with a spy in the page, and what was asked of the canary."""
    loads: list[str] = []
    lab.page.add_init_script(SPY)
    lab.page.on("request", lambda one: loads.append(one.url) if "canary.test" in one.url else None)
    lab.page.route("**/canary.test/**", lambda route: route.abort())
    lab.loads = loads
    return lab


def quiet(lab) -> None:
    """Nothing ran, nothing was loaded, nothing of ours was typeset as a formula."""
    lab.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 300)))")
    assert lab.page.evaluate("window.fired") == []
    assert lab.loads == []
    ours = lab.page.locator(".yb-board, .yb-card, [class*='yubo-twin']")
    assert ours.locator("mjx-container, script, a, iframe, object, embed, form").count() == 0


def test_live_then_saved_trusted_and_untrusted(watched):
    lab = watched
    path = lab.write(SERVE, SHOW, "studio", "studio.history.tasks()", "print(*handles, sep='\\n')")
    lab.open(path)
    lab.run_all()
    expect(lab.cell(2).locator(".yb-card .yb-body").first).to_be_visible(timeout=60_000)
    quiet(lab)
    lab.save(path)
    notebook = nbformat.read(path, as_version=4)
    for trusted in (True, False):
        for cell in notebook.cells:
            cell.metadata["trusted"] = trusted
        copy = path.with_name(f"trusted-{trusted}.ipynb")
        nbformat.write(notebook, copy)
        lab.visit_without_kernel(copy)
        expect(lab.page.locator("[class*='yubo-twin']").first).to_be_visible()
        quiet(lab)


def test_the_control_does_fire(watched):
    watched.open(watched.write(CONTROL))
    watched.run_all()
    watched.page.wait_for_function("window.fired.includes(99999)")
