"""Pictures made of pictures that were sent: blends, swapped faces, edits, clips, and what can be said of
them.
"""

import colorsys

import numpy as np
from PIL import Image, ImageOps

from yubo_nb.sandbox.painter.canvas import Canvas
from yubo_nb.sandbox.painter.chance import Chance, Floats
from yubo_nb.sandbox.painter.frame import WHOLE, Pixels
from yubo_nb.sandbox.painter.portrait import FACE


def fitted(image: Image.Image, size: tuple[int, int]) -> Pixels:
    """The picture cut to a frame."""
    return np.asarray(ImageOps.fit(image.convert("RGB"), size, Image.Resampling.LANCZOS))


def blended(images: list[Image.Image], size: tuple[int, int], seed: int) -> Pixels:
    """Each picture shows through where a slow noise lets it; the colours of all are drawn together."""
    chance = Chance(seed)
    canvas = Canvas(size, WHOLE, size[0] / size[1], chance)
    sources = [fitted(i, size).astype(np.float32) for i in images]
    mean = np.mean([s.mean(axis=(0, 1)) for s in sources], axis=0)
    weights = [np.exp(2.4 * canvas.field(f"part{n}", 1.6, 1.6, octaves=3)) for n in range(len(sources))]
    total = np.sum(weights, axis=0)
    picture = np.zeros_like(sources[0])
    for source, weight in zip(sources, weights, strict=True):
        toned = source + (mean - source.mean(axis=(0, 1))) * 0.35
        picture += toned * (weight / total)[..., None]
    grey = picture.mean(axis=2, keepdims=True)
    return np.clip(grey + (picture - grey) * 1.15, 0, 255).astype(np.uint8)


def _oval(size: tuple[int, int], middle: tuple[float, float], half: tuple[float, float]) -> Floats:
    x = (np.arange(size[0]) + 0.5 - middle[0]) / half[0]
    y = (np.arange(size[1]) + 0.5 - middle[1]) / half[1]
    return np.clip((1 - np.sqrt(x[None, :] ** 2 + y[:, None] ** 2)) * 6, 0, 1)


def find_face(image: Image.Image) -> tuple[float, float, float, float]:
    """Middle and half axes of the face-like figure, in pixels: where the skin is, else where a portrait has
    it.
    """
    small = np.asarray(image.convert("RGB").resize((64, 64), Image.Resampling.BILINEAR), dtype=np.float32)
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    skin = (
        (red > green + 12)
        & (green > blue)
        & (red > 80)
        & (red < 252)
        & (red - blue < 130)
        & (red - blue > 25)
    )
    width, height = image.size
    usual = (width / 2 + FACE[0] * height, FACE[1] * height, FACE[2] * height, FACE[3] * height)
    oval = _oval((64, 64), (32, FACE[1] * 64), (FACE[2] * 64 * height / width, FACE[3] * 64)) > 0.3
    if not skin.any() or skin[oval].mean() > 0.35:
        return usual
    rows, columns = np.nonzero(skin)
    x, y = float(np.median(columns)), float(np.median(rows))
    across, up = max(3.0, float(columns.std()) * 1.5), max(4.0, float(rows.std()) * 1.5)
    return x * width / 64, y * height / 64, across * width / 64, up * height / 64


def swapped(face: Image.Image, into: Image.Image) -> Pixels:
    """The face of one picture in the other; everything outside the oval stays as it was."""
    target = np.asarray(into.convert("RGB"), dtype=np.float32)
    fx, fy, fa, fb = find_face(face)
    tx, ty, ta, tb = find_face(into)
    cut = face.convert("RGB").crop((round(fx - fa), round(fy - fb), round(fx + fa), round(fy + fb)))
    patch = cut.resize((max(2, round(2 * ta)), max(2, round(2 * tb))), Image.Resampling.LANCZOS)
    sheet = Image.fromarray(target.astype(np.uint8))
    sheet.paste(patch, (round(tx - ta), round(ty - tb)))
    share = _oval(into.size, (tx, ty), (ta, tb))[..., None]
    return (target + (np.asarray(sheet, dtype=np.float32) - target) * share).astype(np.uint8)


def frames(picture: Pixels, count: int, motion: float) -> list[Image.Image]:
    """A slow drift over a picture: out, across and back, so that it can loop."""
    image = Image.fromarray(picture)
    image.thumbnail((384, 384))
    width, height = image.size
    shown: list[Image.Image] = []
    for n in range(count):
        turn = 2 * np.pi * n / count
        cut = 0.03 + 0.025 * motion * (1 - float(np.cos(turn))) / 2
        dx = 0.02 * motion * float(np.sin(turn))
        box = (width * (cut + dx), height * cut, width * (1 - cut + dx), height * (1 - cut))
        shown.append(image.resize((width, height), Image.Resampling.BILINEAR, box=box))
    return shown


def fingerprint(image: Image.Image) -> Floats:
    """What is left of a picture in any size and format: its colours on a 12 x 12 sheet."""
    small = image.convert("RGB").resize((12, 12), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float32)


def colour_names(image: Image.Image) -> list[str]:
    """The two most seen colours, in words."""
    small = image.convert("RGB").resize((48, 48)).quantize(6).convert("RGB")
    seen: dict[str, int] = {}
    for red, green, blue in np.asarray(small).reshape(-1, 3).tolist():
        name = _name(red / 255, green / 255, blue / 255)
        seen[name] = seen.get(name, 0) + 1
    return sorted(seen, key=lambda n: -seen[n])[:2]


def _name(red: float, green: float, blue: float) -> str:
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if light < 0.14:
        return "black"
    if light > 0.9:
        return "white"
    if saturation < 0.14:
        return "grey"
    names = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "red")
    return names[[hue <= e for e in (0.03, 0.11, 0.19, 0.42, 0.54, 0.69, 0.8, 0.95, 1.0)].index(True)]
