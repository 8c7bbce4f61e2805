"""Two real pictures against each other in JupyterLab: divider, zoom, difference; saved and reopened."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.lab, pytest.mark.timeout(240)]

CONNECT = "import yubo_nb as yb\nstudio = yb.connect(speed=40)"
PAIR = (
    'a, b = (studio.imagine("a lighthouse in fog", ar="3:2", stylize=style, seed=7) for style in (50, 750))\n'
    "yb.compare(a, b)"
)


def test_two_pictures_against_each_other(lab):
    path = lab.write(CONNECT, PAIR)
    lab.open(path)
    lab.run_all()
    shown = lab.cell(1)
    # Nobody has waited: they come while one looks.
    expect(shown.locator(".yb-plate img:visible")).to_have_count(2, timeout=60_000)
    divider = shown.get_by_role("slider", name="Divider between A and B")
    box = shown.locator(".yb-pairstage").bounding_box()
    at = divider.bounding_box()
    lab.page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + box["width"] * 0.3, at["y"] + at["height"] / 2, steps=5)
    lab.page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", "30")
    lab.picture("compare-slider", shown)
    for key in ("e", "+", "+", "+", "+"):
        lab.page.keyboard.press(key)
    seen = shown.locator(".yb-plate img").evaluate_all("all => all.map((e) => getComputedStyle(e).transform)")
    assert len(set(seen)) == 1
    assert seen[0] != "matrix(1, 0, 0, 1, 0, 0)"
    lab.picture("compare-beside", shown)
    for key in ("0", "d"):
        lab.page.keyboard.press(key)
    said = shown.get_by_role("status").filter(
        has_text=re.compile(r"^Mean difference [1-9][\d.]* %; \d+ % of the picture looks different")
    )
    expect(said).to_be_visible()
    lab.picture("compare-difference", shown)
    mean = re.search(r"([\d.]+) %", said.inner_text())
    assert mean

    measured = lab.python(
        "from yubo_nb.data.measures import difference\nprint(100 * difference(a.image, b.image)[0])"
    )
    assert float(mean[1]) == pytest.approx(float(measured), rel=0.1), "the same to a tenth, however reduced"
    lab.save(path)
    copy = path.with_name("without-kernel.ipynb")
    copy.write_bytes(path.read_bytes())
    assert len(copy.read_bytes()) < 300_000
    lab.visit_without_kernel(copy)
    saved = lab.cell(1)
    expect(saved.get_by_role("img", name=re.compile("^[AB]: a lighthouse in fog"))).to_have_count(2)
    expect(saved.get_by_text("Mean difference")).to_be_visible()
    expect(saved.locator("ins")).to_have_text("--stylize 750")
    lab.picture("compare-saved", saved)
