"""A region of a picture as a mask: white where to repaint, black elsewhere, given by numbers or painted."""

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from yubo_nb.api.errors import InvalidRequest
from yubo_nb.api.pictures import mask_base64
from yubo_nb.lang import say

if TYPE_CHECKING:
    from PIL import Image

Box = tuple[float, float, float, float]
Points = Sequence[tuple[float, float]]
_MOST_PIXELS = 16 * 10**6  # the editor paints on at most 4 million


def mask_uri(
    size: tuple[int, int],
    *,
    mask: Any = None,
    box: Box | None = None,
    polygon: Points | None = None,
    invert: bool = False,
) -> str:
    """One of the three as the data URI that `modal` takes. Raises InvalidRequest."""
    if sum(given is not None for given in (mask, box, polygon)) != 1:
        raise _refused(
            "give one of mask=, box= or polygon=.", "请在 mask=、box=、polygon= 中给出一个。", "mask"
        )
    white = draw_region(size, box=box, polygon=polygon) if mask is None else mask
    return f"data:image/png;base64,{mask_base64('submit/modal', white, size=size, invert=invert)}"


def draw_region(
    size: tuple[int, int], *, box: Box | None = None, polygon: Points | None = None
) -> "Image.Image":
    """`box` is left, top, right, bottom. Numbers up to 1 are shares of the picture, else pixels."""
    from PIL import Image, ImageDraw

    points = _corners(box) if box is not None else [_point(one) for one in polygon or ()]
    if len(points) < 3:
        raise _refused("needs at least three points.", "至少需要三个点。", "polygon")
    shares = all(0 <= value <= 1 for point in points for value in point)
    across, down = size if shares else (1, 1)
    drawn = Image.new("L", size, 0)
    ImageDraw.Draw(drawn).polygon([(x * across, y * down) for x, y in points], fill=255)
    if drawn.getbbox() is None:
        where = f"{size[0]} × {size[1]}"
        raise _refused(
            f"lies outside the picture, which has {where} pixels.",
            f"在图片之外，图片为 {where} 像素。",
            "box" if box is not None else "polygon",
        )
    return drawn


def fit_painted(data: bytes, size: tuple[int, int]) -> "Image.Image":
    """A mask that came from a browser: decoded whole, brought to the picture's size, black or white only.

    Only PNG is tried, and its size is looked at before anything is decoded. Raises InvalidRequest.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as painted:
            bearable = painted.width * painted.height <= _MOST_PIXELS
            layer = painted.convert("RGBA") if bearable else painted
    except Exception as error:  # decoders raise whatever a broken file leads them to
        raise _refused("is no readable PNG.", "不是可读取的 PNG。", "mask") from error
    if not bearable:
        raise _refused("has more than 16 million pixels.", "超过 1600 万像素。", "mask")
    black = Image.new("RGBA", layer.size, (0, 0, 0, 255))
    black.alpha_composite(layer)
    # Nearest neighbour: an edge in between would be neither black nor white.
    return black.convert("L").resize(size, Image.Resampling.NEAREST).point([0] * 128 + [255] * 128)


def _corners(box: Box) -> list[tuple[float, float]]:
    try:
        left, top, right, bottom = (float(value) for value in box)
    except (TypeError, ValueError):
        raise _refused(
            "is four numbers: left, top, right, bottom.", "应为四个数：左、上、右、下。", "box"
        ) from None
    if not (left < right and top < bottom):
        raise _refused(
            "is left, top, right, bottom, with left < right and top < bottom.",
            "依次为左、上、右、下，且左 < 右、上 < 下。",
            "box",
        )
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _point(given: Any) -> tuple[float, float]:
    try:
        x, y = (float(value) for value in given)
    except (TypeError, ValueError):
        x = y = math.nan
    if not (math.isfinite(x) and math.isfinite(y)):
        raise _refused("is a list of points (x, y).", "应为由点 (x, y) 组成的列表。", "polygon") from None
    return x, y


def _refused(en: str, zh: str, field: str) -> InvalidRequest:
    return InvalidRequest(say(f"{field}: {en}", f"{field}：{zh}"), field=field)
