"""Dry ground. Each setting paints itself and says where a figure may stand."""

from dataclasses import dataclass

import numpy as np

from yubo_nb.sandbox.painter.canvas import Canvas, Colour, mixed
from yubo_nb.sandbox.painter.chance import Floats
from yubo_nb.sandbox.painter.palette import Palette


@dataclass(frozen=True, slots=True)
class Ground:
    """The line of the foreground (None where there is water), the height of the water if there is any."""

    line: Floats | None
    water: float | None
    horizon: float


def far(p: Palette, share: float) -> Colour:
    """The colour of something at a distance: 0 is near, 1 is the horizon."""
    return mixed(p.dark, p.haze, share)


def hills(
    canvas: Canvas,
    p: Palette,
    name: str,
    base: float,
    tall: float,
    *,
    frequency: float,
    share: float,
    rough: float = 0.5,
) -> Floats:
    """A range of hills that ends in its own mist; returns its line."""
    heights = base - tall * (0.45 + 0.55 * canvas.line(name, frequency, 6, rough))
    colour = far(p, share)
    canvas.ridge(heights, colour, mixed(colour, p.haze, 0.75), reach=max(0.08, tall * 1.3))
    return heights


def flanks(canvas: Canvas, p: Palette, heights: Floats, depth: float, light: float) -> Floats:
    """Light and shade on a range; returns the shading for whoever paints on it next."""
    rows = slice(canvas.row(float(heights.min())), canvas.row(float(heights.max()) + depth))
    below = canvas.y[rows, None] - heights[None, :]
    facing = canvas.facing(heights, rows, light) + 0.55 * canvas.field("crag", 7.0, 9.0, octaves=3)[rows]
    fall = np.clip(1 - below / depth, 0, 1) * (below > 0)
    canvas.lay((np.clip(facing, 0, 1) * fall * 0.3).astype(np.float32), mixed(p.sun, p.low, 0.4), rows)
    canvas.lay((np.clip(-facing, 0, 1) * fall * 0.3).astype(np.float32), p.dark, rows)
    return facing


def snowcaps(canvas: Canvas, p: Palette, heights: Floats, depth: float, light: float) -> None:
    """Snow above a certain height, the farther from the light the darker."""
    facing = flanks(canvas, p, heights, depth * 1.6, light)
    rows = slice(canvas.row(float(heights.min())), canvas.row(float(heights.max()) + depth * 1.6))
    below = canvas.y[rows, None] - heights[None, :]
    # snow lies as far down as a height, not as far below its own peak: low summits stay bare
    level = float(np.percentile(heights, 30)) + depth * 0.55
    ragged = canvas.field("snow", 14.0, 14.0, octaves=3, rough=0.6)[rows] * depth * 0.3
    cap = np.clip((level + ragged - canvas.y[rows, None]) / (depth * 0.09), 0, 1) * (below > 0)
    lit = np.clip(0.62 + 0.5 * facing, 0.12, 1.0)
    canvas.lay((cap * lit * 0.92).astype(np.float32), mixed(p.sun, (0.93, 0.96, 1.0), 0.5), rows)


def mountains(canvas: Canvas, p: Palette, horizon: float, light: float) -> Ground:
    """Three ranges, snow on the farthest, hills before them."""
    tall = canvas.chance.uniform("peak", 0.16, 0.3)
    peaks = hills(canvas, p, "range0", horizon, tall, frequency=1.7, share=0.68, rough=0.52)
    snowcaps(canvas, p, peaks, tall * 0.75, light)
    for n, share in enumerate((0.5, 0.34)):
        base, rise = horizon + 0.05 + 0.09 * n, tall * (0.55 - 0.12 * n)
        heights = hills(canvas, p, f"range{n + 1}", base, rise, frequency=2.4 + n, share=share)
        flanks(canvas, p, heights, tall * 0.7, light)
    front = horizon + 0.2 - 0.05 * canvas.line("hill", 1.3, 4, 0.4)
    canvas.ridge(front, mixed(far(p, 0.22), p.green, 0.45), mixed(p.dark, p.green, 0.25), 0.3)
    pines(canvas, mixed(p.dark, p.green, 0.2), "copse", front + 0.01, 0.05, density=46)
    near = horizon + 0.36 - 0.045 * canvas.line("near", 1.1, 4, 0.4)
    canvas.ridge(near, mixed(p.dark, p.green, 0.3), p.dark, 0.25)
    return Ground(near, None, horizon)


