"""The last hand on a picture: the medium it is painted in, and what the parameters do to the whole of it."""

from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from yubo_nb.sandbox.painter.canvas import Canvas
from yubo_nb.sandbox.painter.chance import Floats
from yubo_nb.sandbox.painter.palette import Palette
from yubo_nb.sandbox.painter.params import Params

_LUMA = (0.299, 0.587, 0.114)


def _light(planes: Floats) -> Floats:
    return planes[0] * _LUMA[0] + planes[1] * _LUMA[1] + planes[2] * _LUMA[2]


def _blurred(plane: Floats, radius: float) -> Floats:
    # a quarter of the pixels and half the radius: a blur hides what that loses
    small = Image.fromarray(plane).resize(
        (plane.shape[1] // 2, plane.shape[0] // 2), Image.Resampling.BILINEAR
    )
    byte = Image.fromarray((np.clip(np.asarray(small), 0, 1) * 255).astype(np.uint8))
    soft = byte.filter(ImageFilter.GaussianBlur(radius / 2)).resize(
        (plane.shape[1], plane.shape[0]), Image.Resampling.BILINEAR
    )
    return np.asarray(soft, dtype=np.float32) * (1 / 255)


@cache
def _paper(height: int, width: int) -> Floats:
    rng = np.random.default_rng(11)
    rough = rng.standard_normal((height, width)).astype(np.float32)
    fibres = Image.fromarray(rng.standard_normal((height // 3 + 1, width // 3 + 1)).astype(np.float32))
    return rough * 0.4 + np.asarray(fibres.resize((width, height), Image.Resampling.BICUBIC))


def medium(canvas: Canvas, name: str, p: Palette) -> None:
    """Repaint the sheet in a medium."""
    if name in _MEDIA:
        _MEDIA[name](canvas, p)


def _oil(canvas: Canvas, _p: Palette) -> None:
    source = canvas.pixels()
    under = Image.fromarray(source).convert("RGBA").reduce(3)  # it shows only between the strokes
    size = canvas.width, canvas.height
    sheet = np.array(under.resize(size, Image.Resampling.BILINEAR)).view(np.uint32).ravel()
    paste = np.zeros(sheet.size, dtype=np.float32)
    swirl = canvas.field("stroke", 2.2, 2.2, octaves=2)
    relief = canvas.chance.normals("relief", 4096)
    unit = 1 / canvas.px
    for step, length, thick in ((0.03, 0.03, 0.014), (0.0125, 0.016, 0.006)):
        columns = np.arange(canvas.width * 0.5 * step, canvas.width, step * unit)
        rows = np.arange(0.0, canvas.height, step * unit * 0.8)
        jitter = canvas.chance.normals(f"jitter{step}", len(rows) * len(columns) * 2).reshape(
            2, len(rows), len(columns)
        )
        xs = np.clip(columns[None, :] + jitter[0] * step * unit * 0.4, 0, canvas.width - 1).astype(np.intp)
        ys = np.clip(rows[:, None] + jitter[1] * step * unit * 0.4, 0, canvas.height - 1).astype(np.intp)
        tint = (relief[(ys * 131 + xs) % 4096] * 9)[..., None]
        colours = np.full((*xs.shape, 4), 255, dtype=np.uint8)
        colours[..., :3] = np.clip(source[ys, xs] + tint, 0, 255)
        turn = swirl[ys, xs].ravel() * 2.6
        spots, ridge = _brushed(size, (xs.ravel(), ys.ravel()), turn, (length * unit, thick * unit))
        sheet[spots] = colours.view(np.uint32).reshape(-1, 1)  # where strokes cross, the later one stays
        paste[spots] = ridge
    canvas.planes[:] = (
        sheet.view(np.uint8).reshape(canvas.height, canvas.width, 4)[..., :3].transpose(2, 0, 1)
    )
    canvas.planes *= np.float32(1 / 255)
    height = _light(canvas.planes) + paste.reshape(canvas.height, canvas.width)
    canvas.planes[:, 1:, 1:] *= 1 + (height[1:, 1:] - height[:-1, :-1]) * np.float32(0.9)


def _brushed(
    size: tuple[int, int], at: tuple[Floats, Floats], turn: Floats, brush: tuple[float, float]
) -> tuple[npt.NDArray[np.int32], Floats]:
    """The pixels of many strokes of one brush, a row each, and how high the paint stands on them."""
    length, thick = brush
    fine = max(0.9, thick / 5)  # pixels between the hairs: a turned small brush leaves next to no holes
    along, across = np.meshgrid(
        np.linspace(-1, 1, max(3, round(length / fine))), np.linspace(-1, 1, max(2, round(thick / fine)))
    )
    blunt = along**4 + across**4 <= 1.3
    t, s = along[blunt].astype(np.float32), across[blunt].astype(np.float32)
    cosine, sine = np.cos(turn, dtype=np.float32)[:, None], np.sin(turn, dtype=np.float32)[:, None]
    half = np.float32(length / 2), np.float32(max(thick - 1, 0) / 2)
    x = at[0][:, None] + (cosine * (t * half[0]) - sine * (s * half[1]))
    y = at[1][:, None] + (sine * (t * half[0] * np.float32(0.7)) + cosine * (s * half[1]))
    np.clip(x + np.float32(0.5), 0, size[0] - 1, out=x)
    np.clip(y + np.float32(0.5), 0, size[1] - 1, out=y)
    spots = y.astype(np.int32) * np.int32(size[0]) + x.astype(np.int32)
    return spots, (0.06 * (1 - s * s) + 0.02 * np.cos(s * 9)).astype(np.float32)


def _edges(plane: Floats, reach: int) -> Floats:
    found = np.zeros_like(plane)
    found[reach:] = np.abs(plane[reach:] - plane[:-reach])
    across = np.abs(plane[:, reach:] - plane[:, :-reach])
    found[:, reach:] = np.maximum(found[:, reach:], across)
    return found


def _vignette_of_paper(canvas: Canvas, ragged: Floats, rim: float) -> Floats:
    """1 on the picture, 0 on the bare margin, with a torn-looking edge."""
    reach = canvas.aspect / 2 - np.abs(canvas.x)[None, :]
    edge = np.minimum(reach, np.minimum(canvas.y, 1 - canvas.y)[:, None])
    return np.clip((edge - rim + 0.022 * ragged) / 0.02, 0, 1)


def _watercolor(canvas: Canvas, _p: Palette) -> None:
    bleed = canvas.field("bleed", 6.0, 6.0, octaves=3)
    light = _light(canvas.planes)
    pool = _blurred(light, canvas.height / 90)
    rim = np.clip(_edges(np.round(pool * 7) / 7, 2) * 1.4, 0, 0.16)
    paper = _paper(canvas.height, canvas.width)
    density = 0.8 + 0.16 * bleed - rim * 1.2
    inside = _vignette_of_paper(canvas, bleed + canvas.field("torn", 22.0, 22.0, octaves=2), 0.035)
    for c, white in enumerate((0.985, 0.97, 0.94)):
        plane = canvas.planes[c]
        soft = plane * 0.72 + _blurred(plane, canvas.height / 130) * 0.28
        wash = white - (white - soft) * np.clip(density, 0.35, 1.1) * 0.9
        canvas.planes[c] = white + (wash - rim * 0.7 - white) * inside + paper * 0.011


def _ink(canvas: Canvas, _p: Palette) -> None:
    light = _light(canvas.planes)
    low, high = float(light.min()), float(np.percentile(light, 92))
    tone = np.clip((light - low) / max(high - low, 0.05), 0, 1)
    # ink is spared: the foot of the picture dissolves into paper, as mist
    tone = 0.1 + 0.9 * tone**0.85
    tone += (1 - tone) * np.clip((canvas.y - 0.62) / 0.42, 0, 0.72)[:, None]
    bleed = canvas.field("bleed", 5.0, 5.0, octaves=4)
    soft = _blurred(tone, canvas.height / 110)
    line = np.clip(_edges(soft, 2) * 4.5, 0, 0.5)
    wash = np.clip((tone * 0.6 + soft * 0.4) ** 0.85 + 0.07 * bleed, 0.04, 1) - line
    inside = _vignette_of_paper(canvas, bleed, -0.01)
    paper = _paper(canvas.height, canvas.width) * 0.009
    ink = 1 - np.clip(1 - wash, 0, 0.93) * inside
    for c, (sheet, black) in enumerate(zip((0.955, 0.93, 0.87), (0.09, 0.1, 0.13), strict=True)):
        canvas.planes[c] = black + (sheet - black) * ink + paper
    _seal(canvas)


def _seal(canvas: Canvas) -> None:
    """The painter's red seal in a corner."""
    side = 0.052
    x, y = canvas.aspect / 2 - 0.1, 0.9
    rows, columns = (
        slice(canvas.row(y - side / 2), canvas.row(y + side / 2)),
        slice(canvas.column(x - side / 2), canvas.column(x + side / 2)),
    )
    if rows.stop - rows.start < 6 or columns.stop - columns.start < 6:
        return
    bits = canvas.chance.normals("seal", 49).reshape(7, 7) > 0.1
    bits[0], bits[-1], bits[:, 0], bits[:, -1] = True, True, True, True
    size = columns.stop - columns.start, rows.stop - rows.start
    mark = Image.fromarray(bits.astype(np.uint8) * 255).resize(size, Image.Resampling.BILINEAR)
    canvas.lay(np.asarray(mark, dtype=np.float32) / 255 * 0.85, (0.72, 0.13, 0.11), rows, columns)


def _neon(canvas: Canvas, _p: Palette) -> None:
    bright = np.clip(_light(canvas.planes) - 0.42, 0, 1) * 1.5
    for c in range(3):
        halo = _blurred(canvas.planes[c] * bright, canvas.height / 22)
        canvas.planes[c] += (1 - canvas.planes[c]) * np.clip(halo * 1.1, 0, 1)
    lines = (np.sin(canvas.y * 3.14159 * 190) > 0.3).astype(np.float32)[:, None]
    canvas.planes *= 1 - 0.07 * lines


def _woodcut(canvas: Canvas, p: Palette) -> None:
    light = _blurred(_light(canvas.planes), canvas.height / 160)
    light = (light - light.min()) / max(float(light.max() - light.min()), 0.05)
    wobble = canvas.field("grain", 3.0, 3.0, octaves=2)
    carve = 0.5 + 0.5 * np.sin((canvas.y[:, None] + 0.018 * wobble) * 3.14159 * 2 * 62)
    black = np.clip((carve * 0.62 + 0.19 - light) * 9 + 0.5, 0, 1)
    edge = np.clip(_edges(light, 2) * 9 - 0.35, 0, 1)
    tint = np.array(p.accent, dtype=np.float32) * 0.55 + 0.35
    warm = np.clip((light - 0.3) * 3, 0, 1)
    for c, sheet in enumerate((0.95, 0.915, 0.83)):
        ground = tint[c] * 0.9 + (sheet - tint[c] * 0.9) * warm
        canvas.planes[c] = ground + (0.1 - ground) * np.maximum(black, edge)


def _sketch(canvas: Canvas, _p: Palette) -> None:
    light = _light(canvas.planes)
    line = np.clip(_edges(_blurred(light, canvas.height / 256), 2) * 6, 0, 0.85)
    hatch = np.sin(
        (canvas.x[None, :] + canvas.y[:, None]) * 3.14159 * 2 * 70 + canvas.field("hand", 4, 4, 2) * 1.5
    )
    shade = np.clip((0.62 - light) * 1.3, 0, 0.75) * (0.55 + 0.45 * hatch)
    grain = _paper(canvas.height, canvas.width)
    dark = np.clip(np.maximum(line, shade) * (1 + 0.25 * grain), 0, 0.9)
    for c, (sheet, lead) in enumerate(zip((0.95, 0.94, 0.91), (0.2, 0.2, 0.23), strict=True)):
        canvas.planes[c] = sheet + (lead - sheet) * dark


def _pixel(canvas: Canvas, _p: Palette) -> None:
    step = max(1, round(canvas.height / 96))
    small = canvas.pixels()[step // 2 :: step, step // 2 :: step]
    flat = Image.fromarray(small).quantize(24, dither=Image.Dither.NONE).convert("RGB")
    large = np.asarray(flat).repeat(step, axis=0).repeat(step, axis=1)[: canvas.height, : canvas.width]
    canvas.planes[:, : large.shape[0], : large.shape[1]] = large.transpose(2, 0, 1) / np.float32(255)


def _poster(canvas: Canvas, _p: Palette) -> None:
    levels = 6.0
    for c in range(3):
        plane = canvas.planes[c] * levels
        whole = np.floor(plane)
        canvas.planes[c] = (whole + np.clip((plane - whole - 0.46) * 14, 0, 1)) / levels
    canvas.planes += _paper(canvas.height, canvas.width) * 0.01


def _photo(canvas: Canvas, _p: Palette) -> None:
    fall = (canvas.x / max(canvas.aspect, 0.3))[None, :] ** 2 + (canvas.y - 0.5)[:, None] ** 2
    canvas.planes *= 1.05 - 0.85 * np.clip(fall, 0, 0.6)
    light = _light(canvas.planes)
    warm = (light - 0.45) * 0.1
    canvas.planes[0] += warm
    canvas.planes[2] -= warm
    canvas.planes += _paper(canvas.height, canvas.width) * 0.012


_MEDIA = {
    "oil": _oil,
    "watercolor": _watercolor,
    "ink": _ink,
    "neon": _neon,
    "woodcut": _woodcut,
    "sketch": _sketch,
    "pixel": _pixel,
    "poster": _poster,
    "photo": _photo,
}


def graded(canvas: Canvas, params: Params) -> None:
    """Colour and contrast: `--stylize` more of both, `--raw` less, `--exp` more contrast in the small."""
    stylize = min(1000.0, max(0.0, params.number("stylize", 100)))
    strength = 0.62 + 0.38 * (stylize / 100) ** 0.3
    if params.raw:
        strength *= 0.72
    light = _light(canvas.planes)
    if abs(strength - 1) > 0.01:
        canvas.planes -= light
        canvas.planes *= strength
        canvas.planes += light
        curve = (light - 0.5) * (strength - 1) * 0.4
        canvas.planes += curve
    exp = min(100.0, max(0.0, params.number("exp", 0)))
    if exp:
        canvas.planes += (light - _blurred(light, canvas.height / 40)) * (exp / 60)


def warped(canvas: Canvas, weird: float) -> None:
    """`--weird`: space bends and colours turn."""
    if weird <= 0:
        return
    amount = min(weird, 3000) / 3000
    reach = 0.012 + 0.11 * amount
    dx = np.sin(canvas.y[:, None] * 11 + np.sin(canvas.x[None, :] * 7) * 2) * reach
    dy = np.cos(canvas.x[None, :] * 9 + np.sin(canvas.y[:, None] * 8) * 2) * reach
    columns = np.clip(np.arange(canvas.width)[None, :] + dx / canvas.px, 0, canvas.width - 1).astype(np.intp)
    rows = np.clip(np.arange(canvas.height)[:, None] + dy / canvas.px, 0, canvas.height - 1).astype(np.intp)
    red, green, blue = canvas.planes[:, rows, columns]
    turn = amount * 0.85
    canvas.planes[0] = red + (green - red) * turn * 0.6 + (blue - green) * turn * 0.3
    canvas.planes[1] = green + (blue - green) * turn * 0.6
    canvas.planes[2] = blue + (red - blue) * turn * 0.6


def detailed(canvas: Canvas, quality: float) -> None:
    """`--quality`: crisper above 1, softer below."""
    if quality < 1:
        radius = canvas.height / (260 if quality >= 0.5 else 130)
        for c in range(3):
            canvas.planes[c] = _blurred(canvas.planes[c], radius)
    elif quality > 1:
        light = _light(canvas.planes)
        canvas.planes += (light - _blurred(light, canvas.height / 200)) * (0.35 * quality)


def tiled(canvas: Canvas) -> None:
    """`--tile`: opposite edges meet, because near them the picture is its own shifted self."""
    for axis, count in ((2, canvas.width), (1, canvas.height)):
        far = np.abs(np.arange(count) + 0.5 - count / 2) / (count / 2)
        share = np.clip((far - 0.5) * 2, 0, 1)
        share = (share * share * (3 - 2 * share)).astype(np.float32)
        share = share[None, None, :] if axis == 2 else share[None, :, None]
        other = np.roll(canvas.planes, count // 2, axis=axis)
        canvas.planes += (other - canvas.planes) * share
