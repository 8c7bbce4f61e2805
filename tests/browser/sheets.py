"""`make sheets`: every view in English and Chinese, light and dark, on one picture, for a person to judge."""

import io
import os
import re

import pytest
from PIL import Image, ImageChops

from tests.browser.conftest import Stage
from tests.browser.test_axe import AROUND, SETTLED
from tests.browser.views import VIEWS
from tests.lab.conftest import ARTIFACTS

pytestmark = pytest.mark.browser
GAP, BETWEEN = 12, (128, 128, 128)
WIDTH = os.environ.get("WIDTH", "")  # of the page, else the stage's own


@pytest.mark.parametrize("view", VIEWS)
def test_a_sheet_of(stage: Stage, monkeypatch: pytest.MonkeyPatch, view: str) -> None:
    rows: list[list[Image.Image]] = []
    if WIDTH:
        stage.page.set_viewport_size({"width": int(WIDTH), "height": 1400})
    for language in ("en", "zh"):
        monkeypatch.setenv("YUBO_LANG", language)
        VIEWS[view](stage)
        stage.page.add_style_tag(content=AROUND)
        rows.append([])
        for colours in ("light", "dark"):
            stage.page.emulate_media(color_scheme=colours)
            stage.page.evaluate(SETTLED)
            over = stage.page.locator("dialog[open], [role=menu]").count()  # those are not in the view's box
            rows[-1].append(Image.open(io.BytesIO(stage.page.screenshot(full_page=not over))).convert("RGB"))
        stage.page.emulate_media(color_scheme="light")
    boxes = [_filled(one) for row in rows for one in row]
    wide, high = (max(box[side] for box in boxes) + GAP for side in (2, 3))
    sheet = Image.new("RGB", (wide * 2 + GAP, high * 2 + GAP), BETWEEN)
    for y, row in enumerate(rows):
        for x, one in enumerate(row):
            sheet.paste(one.crop((0, 0, wide, high)), (x * (wide + GAP), y * (high + GAP)))
    folder = ARTIFACTS / "sheets"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", view)
    at = f"-{WIDTH}" if WIDTH else ""
    sheet.save(folder / f"{list(VIEWS).index(view):02}-{name}{at}.png")


def _filled(page: Image.Image) -> tuple[int, int, int, int]:
    """The part that is not just the page's colour."""
    ground = Image.new("RGB", page.size, page.getpixel((page.width - 1, page.height - 1)))
    return ImageChops.difference(page, ground).getbbox() or (0, 0, 1, 1)