# A fir from its tip down: boughs that widen and draw in again. For each distance from the trunk, how deep
# below the tip the tree begins.
_FIR_WIDTH = 0.25
_FIR_H = np.linspace(0, 1, 300)
_FIR_BOUGHS = _FIR_WIDTH * _FIR_H**0.85 * (0.62 + 0.38 * (_FIR_H * 7.5 % 1.0))
_FIR_AWAY = np.linspace(0, _FIR_WIDTH, 60)
_FIR_DEPTH = np.array(
    [_FIR_H[np.argmax(a <= _FIR_BOUGHS)] if (a <= _FIR_BOUGHS).any() else 1.0 for a in _FIR_AWAY]
)


def pines(
    canvas: Canvas,
    colour: Colour,
    name: str,
    line: Floats,
    tall: float,
    *,
    density: float,
    foot: Colour | None = None,
) -> None:
    """A row of firs along a line: one silhouette, since a height per column is enough to draw it."""
    chance = canvas.chance
    count = int(density * 5)
    xs = np.linspace(-2.5, 2.5, count, dtype=np.float32) + chance.normals(f"{name}/x", count) * 0.4 / density
    sizes = tall * (0.62 + 0.2 * np.abs(chance.normals(f"{name}/h", count)))
    gaps = chance.normals(f"{name}/gap", count) > -0.9
    top = line.copy()
    seen = gaps & (xs > canvas.x[0] - tall) & (xs < canvas.x[-1] + tall)
    for x, size in zip(xs[seen].tolist(), sizes[seen].tolist(), strict=True):
        columns = slice(canvas.column(x - size * _FIR_WIDTH), canvas.column(x + size * _FIR_WIDTH) + 1)
        away = np.abs(canvas.x[columns] - x) / size
        depth = np.asarray(np.interp(away, _FIR_AWAY, _FIR_DEPTH, right=1.0), dtype=np.float32)
        top[columns] = np.minimum(top[columns], line[columns] - size * (1 - depth))
    canvas.ridge(top, colour, foot or colour, tall * 1.3, base=line - tall * 0.75)


def forest(canvas: Canvas, p: Palette, horizon: float, _light: float) -> Ground:
    """Firs behind firs, paler with every row, mist between them."""
    hills(canvas, p, "range0", horizon, 0.2, frequency=1.6, share=0.74)
    for n, share in enumerate((0.62, 0.46, 0.28, 0.1)):
        line = horizon + 0.03 + 0.085 * n - 0.035 * canvas.line(f"row{n}", 1.4, 4)
        colour = mixed(far(p, share), p.green, 0.38 - 0.06 * n)
        pines(
            canvas,
            colour,
            f"firs{n}",
            line,
            0.13 + 0.075 * n,
            density=34 - 7 * n,
            foot=mixed(colour, p.haze, 0.7 - 0.17 * n),
        )
    near = horizon + 0.4 - 0.03 * canvas.line("near", 1.2, 4)
    canvas.ridge(near, mixed(p.dark, p.green, 0.16), p.dark, 0.2)
    return Ground(near, None, horizon)


