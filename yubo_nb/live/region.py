"""A region of a picture, given by numbers, as a mask: white where to repaint, black elsewhere."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yubo_nb.api.errors import InvalidRequest
from yubo_nb.lang import say

if TYPE_CHECKING:
    from PIL import Image

Box = tuple[float, float, float, float]
Points = Sequence[tuple[float, float]]


def draw_region(
    size: tuple[int, int], *, box: Box | None = None, polygon: Points | None = None
) -> "Image.Image":
    """`box` is left, top, right, bottom. Numbers up to 1 are shares of the picture, else pixels."""
    from PIL import Image, ImageDraw

    if box is not None:
        left, top, right, bottom = box
        polygon = [(left, top), (right, top), (right, bottom), (left, bottom)]
    if polygon is None or len(polygon) < 3:
        raise InvalidRequest(
            say(
                "Give mask=, box= or a polygon= of at least three points.",
                "请给出 mask=、box= 或至少三个点的 polygon=。",
            ),
            field="mask",
        )
    shares = all(0 <= value <= 1 for point in polygon for value in point)
    across, down = size if shares else (1, 1)
    drawn = Image.new("L", size, 0)
    ImageDraw.Draw(drawn).polygon([(x * across, y * down) for x, y in polygon], fill=255)
    return drawn
