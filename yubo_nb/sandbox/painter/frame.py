"""What is done to finished pictures: put in a grid, extended, repainted in a region, enlarged, shown half
done.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Pixels = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
_BINARY = [0] * 128 + [255] * 128


def resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """The picture at another size."""
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def grid(cells: list[Pixels]) -> Pixels:
    """Four pictures as one, 2 x 2."""
    return np.vstack([np.hstack(cells[:2]), np.hstack(cells[2:])])


def within(outer: Box, inner: Box) -> Box:
    """`inner`, given in the coordinates of `outer`, in the coordinates that `outer` is given in."""
    width, height = outer[2] - outer[0], outer[3] - outer[1]
    return (
        outer[0] + inner[0] * width,
        outer[1] + inner[1] * height,
        outer[0] + inner[2] * width,
        outer[1] + inner[3] * height,
    )


def place(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where the old frame lies, in pixels of a new one of `size` that shows `box` of the old."""
    width, height = box[2] - box[0], box[3] - box[1]
    left, top = round(-box[0] / width * size[0]), round(-box[1] / height * size[1])
    return left, top, left + round(size[0] / width), top + round(size[1] / height)


def extended(parent: Pixels, near: Pixels, far: Pixels, box: Box) -> Pixels:
    """A larger frame round `parent`: its own pixels inside, `near` at its border, `far` farther out."""
    size = (near.shape[1], near.shape[0])
    left, top, right, bottom = place(box, size)
    xs, ys = np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32)
    dx = np.maximum(np.maximum(left - xs, xs - right + 1), 0)
    dy = np.maximum(np.maximum(top - ys, ys - bottom + 1), 0)
    away = np.maximum(dx[None, :], dy[:, None]) / (0.22 * min(size))
    share = np.clip(away, 0, 1)[..., None]
    mixed = (near + (far.astype(np.float32) - near) * share * share * (3 - 2 * share)).astype(np.uint8)
    mixed[top:bottom, left:right] = resized(parent, (right - left, bottom - top))
    return mixed


def mirrored(pixels: Pixels, box: Box, size: tuple[int, int]) -> Pixels:
    """What may lie beyond the edge of a picture nobody knows the scene of: its reflection, out of focus."""
    height, width = pixels.shape[:2]

    def fold(low: float, high: float, count: int, length: int) -> npt.NDArray[np.intp]:
        at = (low + (high - low) * (np.arange(count) + 0.5) / count) % 2
        return np.minimum(np.minimum(at, 2 - at) * length, length - 1).astype(np.intp)

    rows, cols = fold(box[1], box[3], size[1], height), fold(box[0], box[2], size[0], width)
    folded = Image.fromarray(pixels[rows][:, cols])
    return np.asarray(folded.filter(ImageFilter.GaussianBlur(min(size) / 48)))


def repainted(old: Pixels, new: Pixels, mask: Image.Image) -> Pixels:
    """`new` where the mask is white. The soft edge lies inside the mask: no pixel outside ever changes."""
    size = (old.shape[1], old.shape[0])
    hard = mask.convert("L").resize(size, Image.Resampling.NEAREST).point(_BINARY)
    soft = (
        np.asarray(hard.filter(ImageFilter.GaussianBlur(max(1.0, min(size) / 128))), dtype=np.float32) / 255
    )
    share = (np.clip(soft * 2 - 1, 0, 1) * (np.asarray(hard) > 0))[..., None]
    return np.rint(old + (new.astype(np.float32) - old) * share).astype(np.uint8)


def enlarged(pixels: Pixels, factor: int, *, creative: bool) -> Pixels:
    """More pixels for the same picture; `creative` sharpens it beyond what was there."""
    height, width = pixels.shape[:2]
    large = Image.fromarray(pixels).resize((width * factor, height * factor), Image.Resampling.LANCZOS)
    strength = 140 if creative else 60
    return np.asarray(large.filter(ImageFilter.UnsharpMask(radius=2.2, percent=strength, threshold=2)))


def unfinished(pixels: Pixels, share: float) -> Image.Image:
    """The picture as it looks when `share` of the work is done: out of focus, and not yet painted to the
    bottom.
    """
    height, width = pixels.shape[:2]
    blur = (1 - share) ** 1.6 * min(width, height) / 20
    small = Image.fromarray(pixels).reduce(2) if min(width, height) >= 64 else Image.fromarray(pixels)
    soft = np.asarray(small.filter(ImageFilter.GaussianBlur(blur / 2)), dtype=np.float32)
    front = (0.15 + share * 1.15) * soft.shape[0]
    rows = np.arange(soft.shape[0], dtype=np.float32)
    bare = np.clip((rows - front) / (0.12 * soft.shape[0]) + 0.5, 0, 1)[:, None, None]
    canvas = soft.mean(axis=(0, 1)) * 0.25 + 150
    return Image.fromarray((soft + (canvas - soft) * bare).astype(np.uint8))
