"""Seas, lakes and harbours: what stands above the water, and its broken image below."""

import numpy as np

from yubo_nb.sandbox.painter.canvas import Canvas, mixed
from yubo_nb.sandbox.painter.chance import Floats
from yubo_nb.sandbox.painter.city import windows
from yubo_nb.sandbox.painter.land import Ground, far, hills, pines, snowcaps
from yubo_nb.sandbox.painter.palette import Palette
from yubo_nb.sandbox.painter.sky import mist


def reflect(canvas: Canvas, p: Palette, level: float, *, still: float = 0.5) -> None:
    """Water from `level` down: what stands above it upside down, broken by ripples; `still` 1 is a mirror."""
    start = canvas.row(level)
    rows = canvas.height - start
    if rows < 2:
        return
    depth = np.arange(rows)
    source = np.clip(start - 1 - (depth * 0.92).astype(np.intp), 0, None)
    ripple = canvas.field("ripple", 5.0, 46.0, octaves=2)[start:]
    near = ((canvas.y[start:] - level) * (1.4 - still))[:, None]
    shift = (ripple * near * 0.16 / canvas.px).astype(np.intp)
    columns = np.clip(np.arange(canvas.width)[None, :] + shift, 0, canvas.width - 1)
    deep = mixed(p.top, p.dark, 0.45)
    share = (0.2 + 0.5 * np.clip((canvas.y[start:] - level) / 0.5, 0, 1))[:, None].astype(np.float32)
    for c in range(3):
        seen = np.take_along_axis(canvas.planes[c, source], columns, axis=1)
        canvas.planes[c, start:] = seen + (deep[c] - seen) * share


def glitter(canvas: Canvas, p: Palette, level: float, x: float, strength: float) -> None:
    """The path that sun or moon lays on water."""
    rows = slice(canvas.row(level), canvas.height)
    below = canvas.y[rows] - level
    if not len(below):
        return
    waves = canvas.field("glitter", 7.0, 95.0, octaves=2, rough=0.6)[rows]
    broad = (0.03 + below * 0.3)[:, None]
    path = np.exp(-(((canvas.x[None, :] - x) / broad) ** 2))
    sparks = np.clip(waves * 2.2 + path * 1.5 - 1.05, 0, 1) * np.clip(path * 2, 0, 1)
    canvas.lay((sparks * strength).astype(np.float32), p.sun, rows)
    crests = np.clip(waves * 1.5 - 0.85, 0, 1)
    canvas.lay(crests * np.float32(0.3), mixed(p.low, p.sun, 0.4), rows)


def sea(canvas: Canvas, p: Palette, horizon: float, _light: float) -> Ground:
    """Far headlands, water, and a rock to stand on."""
    isles = horizon + 0.012 - 0.075 * np.clip(canvas.line("isle", 1.1, 5) - 0.25, 0, 1)
    isles[isles >= horizon] = horizon + 0.5
    canvas.ridge(isles, far(p, 0.66), far(p, 0.78), 0.1)
    reflect(canvas, p, horizon, still=0.3)
    return Ground(None, horizon, horizon)


