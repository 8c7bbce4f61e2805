"""A region of a picture as the relay wants it: an opaque PNG of the picture's size, white where to repaint."""

import base64
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from yubo_nb.api.errors import InvalidRequest
from yubo_nb.lang import say

if TYPE_CHECKING:
    from PIL import Image

Box = tuple[float, float, float, float]


def encode_mask(
    size: tuple[int, int],
    *,
    mask: Any = None,
    box: Box | None = None,
    polygon: Sequence[tuple[float, float]] | None = None,
) -> str:
    """Bare base64. Exactly one of: `mask` (array, PIL image, path or bytes; non-zero is white; scaled to `size`),
    `box` (left, top, right, bottom) or `polygon`; coordinates from 0 to 1, or in pixels where any is above 1.
    """  # noqa: D205, D209 - one sentence
    if sum(part is not None for part in (mask, box, polygon)) != 1:
        raise _bad("Give one of mask=, box= or polygon=.", "请在 mask=、box=、polygon= 中给出一个。")
    if mask is not None:
        drawn = _from_picture(mask, size)
    elif polygon is not None:
        drawn = _outline(polygon, size)
    else:
        assert box is not None
        left, top, right, bottom = box
        drawn = _outline([(left, top), (right, top), (right, bottom), (left, bottom)], size)
    if drawn.getbbox() is None:
        raise _bad("The region is empty; there is nothing to repaint.", "选区为空，没有要重绘的内容。")
    out = BytesIO()
    drawn.convert("RGB").save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode("ascii")


def _outline(points: Sequence[tuple[float, float]], size: tuple[int, int]) -> "Image.Image":
    from PIL import Image, ImageDraw

    if len(points) < 3:
        raise _bad("A polygon has at least three points.", "多边形至少需要三个点。")
    relative = all(0 <= value <= 1 for point in points for value in point)
    scale = size if relative else (1, 1)
    drawn = Image.new("L", size, 0)
    ImageDraw.Draw(drawn).polygon([(x * scale[0], y * scale[1]) for x, y in points], fill=255)
    return drawn


def _from_picture(mask: Any, size: tuple[int, int]) -> "Image.Image":
    from PIL import Image

    if isinstance(mask, Image.Image):
        picture = mask
    elif isinstance(mask, bytes):
        picture = Image.open(BytesIO(mask))
    elif hasattr(mask, "__array_interface__"):
        import numpy as np

        array = np.asarray(mask)
        if array.ndim != 2:
            raise _bad("A mask array has two dimensions.", "遮罩数组必须是二维的。")
        picture = Image.fromarray((array != 0).astype("uint8") * 255)
    else:
        picture = Image.open(mask)
    flat = picture.convert("L").resize(size, Image.Resampling.NEAREST)
    return flat.point(lambda value: 255 if value > 127 else 0)


def _bad(en: str, zh: str) -> InvalidRequest:
    return InvalidRequest(say(en, zh), field="mask")
