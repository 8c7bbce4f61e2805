"""The whole panel in JupyterLab's own themes: no rule of axe-core is broken in what is ours."""

import re

import axe
import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.lab, pytest.mark.timeout(240)]

CELLS = (
    "import yubo_nb as yb\nstudio = yb.connect(speed=30)",
    'grid = studio.imagine("a lighthouse in fog", ar="3:2", seed=7).wait()\nup = grid.upscale(2).wait()',
    "studio",
    "up",
)


def test_the_panel_in_the_themes_of_jupyterlab(lab):
    path = lab.write(*CELLS)
    lab.open(path)
    lab.run_all()
    expect(lab.cell(2).get_by_role("article", name=re.compile("Finished"))).to_have_count(2, timeout=60_000)
    for picture in lab.page.locator(".yubo img").all():
        picture.evaluate("image => image.decode()")
    broken: list[str] = []
    for theme in ("Light", "Dark", "Dark High Contrast"):
        lab.theme(theme)
        lab.page.evaluate("() => new Promise(requestAnimationFrame)")
        broken += [f"{theme}: {one}" for one in axe.violations(lab.page, ".jp-OutputArea-output")]
        lab.picture(f"panel-{theme.lower().replace(' ', '-')}", lab.cell(2).locator(".jp-OutputArea").first)
    lab.theme("Light")
    assert not broken, "\n".join(broken)
