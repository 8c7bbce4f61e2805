"""The saved notebook is a page somebody reads: without its kernel, without a network, without the key."""

import base64
import re
import urllib.parse

import nbclient
import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import expect

from tests.lab.conftest import ARTIFACTS
from yubo_nb.sandbox import Sandbox

pytestmark = [pytest.mark.lab, pytest.mark.timeout(180)]

STORY = (
    "import yubo_nb as yb\nstudio = yb.connect()",
    'task = studio.imagine("a lighthouse in fog", ar="3:2", seed=7)\ntask',
    "task.wait()\nup = task.upscale(2)\nup",
    "up.wait().status",
)
VIEW = "application/vnd.jupyter.widget-view+json"
ALT = re.compile("^(?:[AB]: )?a lighthouse in fog")


def pictures(page, count):
    """All the pictures of the story that a reader sees; each has been drawn."""
    seen = page.get_by_role("img", name=ALT)
    expect(seen).to_have_count(count)
    for picture in seen.all():
        assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 0
        expect(picture).to_be_visible()
    return seen


@pytest.fixture(scope="module")
def finished(visit):
    """The story, run and saved in JupyterLab; its file is what the tests below read."""
    with visit("story-saved") as lab:
        path = lab.write(*STORY)
        lab.open(path)
        lab.run_all()
        expect(lab.page.get_by_role("article", name=re.compile("U2.*Finished"))).to_have_count(1)
        lab.save(path)
    return path


def test_reopened_without_a_kernel(lab, finished):
    copy = finished.with_name("without-kernel.ipynb")
    copy.write_bytes(finished.read_bytes())
    lab.visit_without_kernel(copy)
    pictures(lab.page, 2)
    assert "model not found" not in lab.page.locator(".jp-Notebook").inner_text()


def test_reopened_with_a_new_kernel(lab, finished):
    lab.open(finished)
    pictures(lab.page, 2)


def test_as_a_page_without_a_network(chromium, finished):
    html, _ = HTMLExporter().from_filename(str(finished))
    page_file = finished.with_suffix(".html")
    page_file.write_text(html, encoding="utf-8")
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(page_file.as_uri())
    pictures(page, 2)
    context.close()


@pytest.fixture
def alone(monkeypatch, tmp_path):
    """A folder with a history of its own: a kernel shows what it finds in one."""
    monkeypatch.delenv("YUBO_HISTORY")
    return tmp_path


def test_run_without_anybody_watching(alone):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in STORY])
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": alone}}).execute()
    saved = nbformat.writes(notebook)
    assert saved.count("data:image/webp;base64,") == 2
    assert "'SUCCESS'" in saved


STUDY = (
    "import yubo_nb as yb\nstudio = yb.connect(speed=60)",
    "studio",
    (
        'grid = studio.imagine("a lighthouse in fog", ar="3:2", seed=7).wait()\n'
        'others = [studio.imagine(f"a lighthouse in fog, {when}").wait() for when in ("at dawn", "at night")]'
    ),
    (
        "up, variation = grid.upscale(2).wait(), grid.vary(3).wait()\n"
        'region = up.vary_region(box=(0.2, 0.1, 0.8, 0.6), prompt="a lighthouse in fog, red").wait()\n'
        "last = region.upscale(1).wait()"
    ),
    "studio.lineage(region)",
    'studio.report("study.html", title="Lighthouses")',
    "studio.grid([grid, *others])",
    "yb.compare(*others)",
)
BRANCHES = ("U2", "Vary (Region)", "U1", "V3")


