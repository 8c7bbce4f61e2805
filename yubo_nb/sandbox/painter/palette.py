"""The colours of an hour, and how words and parameters bend them."""

from dataclasses import dataclass, replace

from yubo_nb.sandbox.painter.canvas import Colour, hexed, mixed
from yubo_nb.sandbox.painter.chance import Chance, digest
from yubo_nb.sandbox.painter.words import Reading


@dataclass(frozen=True, slots=True)
class Palette:
    """`top`, `mid`, `low` make the sky; `dark` is the nearest thing in the picture, `haze` the farthest."""

    top: Colour
    mid: Colour
    low: Colour
    sun: Colour
    haze: Colour
    dark: Colour
    green: Colour
    accent: Colour
    night: bool = False


def _palette(text: str, *, night: bool = False) -> Palette:
    return Palette(*(hexed(part) for part in text.split()), night=night)


# top, mid, low, sun, haze, dark, green, accent
_HOURS: dict[str, list[Palette]] = {
    "dawn": [
        _palette("44548c c791ab ffd7ab fff4d8 e9b9a8 232c4e 3d5a5c e2604a"),
        _palette("5a86ad f0b8a8 ffecc8 fffbe6 f2cdb4 2c3d57 4d6f62 d9553f"),
        _palette("6f6fae e8a7b8 fde2b4 fff6da eec0b8 2f2f5a 55636f e86a52"),
    ],
    "day": [
        _palette("3b83c4 8fc6e8 eaf5f2 fffdf0 c5dfe6 17434c 3f7d5a e4572e"),
        _palette("2d7391 86bfb6 f5edcf fffdf0 c9dccb 1d4343 5b8c5a d9512c"),
        _palette("5aa3d0 b9dceb fdf3dc ffffff d8e6e4 264b5e 6c9a5b ef7b45"),
    ],
    "dusk": [
        _palette("2a1f55 b24a72 ffa05f ffe59a d9768a 171233 3d2f52 ff5d4f"),
        _palette("1e2b58 c9605f fbc57d fff2bd d98d7c 161a38 36405a ff6b3d"),
        _palette("45397d dd8791 fde0ab fff3cf e2a09c 221d45 4c4a6a f2604a"),
    ],
    "night": [
        _palette("060b24 15305f 3a6c98 eef5ff 2f5380 040a1c 12304a ffb454", night=True),
        _palette("081020 17364f 4a8088 f3fbf4 2b5661 050c18 143f42 ffc163", night=True),
        _palette("0e0a2b 31215f 7455a0 f6eeff 493a80 080518 26265a ff9e6d", night=True),
    ],
}
_SPECIAL: dict[str, Palette] = {
    "neon": _palette("0a0620 3c0f66 ff3d8b ffe45c 8a2a9a 07041a 14305e 22e6ff", night=True),
    "space": _palette("05040f 15123c 3b2a6b fff2d6 3a2f72 04030c 1c2a50 ff8f5a", night=True),
    "desert": _palette("3f8fb8 f0c590 fbe3b8 fffbe8 ecc79b 7a3b25 b9783f d9482b"),
}


def palette_for(reading: Reading, hour: str, chance: Chance, style: str = "") -> Palette:
    """The colours of a picture; `style` is a style code, which shifts them by its hash."""
    if reading.medium == "neon":
        chosen = _SPECIAL["neon"]
    elif reading.setting == "space" or reading.subject in {"rocket", "astronaut"}:
        chosen = _SPECIAL["space"]
    elif reading.setting == "desert" and hour == "day":
        chosen = _SPECIAL["desert"]
    else:
        chosen = chance.choice("palette", _HOURS[hour])
    if reading.weather == "snow":
        chosen = replace(
            chosen,
            haze=mixed(chosen.haze, (0.93, 0.95, 0.98), 0.4),
            green=mixed(chosen.green, (0.75, 0.83, 0.92), 0.75),
        )
    if reading.weather == "rain":
        grey = (0.42, 0.47, 0.53)
        chosen = replace(
            chosen,
            top=mixed(chosen.top, (0.2, 0.24, 0.3), 0.6),
            mid=mixed(chosen.mid, grey, 0.6),
            low=mixed(chosen.low, (0.66, 0.7, 0.73), 0.55),
            haze=mixed(chosen.haze, grey, 0.5),
        )
    if reading.weather == "fog":
        veil = mixed(chosen.low, (0.86, 0.88, 0.9) if not chosen.night else chosen.haze, 0.5)
        chosen = replace(
            chosen, mid=mixed(chosen.mid, veil, 0.45), haze=mixed(chosen.haze, veil, 0.6), low=veil
        )
    if reading.accent:
        chosen = replace(chosen, accent=hexed(reading.accent))
    for place, code in enumerate(reading.colours[:2]):
        colour = hexed(code)
        share = 0.5 if place == 0 else 0.3
        chosen = replace(
            chosen,
            accent=colour if place == 0 and not reading.accent else chosen.accent,
            mid=mixed(chosen.mid, colour, share * 0.62),
            low=mixed(chosen.low, mixed(colour, (1, 1, 1), 0.45), share * 0.5),
            haze=mixed(chosen.haze, colour, share * 0.5),
            green=mixed(chosen.green, colour, share * 0.5),
            dark=mixed(chosen.dark, mixed(colour, (0, 0, 0), 0.7), share * 0.6),
        )
    marks = [digest("style", style)] if style else []
    marks += [digest("word", word) for word in reading.strange[:3]]
    for mark in marks:
        tint = ((mark & 255) / 255, (mark >> 8 & 255) / 255, (mark >> 16 & 255) / 255)
        share = 0.34 if style and mark == marks[0] else 0.09
        chosen = replace(
            chosen,
            mid=mixed(chosen.mid, tint, share),
            haze=mixed(chosen.haze, tint, share),
            green=mixed(chosen.green, tint, share),
            top=mixed(chosen.top, tint, share * 0.6),
        )
    return chosen
