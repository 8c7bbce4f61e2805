"""A region given by numbers becomes a mask."""

import pytest

from yubo_nb.api.errors import InvalidRequest
from yubo_nb.live.region import draw_region


def test_shares_and_pixels_draw_the_same():
    shares = draw_region((100, 50), box=(0.2, 0.2, 0.8, 0.6))
    pixels = draw_region((100, 50), box=(20, 10, 80, 30))
    assert shares.tobytes() == pixels.tobytes()
    assert set(shares.tobytes()) == {0, 255}
    assert shares.getbbox() == (20, 10, 81, 31)


def test_a_polygon():
    drawn = draw_region((10, 10), polygon=[(0, 0), (1, 0), (0, 1)])
    assert drawn.getpixel((1, 1)) == 255
    assert drawn.getpixel((9, 9)) == 0


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "three points"),
        ({"polygon": [(0, 0), (1, 1)]}, "three points"),
        ({"polygon": [(0, 0), (1, 1), (1, float("nan"))]}, "points \\(x, y\\)"),
        ({"polygon": "abc"}, "points \\(x, y\\)"),
        ({"box": (0.2, 0.2, 0.8)}, "four numbers"),
        ({"box": ("a", 0, 1, 1)}, "four numbers"),
        ({"box": (0.8, 0.2, 0.2, 0.6)}, "left < right"),
        ({"box": (0, 0, float("nan"), 1)}, "left < right"),
        ({"box": (200, 200, 300, 300)}, "outside the picture, which has 100 × 50 pixels"),
    ],
)
def test_what_is_no_region_says_why(given, why):
    with pytest.raises(InvalidRequest, match=why):
        draw_region((100, 50), **given)
