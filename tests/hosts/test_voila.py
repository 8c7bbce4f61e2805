"""A notebook as an app under Voilà: the panel works, and the budget holds for whoever opens it."""

import re

import pytest
from playwright.sync_api import expect

from tests.hosts.conftest import first_notebook, notebook

pytestmark = [pytest.mark.lab, pytest.mark.timeout(240)]
VOILA = ("--no-browser", "--Voila.ip=127.0.0.1", "--port={port}", "--ServerApp.allow_root=True")


def test_the_first_notebook_in_voila(serve, page, tmp_path):
    first_notebook(tmp_path)
    page.goto(serve("voila", "first.ipynb", *VOILA, probe="/voila/nothing"))
    expect(page.get_by_role("heading", name="Your first picture")).to_be_visible()
    board = page.get_by_role("region", name="Tasks").first
    grid = board.get_by_role("article", name=re.compile("^Task: a lighthouse in fog.*Finished"))
    expect(grid).to_have_count(1)
    grid.get_by_role("button", name="U3:").click()
    child = board.get_by_role("article", name=re.compile("U3.*Finished"))
    expect(child).to_have_count(1, timeout=60_000)
    child.get_by_role("img").evaluate("image => image.decode()")


def test_the_panel_is_an_app_with_a_budget_in_voila(serve, page, tmp_path):
    notebook(
        tmp_path / "app.ipynb",
        "import yubo_nb as yb\nstudio = yb.connect(budget=yb.Caps(calls_per_hour=2))",
        "studio",
    )
    page.goto(serve("voila", "app.ipynb", *VOILA, probe="/voila/nothing"))
    expect(page.get_by_text("import yubo_nb")).to_have_count(0)
    page.get_by_role("textbox", name="Prompt").fill("a lighthouse in fog --ar 3:2")
    page.get_by_role("button", name="Imagine").click()
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_attribute("value", re.compile(r"\d"))
    grid = page.get_by_role("article", name=re.compile("^Task: a lighthouse in fog.*Finished"))
    expect(grid).to_have_count(1, timeout=60_000)
    grid.get_by_role("button", name="U2:").click()
    expect(page.get_by_role("article", name=re.compile("U2.*Finished"))).to_have_count(1, timeout=60_000)
    grid.get_by_role("button", name="U3:").click()
    capped = page.get_by_text("The cap of 2 paid calls").first
    expect(capped).to_be_visible()
    # A visitor was told to type Python, and has no cell to type it into.
    expect(capped).to_contain_text("ask whoever runs this page")
    expect(capped).not_to_contain_text("studio.")
    expect(page.get_by_role("article")).to_have_count(2)
