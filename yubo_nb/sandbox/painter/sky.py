"""Everything above the horizon: gradient, stars, sun or moon, clouds, rain, snow, mist."""

import numpy as np

from yubo_nb.sandbox.painter.canvas import Canvas, Colour, mixed
from yubo_nb.sandbox.painter.palette import Palette

_WHITE: Colour = (1.0, 1.0, 1.0)


def heavens(
    canvas: Canvas, p: Palette, horizon: float, *, glow: float, sun: bool = True, stars: bool = True
) -> float:
    """Paint the sky down to the horizon and beyond; returns where along x the light comes from."""
    chance = canvas.chance
    canvas.wash(
        [
            (-0.6, mixed(p.top, (0, 0, 0), 0.15)),
            (0.0, p.top),
            (horizon * 0.55, p.mid),
            (horizon, p.low),
            (1.5, p.low),
        ]
    )
    if p.night and stars:
        _stars(canvas, p, horizon)
    x = chance.uniform("sun/x", -0.36, 0.36) * canvas.aspect
    y = horizon * (chance.uniform("sun/y", 0.22, 0.5) if p.night else chance.uniform("sun/y", 0.5, 0.92))
    if sun:
        radius = chance.uniform("sun/r", 0.05, 0.11) * (0.8 if p.night else 1.0)
        canvas.glow(x, y, 0.28, mixed(p.sun, p.low, 0.35), (0.35 if p.night else 0.6) * glow)
        canvas.glow(x, y, radius * 1.7, p.sun, 0.75 * min(1.0, glow))
        canvas.disc(x, y, radius, p.sun)
        if p.night:
            for dx, dy, r in ((-0.3, 0.25, 0.22), (0.25, -0.2, 0.16), (0.15, 0.4, 0.12)):
                canvas.disc(x + dx * radius, y + dy * radius, r * radius, mixed(p.sun, p.mid, 0.35), 0.35)
    return x


def _stars(canvas: Canvas, p: Palette, horizon: float) -> None:
    chance = canvas.chance
    count = 170
    # twice as wide as any frame, so that a zoom finds stars at its edges too
    xs, ys = (
        chance.uniforms("star/x", count, -2.4, 2.4),
        chance.uniforms("star/y", count, -0.9, 1.0) * horizon,
    )
    sizes = np.abs(chance.normals("star/r", count)) * 0.0011 + 0.0007
    for x, y, r in zip(xs.tolist(), ys.tolist(), sizes.tolist(), strict=True):
        if canvas.x[0] < x < canvas.x[-1] and canvas.y[0] < y < canvas.y[-1]:
            canvas.disc(x, y, max(r, canvas.px * 0.5), _WHITE, 0.4 + 0.5 * (1 - max(y, 0) / horizon))
    if sizes.max() > 0.003:
        canvas.glow(float(xs[0]) * 0.2, abs(float(ys[0])) * 0.5, 0.01, p.sun, 0.6)


def clouds(canvas: Canvas, p: Palette, horizon: float, amount: float) -> None:
    """Banks of cloud, lit from below; `amount` 0 to 1."""
    rows = slice(0, canvas.row(horizon))
    if rows.stop < 4 or amount <= 0:
        return
    noise = canvas.field("cloud", 1.6, 4.6, octaves=4, rough=0.55)[rows]
    height = np.clip(1 - np.abs(canvas.y[rows] / horizon - 0.45) * 1.5, 0, 1)[:, None]
    body = np.clip((noise + 0.9 * amount - 0.75) * 1.5, 0, 1) * height
    edge = np.clip(noise - np.roll(noise, max(2, canvas.height // 60), axis=0), 0, 0.25) * 4
    canvas.lay(body * 0.85, mixed(p.low, p.mid, 0.35), rows)
    canvas.lay(body * edge * 0.9, mixed(p.sun, p.low, 0.25), rows)


def mist(canvas: Canvas, p: Palette, level: float, depth: float, strength: float) -> None:
    """A bank of fog round a height."""
    noise = canvas.field("mist", 1.3, 5.0, octaves=3)
    band = np.exp(-(((canvas.y - level) / depth) ** 2))[:, None]
    canvas.lay(np.clip(band * (0.75 + 0.55 * noise) * strength, 0, 0.96), mixed(p.haze, p.low, 0.5))


def snowfall(canvas: Canvas, amount: float) -> None:
    """Flakes, the near ones large and soft."""
    chance = canvas.chance
    count = int(520 * amount)
    xs, ys = chance.uniforms("flake/x", count, -2.0, 2.0), chance.uniforms("flake/y", count, -0.6, 1.6)
    sizes = 0.0016 + np.abs(chance.normals("flake/r", count)) * 0.0022
    for x, y, r in zip(xs.tolist(), ys.tolist(), sizes.tolist(), strict=True):
        if canvas.x[0] < x < canvas.x[-1] and canvas.y[0] < y < canvas.y[-1]:
            canvas.disc(x, y, max(r, canvas.px * 0.6), _WHITE, 0.85 - min(0.5, r * 60))


def rainfall(canvas: Canvas, p: Palette) -> None:
    """Slanting threads."""
    lean = canvas.field("rain", 90.0, 3.0, octaves=1)
    shift = (np.arange(canvas.height) * 0.12).astype(np.intp)
    columns = (np.arange(canvas.width)[None, :] + shift[:, None]) % canvas.width
    threads = np.clip(np.take_along_axis(lean, columns, axis=1) * 1.6 - 0.75, 0, 1)
    canvas.lay(threads * 0.28, mixed(p.low, _WHITE, 0.5))
