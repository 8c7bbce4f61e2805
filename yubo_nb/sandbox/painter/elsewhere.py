"""Where there is no horizon: in space, and indoors."""

import numpy as np

from yubo_nb.sandbox.painter.canvas import Canvas, mixed
from yubo_nb.sandbox.painter.land import Ground
from yubo_nb.sandbox.painter.palette import Palette


def space(canvas: Canvas, p: Palette, horizon: float, _light: float) -> Ground:
    """A nebula, a planet with its ring, the edge of a moon."""
    for name, colour, weight in (
        ("gas0", p.accent, 0.5),
        ("gas1", p.haze, 0.8),
        ("gas2", (0.2, 0.6, 0.8), 0.4),
    ):
        gas = np.clip(canvas.field(name, 1.3, 1.3, octaves=5, rough=0.58) * 1.1 - 0.1, 0, 1)
        canvas.lay((gas * gas * weight).astype(np.float32), colour)
    chance = canvas.chance
    x, y = chance.uniform("planet/x", -0.3, 0.3) * canvas.aspect, chance.uniform("planet/y", 0.25, 0.45)
    radius = chance.uniform("planet/r", 0.12, 0.2)
    canvas.glow(x, y, radius, mixed(p.accent, p.sun, 0.5), 0.35)
    canvas.disc(x, y, radius, mixed(p.accent, p.sun, 0.35))
    for n in range(5):
        rows = slice(
            canvas.row(y - radius + 0.32 * radius * n),
            canvas.row(y - radius + 0.32 * radius * n + 0.12 * radius),
        )
        half = np.sqrt(np.clip(radius**2 - (canvas.y[rows] - y) ** 2, 0, None))[:, None]
        canvas.lay((np.abs(canvas.x[None, :] - x) < half).astype(np.float32) * 0.22, p.dark, rows)
    square = (canvas.x[None, :] - x - radius * 0.35) ** 2 + (canvas.y[:, None] - y + radius * 0.2) ** 2
    inside = (canvas.x[None, :] - x) ** 2 + (canvas.y[:, None] - y) ** 2 < radius**2
    canvas.lay(
        (np.clip((np.sqrt(square) - radius * 0.75) / (radius * 0.5), 0, 0.85) * inside).astype(np.float32),
        p.dark,
    )
    ring = np.sqrt(
        ((canvas.x[None, :] - x) * 0.9 + (canvas.y[:, None] - y) * 0.3) ** 2 / 3.2
        + ((canvas.y[:, None] - y) - (canvas.x[None, :] - x) * 0.25) ** 2 * 8
    )
    band = np.exp(-(((ring - radius * 0.98) / (radius * 0.09)) ** 2)) * ~(
        inside & (canvas.y[:, None] < y + (canvas.x[None, :] - x) * 0.25)
    )
    canvas.lay((band * 0.7).astype(np.float32), mixed(p.sun, p.accent, 0.3))
    near = (
        0.86 + 0.1 * (canvas.x / max(canvas.aspect, 1)) ** 2 - 0.012 * canvas.line("crater", 5, 4)
    ).astype(np.float32)
    canvas.ridge(near, mixed(p.haze, p.sun, 0.3), p.dark, 0.16)
    return Ground(near, None, horizon)


def room(canvas: Canvas, p: Palette, horizon: float, light: float) -> Ground:
    """A wall with a window on the sky that has been painted, and a table."""
    chance = canvas.chance
    side = 1 if light > 0 else -1
    middle = side * chance.uniform("window", 0.1, 0.22) * canvas.aspect
    wide, top, foot = 0.2 * min(1.0, canvas.aspect), 0.1, 0.56
    wall = mixed(mixed(p.haze, p.low, 0.4), p.dark, 0.55 if p.night else 0.2)
    x, y = canvas.x[None, :] - middle, canvas.y[:, None]
    outside = np.maximum(np.abs(x) - wide, np.maximum(top - y, y - foot))
    panes = np.minimum(np.abs(x), np.abs(y - 0.3)) < 0.006
    mask = np.clip(outside / canvas.px + 0.5, 0, 1).astype(np.float32)
    rough = canvas.field("plaster", 3.0, 3.0, octaves=4)
    for c in range(3):
        plane = canvas.planes[c]
        plane += (wall[c] * (1 + 0.05 * rough) - plane) * mask
    frame = ((np.abs(outside) < 0.012) | (panes & (outside < 0))).astype(np.float32)
    canvas.lay(frame, mixed(p.low, (1, 1, 1), 0.5))
    shine = np.clip(1 - np.abs((x * -side - (y - 0.3) * 0.9) - 0.16) / 0.16, 0, 1) * (y > foot - 0.2) * mask
    canvas.lay((shine * 0.16).astype(np.float32), p.sun)
    table = np.full_like(canvas.x, 0.74)
    wood = mixed(mixed((0.5, 0.32, 0.2), p.dark, 0.35), p.accent, 0.08)
    canvas.ridge(table, mixed(wood, p.sun, 0.22), mixed(wood, p.dark, 0.45), 0.3)
    grain = canvas.field("plank", 1.5, 42.0, octaves=3)
    canvas.lay((np.clip(grain, 0, 1) * (y > 0.74) * 0.22).astype(np.float32), mixed(wood, p.dark, 0.6))
    return Ground((table + 0.1).astype(np.float32), None, horizon)
