"""marimo draws anywidgets only: the board, the card and a small form are there, and a reload pays nothing."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.hosts.conftest import first_notebook

pytestmark = [pytest.mark.lab, pytest.mark.timeout(240)]

APP = """
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo
    import yubo_nb as yb

    studio = yb.connect(speed=4)
    return mo, studio, yb


@app.cell
def _(studio):
    task = studio.imagine("a lighthouse in fog", ar="3:2", seed=7)
    task
    return (task,)


@app.cell
def _(studio):
    studio
    return


@app.cell
def _(mo, studio, task, yb):
    yb.wait([task])
    mo.vstack([studio.board([task]), mo.md(f"{len(studio.history.store.intents())} calls in all")])
    return


if __name__ == "__main__":
    app.run()
"""


def cards(page, name):
    return page.get_by_role("article", name=re.compile(name))


def test_an_app_in_marimo(serve, page, tmp_path):
    (tmp_path / "app.py").write_text(APP)
    url = serve("marimo", "run", "app.py", "--headless", "--host=127.0.0.1", "--port={port}", "--no-token")
    page.goto(url)
    expect(cards(page, "^Task: a lighthouse in fog.*Finished")).to_have_count(3, timeout=90_000)
    expect(page.get_by_text("1 calls in all")).to_be_visible()
    for one in page.get_by_role("img", name=re.compile("^a lighthouse")).all():
        one.evaluate("image => image.decode()")

    page.get_by_role("textbox", name="Prompt").fill("a red fox --ar 3:2")
    page.get_by_role("button", name="Imagine").click()
    expect(page.get_by_role("progressbar").first).to_have_attribute("value", re.compile(r"\d"))
    expect(cards(page, "^Task: a red fox.*Finished")).to_have_count(1, timeout=60_000)

    cards(page, "^Task: a lighthouse").first.get_by_role("button", name="U2:").click()
    expect(cards(page, "U2.*Finished").first).to_be_visible(timeout=60_000)

    page.reload()  # every cell runs again for a new reader
    expect(cards(page, "^Task: a lighthouse in fog.*Finished").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("3 calls in all")).to_be_visible()


CAPPED = """
import marimo

app = marimo.App()


@app.cell
def _():
    import yubo_nb as yb

    studio = yb.connect(speed=4, budget=yb.Caps(calls_per_hour=1))
    studio
    return


if __name__ == "__main__":
    app.run()
"""


@pytest.mark.parametrize(
    ("mode", "told", "not_told"),
    [
        ("run", "ask whoever runs this page", "studio."),
        ("edit", "studio.", "ask whoever runs this page"),
    ],
)
def test_a_visitor_at_a_cap_is_told_what_a_visitor_can_do(serve, page, tmp_path, mode, told, not_told):
    """The reader of an app was told to type Python, as its author is, and has no cell to type it into."""
    (tmp_path / "app.py").write_text(CAPPED)
    (tmp_path / "pyproject.toml").write_text("[tool.marimo.runtime]\nauto_instantiate = true\n")
    page.goto(
        serve("marimo", mode, "app.py", "--headless", "--host=127.0.0.1", "--port={port}", "--no-token")
    )
    prompt = page.get_by_role("textbox", name="Prompt")
    for text in ("a lighthouse", "a red fox"):
        expect(prompt).to_be_visible(timeout=90_000)
        prompt.fill(text)
        page.get_by_role("button", name="Imagine").click()
        if text == "a lighthouse":
            expect(cards(page, "^Task: a lighthouse.*Finished")).to_have_count(1, timeout=60_000)
    capped = page.get_by_text("The cap of 1 paid calls").first
    expect(capped).to_be_visible()
    expect(capped).to_contain_text(told)
    expect(capped).not_to_contain_text(not_told)


def test_the_first_notebook_in_marimo(serve, page, tmp_path):
    """As marimo's own converter takes it over."""
    convert = [sys.executable, "-m", "marimo", "convert", first_notebook(tmp_path), "-o", "first.py"]
    subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True)
    page.goto(
        serve("marimo", "run", "first.py", "--headless", "--host=127.0.0.1", "--port={port}", "--no-token")
    )
    expect(page.get_by_role("heading", name="Your first picture")).to_be_visible()
    grid = cards(page, "^Task: a lighthouse in fog.*Finished").first
    expect(grid).to_be_visible(timeout=90_000)
    expect(cards(page, "U2.*Finished").first).to_be_visible(timeout=60_000)
    grid.get_by_role("button", name="U3:").click()
    child = cards(page, "U3.*Finished").first
    expect(child).to_be_visible(timeout=60_000)
    child.get_by_role("img").evaluate("image => image.decode()")
