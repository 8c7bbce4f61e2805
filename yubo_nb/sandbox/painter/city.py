"""Blocks behind blocks, and their windows."""

import numpy as np

from yubo_nb.sandbox.painter.canvas import Canvas, mixed
from yubo_nb.sandbox.painter.chance import Floats
from yubo_nb.sandbox.painter.land import Ground, far
from yubo_nb.sandbox.painter.palette import Palette


def city(canvas: Canvas, p: Palette, horizon: float, _light: float) -> Ground:
    """Blocks behind blocks, lit windows, and a wet street that shines."""
    chance = canvas.chance
    shore = horizon + 0.2
    for n, share in enumerate((0.7, 0.46, 0.2)):
        wide = 0.062 + 0.026 * n
        count = int(5.2 / wide)
        heights = chance.normals(f"block{n}", count)
        at = np.clip(((canvas.x + 2.6) / wide).astype(np.intp), 0, count - 1)
        tall = (0.13 - 0.02 * n + (0.17 - 0.03 * n) * np.abs(heights)) * (1.2 - 0.12 * n)
        inside = (canvas.x + 2.6) / wide - at
        # a step back near the top, and a gap to the neighbour
        step = np.where(np.abs(inside - 0.5) > 0.3 + 0.12 * np.sin(heights[at] * 9), 0.8, 1.0)
        step = np.where(np.abs(inside - 0.5) > 0.44 + 0.05 * np.sin(heights[at] * 5), 0.3, step)
        top = shore - tall[at] * step * (1 + 0.3 * np.exp(-((canvas.x / 0.5) ** 2)))
        colour = far(p, share)
        canvas.ridge(top.astype(np.float32), colour, mixed(colour, p.haze, 0.55 - 0.16 * n), 0.4)
        windows(canvas, p, top.astype(np.float32), wide=wide, which=n, shore=shore)
        spire = int(np.argmax(heights))
        x = -2.6 + (spire + 0.5) * wide
        if n < 2 and canvas.x[0] < x < canvas.x[-1]:
            peak = shore - float(tall[spire]) * 1.2
            rows, columns = (
                slice(canvas.row(peak - 0.12), canvas.row(peak + 0.05)),
                slice(canvas.column(x - 0.003), canvas.column(x + 0.003) + 1),
            )
            canvas.lay(np.ones((1, 1), dtype=np.float32), colour, rows, columns)
    return Ground(None, shore, horizon)


def windows(canvas: Canvas, p: Palette, top: Floats, *, wide: float, which: int, shore: float) -> None:
    """Windows between a line of roofs and the ground, most of them lit at night."""
    across, down = wide / 7, 0.012 + 0.003 * which
    columns = np.floor(canvas.x / across).astype(np.intp)
    rows = np.floor(canvas.y / down).astype(np.intp)
    throws = canvas.chance.normals(f"window{which}", 4096)
    on = throws[(columns[None, :] * 37 + rows[:, None] * 101) % 4096] > (-0.1 if p.night else 0.9)
    inside = (np.abs(canvas.x / across - columns - 0.5) < 0.3)[None, :] & (
        np.abs(canvas.y / down - rows - 0.5) < 0.3
    )[:, None]
    hit = on & inside & (canvas.y[:, None] > top[None, :] + 0.012) & (canvas.y < shore)[:, None]
    warm = mixed((1.0, 0.83, 0.5), p.accent, 0.2 + 0.1 * which)
    kinds = (columns[None, :] // 7 * 13 + rows[:, None] // 9 * 5) % 5
    strength = np.float32(0.4 + 0.15 * which)
    if not p.night:
        canvas.lay(hit * strength * np.float32(0.8), mixed(p.low, p.sun, 0.5))
        return
    canvas.lay((hit & (kinds < 4)) * strength, warm)
    canvas.lay((hit & (kinds == 4)) * strength, mixed(p.accent, p.low, 0.3))
