"""Measures of pictures."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

MOST = 400  # pixels of the longer side that are compared, as in the browser (`widgets/static/colours.js`)
FULL = 0.4  # a distance shown in the brightest colour
SEEN = 0.02  # the just noticeable distance
_STOPS = ((0, 0, 4), (66, 10, 104), (147, 38, 103), (221, 81, 58), (252, 165, 10), (252, 255, 164))
_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def difference(a: "Image.Image", b: "Image.Image") -> tuple[float, float, "Image.Image"]:
    """How far apart two pictures are: the mean distance, the share of pixels that look different, and a map.

    The distance is that of OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020;
    deltaEOK of CSS Color 4): 0 for the same, 1 from black to white. `b` is stretched to the shape of `a`;
    both are reduced to 400 pixels. The map goes from black through red to yellow, at 0.4 and more.
    """
    import numpy as np
    from PIL import Image

    scale = min(1.0, MOST / max(a.size))
    size = (max(1, round(a.width * scale)), max(1, round(a.height * scale)))
    distance = np.linalg.norm(_oklab(a, size) - _oklab(b, size), axis=-1)
    stops: Any = np.array(_STOPS, float)
    place = np.clip(distance / FULL, 0, 1) * (len(stops) - 1)
    steps = np.arange(len(_STOPS))
    channels: list[Any] = [np.interp(place, steps, channel) for channel in stops.T]
    heat: Any = np.stack(channels, -1)
    picture = Image.fromarray(heat.round().astype(np.uint8))
    return float(distance.mean()), float((distance > SEEN).mean()), picture


def _oklab(image: "Image.Image", size: tuple[int, int]) -> Any:
    import numpy as np
    from PIL import Image

    pixels = np.asarray(image.convert("RGB").resize(size, Image.Resampling.BILINEAR), float) / 255
    linear = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ np.array(_LMS).T) @ np.array(_LAB).T
