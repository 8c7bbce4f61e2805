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


def test_nothing_given():
    for points in (None, [(0, 0), (1, 1)]):
        with pytest.raises(InvalidRequest, match="polygon"):
            draw_region((10, 10), polygon=points)
