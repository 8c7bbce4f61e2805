"""The saved notebook is a page somebody reads: without its kernel, without a network, without the key."""

import base64
import re
import urllib.parse

import nbclient
import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import expect

from yubo_nb.sandbox import Sandbox

pytestmark = [pytest.mark.lab, pytest.mark.timeout(180)]

STORY = (
    "import yubo_nb as yb\nstudio = yb.connect()",
    'task = studio.imagine("a lighthouse in fog", ar="3:2", seed=7)\ntask',
    "task.wait()\nup = task.upscale(2)\nup",
    "up.wait().status",
)
ALT = re.compile("^a lighthouse in fog")


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


def test_run_without_anybody_watching(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in STORY])
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": tmp_path}}).execute()
    saved = nbformat.writes(notebook)
    assert saved.count("data:image/webp;base64,") == 2
    assert "'SUCCESS'" in saved


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
