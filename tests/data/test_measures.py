"""How far apart two pictures are."""

import numpy as np
import pytest
from PIL import Image

from yubo_nb.data.measures import difference


def plain(colour: str, size: tuple[int, int] = (64, 48)) -> Image.Image:
    return Image.new("RGB", size, colour)


def test_black_and_white_are_one_apart_and_the_same_are_none() -> None:
    assert difference(plain("black"), plain("white"))[0] == pytest.approx(1, abs=1e-4)
    mean, share, heat = difference(plain("tomato"), plain("tomato"))
    assert (mean, share) == (0, 0)
    assert np.asarray(heat).max() <= 4


@pytest.mark.parametrize(
    ("a", "b", "apart"), [("red", "blue", 0.5371), ("red", "lime", 0.5198), ("lime", "blue", 0.6734)]
)
def test_the_distance_is_that_of_oklab(a: str, b: str, apart: float) -> None:
    """From the published coordinates of red (0.628, 0.2249, 0.1258), lime (0.8664, -0.2339, 0.1795), blue
    (0.452, -0.0325, -0.3115)."""
    assert difference(plain(a), plain(b))[0] == pytest.approx(apart, abs=5e-4)


def test_half_a_picture_is_half_the_share() -> None:
    one = plain("white")
    one.paste("black", (0, 0, 32, 48))
    mean, share, heat = difference(one, plain("white"))
    assert (mean, share) == pytest.approx((0.5, 0.5), abs=1e-4)
    pixels = np.asarray(heat)
    assert tuple(pixels[24, 2]) == (252, 255, 164)
    assert tuple(pixels[24, 60]) == (0, 0, 4)


def test_what_nobody_sees_is_not_counted() -> None:
    mean, share, _ = difference(plain("#808080"), plain("#828282"))
    assert share == 0
    assert mean > 0


def test_another_shape_is_stretched_and_a_large_one_reduced() -> None:
    _, _, heat = difference(plain("red", (2000, 1000)), plain("red", (100, 300)))
    assert heat.size == (400, 200)
