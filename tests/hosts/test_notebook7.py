"""The first notebook in Jupyter Notebook 7, by hand."""

import re

import pytest
from playwright.sync_api import expect

from tests.hosts.conftest import first_notebook

pytestmark = [pytest.mark.lab, pytest.mark.timeout(240)]


def test_the_first_notebook_in_notebook_7(serve, page, tmp_path):
    first_notebook(tmp_path)
    options = ("--no-browser", "--allow-root", "--ServerApp.port={port}", "--IdentityProvider.token={token}")
    page.goto(serve("notebook", *options, ready="/notebooks/first.ipynb?token={token}"))
    expect(page.get_by_role("heading", name="Your first picture")).to_be_visible(timeout=60_000)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    board = cells.nth(1)
    grid = board.get_by_role("article", name=re.compile("^Task: a lighthouse in fog.*Finished"))
    expect(grid).to_have_count(1, timeout=90_000)
    expect(board.get_by_role("article", name=re.compile("U2.*Finished"))).to_have_count(1)
    expect(grid.get_by_role("img", name=re.compile("^a lighthouse"))).to_be_visible()
    grid.get_by_role("button", name="U3:").click()
    child = board.get_by_role("article", name=re.compile("U3.*Finished"))
    expect(child).to_have_count(1, timeout=60_000)
    child.get_by_role("img").evaluate("image => image.decode()")
    child.scroll_into_view_if_needed()
