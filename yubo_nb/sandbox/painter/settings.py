"""Every setting by its name."""

from collections.abc import Callable

from yubo_nb.sandbox.painter import city, elsewhere, land, water
from yubo_nb.sandbox.painter.canvas import Canvas
from yubo_nb.sandbox.painter.land import Ground
from yubo_nb.sandbox.painter.palette import Palette

SETTINGS: dict[str, Callable[[Canvas, Palette, float, float], Ground]] = {
    "mountains": land.mountains,
    "forest": land.forest,
    "field": land.field,
    "desert": land.desert,
    "city": city.city,
    "sea": water.sea,
    "harbour": water.harbour,
    "lake": water.lake,
    "village": land.field,
    "clouds": land.cloudsea,
    "space": elsewhere.space,
    "room": elsewhere.room,
}
