"""S4 in JupyterLab: real tasks are looked at together, rated, two upscaled; saved and reopened."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.lab, pytest.mark.timeout(240)]

CONNECT = "import yubo_nb as yb\nstudio = yb.connect(speed=40)"
FOXES = (
    'foxes = [studio.imagine(f"portrait of a fox, {how}", seed=seed)\n'
    '         for how in ("oil", "ink") for seed in range(1, 5)]\n'
    "grid = studio.grid(foxes)\ngrid"
)
FOX = re.compile("portrait of a fox")


def test_seeds_are_compared_rated_picked_and_saved(lab):
    path = lab.write(CONNECT, FOXES, "yb.wait(foxes)")
    lab.open(path)
    lab.start_all()
    table = lab.cell(1).get_by_role("grid", name="Grid")
    # Nobody waits: the table is there before its pictures are.
    expect(table.get_by_role("columnheader")).to_have_text(["1", "2", "3", "4"])
    expect(table.get_by_role("rowheader")).to_have_text(["oil", "ink"])
    expect(table.get_by_role("img", name=FOX)).to_have_count(8, timeout=60_000)
    lab.picture("grid", lab.cell(1))

    first = table.get_by_role("group", name="oil, seed 1")
    first.focus()
    for key in ("+", "+", "+", "+", "Shift+ArrowUp"):
        lab.page.keyboard.press(key)
    places = table.locator(".yb-shot-pane").evaluate_all(
        "all => all.map((one) => new DOMMatrix(getComputedStyle(one).transform).toString())"
    )
    assert len(set(places)) == 1
    assert places[0] != "matrix(1, 0, 0, 1, 0, 0)"
    lab.picture("grid-zoomed", lab.cell(1))
    lab.page.keyboard.press("0")

    for key in ("4", "ArrowRight", "x", "ArrowDown", "5", "Space", "ArrowRight", "Space"):
        lab.page.keyboard.press(key)
    expect(table.get_by_role("group", name="oil, seed 1, Finished, 4 of 5 stars")).to_be_visible()
    expect(table.get_by_role("group", name="oil, seed 2, Finished, ✕ Rejected")).to_be_visible()
    said = lab.python("t = studio.history.tasks(); print(*sorted(t.rating.dropna().astype(int)))")
    assert said == "-1 4 5"

    bar = lab.cell(1).get_by_role("region", name="Selected tasks")
    expect(bar).to_contain_text("2 selected")
    bar.get_by_role("button", name="Upscale…").click()
    lab.cell(1).get_by_role("menuitem").nth(2).click()
    assert lab.python("print(len(studio.history.tasks()))") == "8", "asked first"
    bar.locator(".yb-main").click()
    up = table.get_by_role("group", name=re.compile("ink, seed [23]")).get_by_role(
        "button", name="U3", exact=True
    )
    expect(up).to_have_count(2, timeout=60_000)
    picked = "print(*(task.prompt[-1] for task in grid.selected()))"
    assert lab.python(picked) == "2 3"

    lab.cell(1).get_by_role("combobox", name="Rows").select_option(label="seed")
    expect(table.get_by_role("rowheader")).to_have_text(["1", "2", "3", "4"])
    lab.cell(1).get_by_role("button", name="Picture 3 of four").click()
    expect(table.get_by_role("img", name=re.compile("^Picture 3 of four"))).to_have_count(8)
    lab.picture("grid-quarters", lab.cell(1))
    assert lab.python("print(grid.rows, grid.cols, grid.part)") == "seed words 3"
    lab.save(path)

    copy = path.with_name("without-kernel.ipynb")
    copy.write_bytes(path.read_bytes())
    assert len(copy.read_bytes()) < 600_000
    lab.visit_without_kernel(copy)
    saved = lab.cell(1).get_by_role("table")
    expect(saved.get_by_role("img", name=FOX)).to_have_count(8)
    expect(saved.get_by_role("rowheader")).to_have_text(["seed 1", "seed 2", "seed 3", "seed 4"])
    expect(saved).to_contain_text("★★★★☆")
    lab.picture("grid-saved", lab.cell(1))
