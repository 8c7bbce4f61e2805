"""A sheet of a scene: pixels on one side, the scene's own coordinates on the other.

x is 0 in the middle of the frame and y runs from 0 at its top to 1 at its foot, both in units of the
frame's height, whatever part of the scene is shown. So a wider view of a scene is the same scene, and zoom
and pan need no tricks. Colours are 0 to 1. The three colour planes lie apart, because a mask then
multiplies contiguous memory.
"""

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from yubo_nb.sandbox.painter.chance import Chance, Floats
from yubo_nb.sandbox.painter.frame import Box, Pixels

Colour = tuple[float, float, float]
Point = tuple[float, float]

_LATTICE = 64


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """The colour `share` of the way from one to the other."""
    return tuple(a + (b - a) * share for a, b in zip(one, other, strict=True))  # type: ignore[return-value] - 3 long


def hexed(text: str) -> Colour:
    """A colour from "1b2a3c"."""
    return int(text[:2], 16) / 255, int(text[2:4], 16) / 255, int(text[4:6], 16) / 255


class Canvas:
    """`aspect` is the frame's, `box` the part of the frame that is shown."""

    def __init__(self, size: tuple[int, int], box: Box, aspect: float, chance: Chance) -> None:
        self.width, self.height = size
        self.aspect = aspect
        self.chance = chance
        columns = (np.arange(self.width, dtype=np.float32) + 0.5) / self.width
        lines = (np.arange(self.height, dtype=np.float32) + 0.5) / self.height
        self.x: Floats = ((box[0] + (box[2] - box[0]) * columns - 0.5) * aspect).astype(np.float32)
        self.y: Floats = (box[1] + (box[3] - box[1]) * lines).astype(np.float32)
        self.px = (box[3] - box[1]) / self.height
        self.planes: Floats = np.zeros((3, self.height, self.width), dtype=np.float32)

    def row(self, y: float) -> int:
        """The pixel row at a height, kept inside the sheet."""
        return int(min(max((y - float(self.y[0])) / self.px + 0.5, 0), self.height))

    def column(self, x: float) -> int:
        """The pixel column at an x, kept inside the sheet."""
        return int(min(max((x - float(self.x[0])) / self.px + 0.5, 0), self.width))

    def wash(self, stops: Sequence[tuple[float, Colour]], top: float = -9.0, foot: float = 9.0) -> None:
        """A vertical gradient between two heights, opaque."""
        rows = slice(self.row(top), self.row(foot))
        heights = [s[0] for s in stops]
        for c in range(3):
            self.planes[c, rows] = np.interp(self.y[rows], heights, [s[1][c] for s in stops])[:, None]

    def lay(
        self, mask: Floats, colour: Colour, rows: slice = slice(None), columns: slice = slice(None)
    ) -> None:
        """A colour, as dense as the mask says."""
        thin = mask.astype(np.float32, copy=False)
        for c in range(3):
            part = self.planes[c, rows, columns]
            part += (colour[c] - part) * thin

    def glow(self, x: float, y: float, reach: float, colour: Colour, strength: float) -> None:
        """Light round a point; it never burns out, since it fills only what is missing to white."""
        square = (self.x[None, :] - x) ** 2 + (self.y[:, None] - y) ** 2
        light = strength / (1 + square / (reach * reach)) ** 2
        for c in range(3):
            self.planes[c] += (1 - self.planes[c]) * light * colour[c]

    def disc(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0) -> None:
        """A round thing with a clean edge."""
        rows = slice(self.row(y - radius - self.px), self.row(y + radius + self.px))
        columns = slice(self.column(x - radius - self.px), self.column(x + radius + self.px))
        square = (self.x[None, columns] - x) ** 2 + (self.y[rows, None] - y) ** 2
        self.lay(np.clip((radius - np.sqrt(square)) / self.px + 0.5, 0, 1) * strength, colour, rows, columns)

    def line(self, name: str, frequency: float, octaves: int = 5, rough: float = 0.5) -> Floats:
        """Noise along x, about -1 to 1: a ridge, a shore."""
        total = np.zeros_like(self.x)
        strength = 1.0
        for octave in range(octaves):
            knots = self.chance.normals(f"{name}/{octave}", _LATTICE * 2)
            at = self.x * frequency + 17.3 * octave
            whole = np.floor(at).astype(np.intp)
            part = at - whole
            soft = part * part * (3 - 2 * part)
            low, high = knots[whole % len(knots)], knots[(whole + 1) % len(knots)]
            total += strength * (low + (high - low) * soft)
            frequency, strength = frequency * 2.03, strength * rough
        return (total * 0.6).astype(np.float32)

    def field(self, name: str, across: float, down: float, octaves: int = 4, rough: float = 0.5) -> Floats:
        """Noise over the sheet, about -1 to 1, fixed to the scene; `across` and `down` are cells in a frame
        height.
        """
        small = (max(2, self.width // 2), max(2, self.height // 2))
        total = np.zeros((small[1], small[0]), dtype=np.float32)
        strength = 1.0
        for octave in range(octaves):
            knots = self.chance.normals(f"{name}/{octave}", _LATTICE * _LATTICE).reshape(_LATTICE, _LATTICE)
            left, right = float(self.x[0]) * across, float(self.x[-1]) * across
            top, foot = float(self.y[0]) * down, float(self.y[-1]) * down
            first = int(np.floor(left)) - 2, int(np.floor(top)) - 2
            count = int(np.ceil(right)) + 3 - first[0], int(np.ceil(foot)) + 3 - first[1]
            rows = (first[1] + np.arange(count[1])) % _LATTICE
            columns = (first[0] + np.arange(count[0])) % _LATTICE
            part = Image.fromarray(np.ascontiguousarray(knots[rows][:, columns]))
            corner = (left - first[0], top - first[1], max(right - first[0], left - first[0] + 0.01), 0.0)
            window = (corner[0], corner[1], corner[2], max(foot - first[1], corner[1] + 0.01))
            total += strength * np.asarray(part.resize(small, Image.Resampling.BICUBIC, box=window))
            across, down, strength = across * 2.03, down * 2.03, strength * rough
        full = Image.fromarray(total).resize((self.width, self.height), Image.Resampling.BILINEAR)
        return np.asarray(full) * np.float32(0.6)

    def ridge(
        self, heights: Floats, top: Colour, foot: Colour, reach: float = 0.25, *, base: Floats | None = None
    ) -> None:
        """Everything below a line: `top` at the line, fading to `foot` (mist, mostly) `reach` farther down.

        The fading follows `base`, a calmer line, else every tooth of the ridge would draw a stripe below
        itself.
        """
        rows = slice(self.row(float(heights.min()) - self.px), self.height)
        if rows.start >= rows.stop:
            return
        mask = np.clip((self.y[rows, None] - heights[None, :]) * (1 / self.px) + 0.5, 0, 1)
        calm = self.calm(heights) if base is None else base
        share = np.clip((self.y[rows, None] - calm[None, :]) * (1 / reach) + 0.15, 0, 1)
        for c in range(3):
            part = self.planes[c, rows]
            part += (top[c] + (foot[c] - top[c]) * share - part) * mask

    def calm(self, heights: Floats, reach: float = 0.12) -> Floats:
        """A line without its teeth."""
        wide = max(1, int(reach / self.px))
        padded = np.pad(heights, (wide, wide), mode="edge")
        sums = np.cumsum(padded, dtype=np.float64)
        return ((sums[2 * wide :] - sums[: -2 * wide]) / (2 * wide)).astype(np.float32)[: len(heights)]

    def facing(self, heights: Floats, rows: slice, light: float, lean: float = 0.9) -> Floats:
        """How much of the light a slope catches, -1 to 1; a flank carries its crest's slope down aslant."""
        slope = np.gradient(self.calm(heights, 0.012), self.px) * (1 if light < 0 else -1)
        below = np.clip(self.y[rows, None] - heights[None, :], 0, None)
        shift = (below * (lean / self.px)).astype(np.intp)
        # always away from the light: flanks that lean both ways would tear where they meet
        way = 1 if light < 0 else -1
        columns = np.clip(np.arange(self.width)[None, :] - way * shift, 0, self.width - 1)
        return np.tanh(slope[columns] * 2.2).astype(np.float32)

    def stamp(
        self,
        draw: "Callable[[Pen], None]",
        x: float,
        foot: float,
        tall: float,
        wide: float = 1.0,
        *,
        flip: bool = False,
        below: bool = False,
        haze: Colour = (0.0, 0.0, 0.0),
        fade: float = 0.0,
    ) -> None:
        """A drawn figure: `tall` high, `wide` times as broad, standing at (x, foot), faded towards `haze`.

        `below` hangs it upside down from its foot, half transparent: its own reflection.
        """
        half = tall * wide / 2
        columns = slice(self.column(x - half), self.column(x + half))
        rows = (
            slice(self.row(foot), self.row(foot + tall))
            if below
            else slice(self.row(foot - tall), self.row(foot))
        )
        size = columns.stop - columns.start, rows.stop - rows.start
        if size[0] < 1 or size[1] < 1:
            return
        corner = columns.start, rows.start
        pen = Pen(self, (x, foot), tall, corner, size, flip=flip, below=below)
        draw(pen)
        drawn = np.asarray(pen.colours.resize(size, Image.Resampling.BOX), dtype=np.float32) * (1 / 255)
        mask = np.asarray(pen.cover.resize(size, Image.Resampling.BOX), dtype=np.float32)
        mask *= (0.55 if below else 1.0) / 255
        # averaged with the paint that was never put on, an edge would darken: take the bare share out again
        bare = np.maximum(
            np.asarray(pen.drawn.resize(size, Image.Resampling.BOX), dtype=np.float32) / 255, 1e-3
        )
        for c in range(3):
            part = self.planes[c, rows, columns]
            part += (np.minimum(drawn[..., c] / bare, 1) * (1 - fade) + haze[c] * fade - part) * mask

    def pixels(self) -> Pixels:
        """The sheet as it is shown."""
        whole = np.clip(self.planes * 255 + 0.5, 0, 255).astype(np.uint8)
        return np.ascontiguousarray(whole.transpose(1, 2, 0))


class Pen:
    """Draws a figure in its own measure: x from the middle, y up from the foot, 1 is the figure's height."""

    def __init__(
        self,
        canvas: Canvas,
        stand: Point,
        tall: float,
        corner: tuple[int, int],
        size: tuple[int, int],
        *,
        flip: bool,
        below: bool,
    ) -> None:
        # twice as fine as the sheet, then averaged: Pillow's own edges are jagged
        fine = size[0] * 2, size[1] * 2
        self.colours = Image.new("RGB", fine)
        self.cover = Image.new("L", fine)
        self.drawn = Image.new("L", fine)
        self._paint = ImageDraw.Draw(self.colours, "RGBA")
        self._masks = [ImageDraw.Draw(self.cover), ImageDraw.Draw(self.drawn)]
        self._scale = 2 * tall / canvas.px
        self._x0 = 2 * ((stand[0] - float(canvas.x[0])) / canvas.px + 0.5 - corner[0])
        self._y0 = 2 * ((stand[1] - float(canvas.y[0])) / canvas.px + 0.5 - corner[1])
        self._sign = -1.0 if flip else 1.0
        self._up = -1.0 if below else 1.0

    def _at(self, point: Point) -> Point:
        return self._x0 + self._sign * point[0] * self._scale, self._y0 - self._up * point[1] * self._scale

    def shape(self, points: Sequence[Point], colour: Colour, alpha: float = 1.0) -> None:
        """A filled polygon. With `alpha` below 1 it only tints what has been drawn already: shade and
        shine.
        """
        where = [self._at(p) for p in points]
        self._paint.polygon(where, fill=_rgba(colour, alpha))
        if alpha >= 1:
            for mask in self._masks:
                mask.polygon(where, fill=255)

    def curve(self, points: Sequence[Point], colour: Colour, alpha: float = 1.0) -> None:
        """A filled outline, rounded through its points."""
        self.shape(smooth(points), colour, alpha)

    def round(
        self, x: float, y: float, across: float, up: float, colour: Colour, *, alpha: float = 1.0
    ) -> None:
        """A filled ellipse, by its centre and half axes."""
        one, other = self._at((x - across, y + up)), self._at((x + across, y - up))
        corners = [min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])]
        self._paint.ellipse(corners, fill=_rgba(colour, alpha))
        if alpha >= 1:
            for mask in self._masks:
                mask.ellipse(corners, fill=255)

    def stroke(self, points: Sequence[Point], width: float, colour: Colour, *, veil: float = 1.0) -> None:
        """A line of a given width; `veil` below 1 makes it see-through (steam, spray)."""
        thick = max(1, round(width * self._scale))
        where = [self._at(p) for p in points]
        self._paint.line(where, fill=_rgba(colour, 1.0), width=thick, joint="curve")
        for mask, solid in zip(self._masks, (veil, 1.0), strict=True):
            mask.line(where, fill=round(255 * solid), width=thick, joint="curve")


def _rgba(colour: Colour, alpha: float) -> tuple[int, int, int, int]:
    r, g, b = (max(0, min(255, round(c * 255))) for c in colour)
    return r, g, b, round(alpha * 255)


def smooth(points: Sequence[Point], steps: int = 6) -> list[Point]:
    """A closed Catmull-Rom curve through the points."""
    ring = np.asarray(points, dtype=np.float64)
    before, after, later = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0), np.roll(ring, -2, axis=0)
    t = (np.arange(steps) / steps)[None, :, None]
    p0, p1, p2, p3 = (a[:, None, :] for a in (before, ring, after, later))
    way = p1 * 2 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    return [(float(x), float(y)) for x, y in (way / 2).reshape(-1, 2)]