def headland(canvas: Canvas, p: Palette, x: float, level: float, side: float) -> Floats:
    """A rocky spit that rises out of the water towards one side of the frame; its foot mirrors in the
    water.
    """
    slope = (canvas.x - x) * side
    rise = 0.1 * np.clip((slope + 0.28) / 0.3, 0, 1) ** 0.8 + 0.16 * np.clip(slope - 0.1, 0, 1)
    rough = canvas.line("rock", 9.0, 4, 0.6) * np.clip((slope + 0.3) / 0.1, 0, 1)
    line = (level - rise + 0.015 * rough).astype(np.float32)
    foot = level + 0.012 + 0.1 * np.clip(slope + 0.1, 0, 1) + 0.01 * canvas.line("tide", 6.0, 3)
    rows = slice(canvas.row(float(line.min())), canvas.row(float(foot.max()) + 0.2))
    y = canvas.y[rows, None]
    ragged = canvas.field("tide", 8.0, 60.0, octaves=2)[rows]
    shadow = np.clip(1 - (y - foot[None, :]) / (0.35 * rise[None, :] + 0.004) + 0.5 * ragged, 0, 1) * (
        slope > -0.3
    )
    canvas.lay((shadow * (y > line[None, :]) * 0.5).astype(np.float32), p.dark, rows)
    rock = np.clip((y - line[None, :]) / canvas.px + 0.5, 0, 1) * np.clip(
        (foot[None, :] - y) / canvas.px + 0.5, 0, 1
    )
    rock = (rock * (slope > -0.3)).astype(np.float32)
    canvas.lay(rock, mixed(mixed(p.dark, p.green, 0.35), p.haze, 0.1), rows)
    depth = np.clip((y - line[None, :]) / 0.2, 0, 1)
    facets = canvas.field("facet", 10.0, 15.0, octaves=4, rough=0.6)[rows] + 0.35 * canvas.facing(
        line, rows, -side
    )
    canvas.lay(
        (np.clip(facets * 0.9, 0, 1) * rock * (0.42 - 0.3 * depth)).astype(np.float32),
        mixed(p.haze, p.sun, 0.35),
        rows,
    )
    canvas.lay(
        (np.clip(-facets * 0.9, 0, 1) * rock * 0.4 + depth * rock * 0.3).astype(np.float32), p.dark, rows
    )
    grass = np.clip(1 - (y - line[None, :]) / 0.022 + 0.6 * facets, 0, 1) * rock
    canvas.lay((grass * 0.6).astype(np.float32), mixed(p.green, p.low, 0.2), rows)
    surf = np.exp(-(((y - foot[None, :]) / 0.006) ** 2)) * np.clip(ragged + 0.5, 0, 1) * (slope > -0.32)
    canvas.lay((surf * 0.8).astype(np.float32), mixed(p.low, (1, 1, 1), 0.5), rows)
    return line


def harbour(canvas: Canvas, p: Palette, horizon: float, _light: float) -> Ground:
    """Gabled houses along a quay, and the water before them."""
    hills(canvas, p, "range0", horizon - 0.02, 0.17, frequency=1.3, share=0.6)
    chance = canvas.chance
    quay = horizon + 0.1
    wide = 0.085
    count = int(5.2 / wide)
    at = np.clip(((canvas.x + 2.6) / wide).astype(np.intp), 0, count - 1)
    inside = (canvas.x + 2.6) / wide - at
    tall = 0.085 + 0.03 * np.abs(chance.normals("gable", count))
    gable = 0.035 * (1 - np.abs(inside - 0.5) * 2)
    tints = chance.uniforms("paint", count)
    walls = quay - tall[at]
    roofs = (walls - gable).astype(np.float32)
    for n, base in enumerate(
        (p.accent, mixed(p.low, (1, 1, 1), 0.3), mixed(p.green, p.low, 0.4), mixed(p.haze, p.accent, 0.4))
    ):
        line = np.where((tints[at] * 4).astype(np.intp) == n, roofs, 9).astype(np.float32)
        colour = mixed(base, p.dark, 0.5 if p.night else 0.18)
        canvas.ridge(line, colour, mixed(colour, p.dark, 0.3), 0.15)
    rows = slice(canvas.row(float(roofs.min())), canvas.row(quay))
    tiles = (canvas.y[rows, None] > roofs[None, :]) & (canvas.y[rows, None] < walls[None, :] + 0.004)
    canvas.lay(tiles.astype(np.float32) * 0.75, mixed(p.dark, p.accent, 0.28), rows)
    windows(canvas, p, (walls + 0.004).astype(np.float32), wide=wide * 0.95, which=2, shore=quay - 0.012)
    reflect(canvas, p, quay, still=0.55)
    rows = slice(canvas.row(quay - 0.008), canvas.row(quay + 0.006))
    canvas.lay(np.full((1, 1), 0.8, dtype=np.float32), p.dark, rows)
    return Ground(None, quay, horizon)


def lake(canvas: Canvas, p: Palette, horizon: float, light: float) -> Ground:
    """Mountains and firs, and all of it again in the water."""
    tall = canvas.chance.uniform("peak", 0.18, 0.32)
    peaks = hills(canvas, p, "range0", horizon + 0.02, tall, frequency=1.5, share=0.64, rough=0.52)
    snowcaps(canvas, p, peaks, tall * 0.7, light)
    hills(canvas, p, "range1", horizon + 0.07, tall * 0.4, frequency=2.6, share=0.42)
    shore = horizon + 0.1
    pines(
        canvas,
        mixed(p.dark, p.green, 0.3),
        "shore",
        shore - 0.004 * canvas.line("bank", 3, 3),
        0.07,
        density=26,
    )
    mist(canvas, p, shore - 0.01, 0.035, 0.5)
    reflect(canvas, p, shore, still=0.85)
    return Ground(None, shore, horizon)
