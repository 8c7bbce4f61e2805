"""A board as a person uses it in JupyterLab: look closely, star, search, upscale several; the star stays."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.lab, pytest.mark.timeout(240)]

CONNECT = "import yubo_nb as yb\nstudio = yb.connect()"
TWO = (
    'for words in ("a lighthouse in fog", "a harbour at dawn"):\n'
    '    studio.imagine(words, ar="3:2", seed=7).wait()'
)


def test_look_star_search_upscale_and_restart(lab):
    path = lab.write(CONNECT, TWO, "studio")
    lab.open(path)
    lab.run_all()
    board = lab.cell(2)
    fog = board.get_by_role("article", name=re.compile("^Task: a lighthouse in fog"))
    expect(fog.get_by_role("img")).to_be_visible(timeout=60_000)

    fog.get_by_role("img").click()
    large = lab.page.get_by_role("dialog", name="a lighthouse in fog")
    large.get_by_role("img").evaluate("image => image.decode()")
    lab.page.keyboard.press("2")
    expect(large.get_by_role("img", name="Picture 2 of four")).to_be_visible()
    lab.picture("board-large")
    with lab.page.expect_download() as kept:
        large.get_by_role("button", name="Save the original").click()
    assert re.fullmatch(r"yubo-\d+-2\.png", kept.value.suggested_filename)
    lab.page.keyboard.press("Escape")
    expect(fog).to_be_focused()

    lab.page.keyboard.press("s")
    expect(fog.get_by_role("button", name="Star")).to_have_attribute("aria-pressed", "true")
    assert lab.python("print(studio.history.tasks().starred.sum())") == "1"

    board.get_by_role("searchbox").fill("dawn ar:3:2")
    expect(fog).to_be_hidden()
    board.get_by_role("button", name="Show all").click()
    fog.press("Control+a")
    lab.page.wait_for_function("() => true")
    bar = board.get_by_role("region", name="Selected tasks")
    bar.get_by_role("button", name="Upscale…").click()
    lab.page.get_by_role("menuitem", name=re.compile("^Upscale picture 1 of 2 tasks – 0.1 ")).click()
    lab.picture("board-bulk", board)
    assert lab.python("print(len(studio.history.tasks()))") == "2"  # asked first
    bar.get_by_role("button", name=re.compile("^Upscale picture 1 of 2 tasks")).click()
    expect(board.get_by_role("article", name=re.compile("^Task: U1, .*Finished"))).to_have_count(
        2, timeout=60_000
    )
    assert sorted(lab.python("print(*(task.prompt[:4] for task in studio.selected()))").split()) == [
        "a",
        "a",
        "ha",
        "li",
    ]

    lab.command("docmanager:save")
    lab.page.evaluate("jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()")
    lab.open(path)
    lab.python(CONNECT)
    lab.command("notebook:run-all-cells")
    again = lab.cell(2).get_by_role("article", name=re.compile("^Task: a lighthouse in fog"))
    expect(again.get_by_role("button", name="Star")).to_have_attribute("aria-pressed", "true", timeout=60_000)