@pytest.fixture(scope="module")
def study(visit):
    """S8: seven tasks of two generations and more, their tree, a report; saved while the views are live."""
    with visit("study-live") as lab:
        path = lab.write(*STUDY)
        lab.open(path)
        lab.run_all()
        tree = lab.cell(4).get_by_role("tree")
        expect(tree.get_by_role("treeitem")).to_have_count(5)
        tree.get_by_role("treeitem", name="V3").click()
        expect(lab.cell(4).get_by_role("figure").get_by_role("img", name=ALT)).to_be_visible()
        lab.picture("study-lineage", lab.cell(4))
        lab.save(path)
        assert len(path.read_bytes()) < 1_000_000
        kept = path.with_name("kept.ipynb")
        kept.write_bytes(path.read_bytes())
        assert lab.python("yb.freeze()") == "4 views frozen: 7 tasks, 0.2 MB."
        expect(lab.page.get_by_role("tree")).to_have_count(0)
        expect(lab.page.get_by_role("textbox", name="Prompt")).to_have_count(0)
        pictures(lab.page, 17)
        lab.picture("study-frozen", lab.cell(1))
        frozen = lab.save(path)
        assert not [
            one for cell in frozen.cells for one in cell.get("outputs", ()) if VIEW in one.get("data", {})
        ]
    return kept


def read(page) -> None:
    """Pictures: seven of the board, five of the tree, three of the grid, two compared; what changed."""
    pictures(page, 17)
    expect(page.get_by_role("heading", name="7 tasks")).to_be_visible()
    _, tree, table, pair = page.locator("[class*=yubo-twin]").all()
    for name in BRANCHES:
        expect(tree.get_by_text(name, exact=True).first).to_be_visible()
    expect(page.locator("ins", has_text="red").first).to_be_visible()
    expect(table.get_by_role("columnheader")).to_have_count(2)
    expect(pair.get_by_text("Mean difference")).to_be_visible()
    expect(pair.locator("ins")).to_have_text("night")


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_a_study_reopened_without_a_kernel(lab, study, trusted, theme):
    copy = study.with_name(f"copy-{trusted}-{theme}.ipynb")
    notebook = nbformat.read(study, as_version=4)
    for cell in notebook.cells:
        cell.metadata["trusted"] = trusted
    nbformat.write(notebook, copy)
    lab.visit_without_kernel(copy)
    lab.theme(theme)
    read(lab.page)
    lab.cell(1).scroll_into_view_if_needed()
    lab.picture(f"study-without-kernel-{'trusted' if trusted else 'untrusted'}-{theme}")
    lab.theme("Light")


def test_a_study_as_a_page_without_a_network_and_without_scripts(chromium, study):
    html, _ = HTMLExporter().from_filename(str(study))
    page_file = study.with_suffix(".html")
    page_file.write_text(html, encoding="utf-8")
    context = chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    expect(page.get_by_role("img", name=ALT)).to_have_count(17)
    expect(page.get_by_role("heading", name="7 tasks")).to_be_visible()
    page.screenshot(path=ARTIFACTS / "study-nbconvert.png", full_page=True)
    context.close()


def test_the_report_of_a_study_opens_anywhere(chromium, study):
    context = chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(study.with_name("study.html").as_uri())
    expect(page.get_by_role("heading", name="Lighthouses")).to_be_visible()
    expect(page.get_by_role("img", name=ALT)).to_have_count(7)
    expect(page.get_by_role("link", name="Vary (Region)")).to_be_visible()
    context.close()


def test_frozen_by_the_notebook_itself_when_nobody_watches(alone):
    cells = [*STUDY, "yb.freeze()"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": alone}}).execute()
    assert re.fullmatch(r"4 views frozen: 7 tasks, 0\.\d MB\.\n", notebook.cells[-1].outputs[0].text)
    live = [output for cell in notebook.cells for output in cell.outputs if VIEW in output.get("data", {})]
    assert live == [], "no view is left that no kernel answers"
    assert nbformat.writes(notebook).count("data:image/webp;base64,") == 18


def test_the_key_is_in_no_file(lab):
    key = "sk-a-key-that-nobody-else-has-4711"
    with Sandbox(api_key=key) as relay:
        path = lab.write(*STORY)
        (path.parent / ".env").write_text(f"YUBO_BASE_URL={relay.base_url}\nYUBO_API_KEY={key}\n")
        lab.open(path)
        lab.run_all()
        lab.save(path)
        (path.parent / ".env").unlink()
    disguises = [
        key.encode(),
        base64.b64encode(key.encode()).rstrip(b"=")[:-2],
        urllib.parse.quote(key).encode(),
    ]
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    assert len(files) > 2
    for file in files:
        assert not any(disguise in file.read_bytes() for disguise in disguises), file.name