def field(canvas: Canvas, p: Palette, horizon: float, _light: float) -> Ground:
    """Rolling hills, sown in stripes."""
    hills(canvas, p, "range0", horizon, 0.11, frequency=1.4, share=0.66)
    near: Floats = np.zeros_like(canvas.x)
    for n in range(4):
        near = (
            horizon + 0.02 + 0.105 * n - (0.05 - 0.004 * n) * canvas.line(f"roll{n}", 0.9 + 0.15 * n, 3, 0.35)
        )
        colour = mixed(mixed(p.green, p.haze, 0.5 - 0.15 * n), p.sun, 0.16 - 0.03 * n)
        canvas.ridge(near, colour, mixed(colour, p.dark, 0.45), 0.2)
        if n:
            _stripes(canvas, p, near, 0.13, n)
        if n == 1:
            pines(canvas, mixed(p.dark, p.green, 0.4), "hedge", near + 0.004, 0.05, density=9)
    return Ground(near, None, horizon)


def _stripes(canvas: Canvas, p: Palette, line: Floats, depth: float, which: int) -> None:
    rows = slice(canvas.row(float(line.min())), canvas.row(float(line.max()) + depth))
    below = canvas.y[rows, None] - line[None, :]
    lean = canvas.chance.uniform(f"lean{which}", -1.2, 1.2)
    waves = np.sin((canvas.x[None, :] * (1.4 - below * 3) + lean * below) * (60 - 9 * which))
    share = np.clip(waves * 1.4, 0, 1) * np.clip(below / 0.02, 0, 1) * np.clip((depth - below) / depth, 0, 1)
    canvas.lay(share * 0.34, mixed(p.accent, p.green, 0.35), rows)


def desert(canvas: Canvas, p: Palette, horizon: float, light: float) -> Ground:
    """Dunes: a sharp crest, a lit and a shaded side."""
    crest: Floats = np.zeros_like(canvas.x)
    for n in range(5):
        base = canvas.line(f"dune{n}", 0.8 + 0.1 * n, 2, 0.4)
        crest = (horizon + 0.02 + 0.1 * n - 0.085 * (1 - np.abs(base) * 1.3)).astype(np.float32)
        lit = mixed(mixed(p.green, p.sun, 0.42), p.haze, 0.5 - 0.12 * n)
        shade = mixed(mixed(p.green, p.dark, 0.62), p.haze, 0.42 - 0.1 * n)
        canvas.ridge(crest, lit, mixed(lit, shade, 0.4), 0.3)
        rows = slice(canvas.row(float(crest.min())), canvas.row(float(crest.max()) + 0.2))
        below = canvas.y[rows, None] - crest[None, :]
        facing = canvas.facing(crest, rows, light, lean=1.6)
        flank = np.clip(-facing * 1.5, 0, 1) * np.clip(1.15 - below / 0.17, 0, 1) * (below > 0)
        canvas.lay(flank.astype(np.float32) * 0.85, shade, rows)
        ripples = np.sin(
            (canvas.y[rows, None] * 2.4 + 0.02 * canvas.x[None, :] + 0.05 * facing) * 3.14159 * 90
        )
        canvas.lay(
            (np.clip(ripples, 0, 1) * (below > 0.01) * 0.035 * (1 + n)).astype(np.float32), shade, rows
        )
    return Ground(crest, None, horizon)


def cloudsea(canvas: Canvas, p: Palette, horizon: float, _light: float) -> Ground:
    """Peaks above a sea of cloud."""
    hills(canvas, p, "range0", horizon - 0.02, 0.2, frequency=1.6, share=0.6, rough=0.52)
    top: Floats = np.zeros_like(canvas.x)
    for n in range(5):
        puffs = np.abs(canvas.line(f"puff{n}", 3.2 - 0.35 * n, 4, 0.55))
        top = (horizon + 0.03 + 0.1 * n - (0.07 + 0.012 * n) * puffs).astype(np.float32)
        lit = mixed(mixed(p.low, (1, 1, 1), 0.35), p.haze, 0.3 - 0.05 * n)
        canvas.ridge(top, lit, mixed(p.haze, p.mid, 0.25 + 0.08 * n), 0.16)
    return Ground(None, None, horizon)
