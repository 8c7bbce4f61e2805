"""The texts that describe and shorten answer with."""

import itertools
import re

from yubo_nb.sandbox.painter.chance import digest
from yubo_nb.sandbox.painter.words import GLUE, Reading, known, read, tokens

_KEYCAP = re.compile(r"^\s*([1-9])\ufe0f?\u20e3\s*", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_PRAISE = "quality highly detailed expert beautiful best masterpiece 8k hd ultra stunning amazing"
_LIGHT = GLUE | frozenset(_PRAISE.split())


def choices(text: str) -> list[str]:
    """The prompts of an answer with keycaps, without the keycaps and without links."""
    found: list[str] = []
    marks = list(_KEYCAP.finditer(text))
    for mark, after in itertools.zip_longest(marks, marks[1:]):
        part = text[mark.end() : after.start() if after else len(text)]
        found.append(_LINK.sub(r"\1", " ".join(part.split())))
    return found


def listed(lines: list[str]) -> str:
    """Prompts as the answer lists them."""
    return "\n\n".join(f"{n}️⃣ {line}" for n, line in enumerate(lines, 1))


# -- describe

_ARTISTS = ("Caspar David Friedrich", "Hiroshige", "Tove Jansson", "Eyvind Earle")


def described(prompt: str, colours: list[str], ratio: str) -> str:
    """Four ways to say what is in a picture; of one painted here the prompt is known, of others only the
    colours.
    """
    reading = read(prompt)
    tail = f" --ar {ratio}"
    tone = " and ".join(colours) or "muted"
    if not prompt:
        seen = [
            f"An abstract composition in {tone}, soft edges",
            f"A {colours[0] if colours else 'pale'} color field, minimalist, quiet light",
            f"A study of {tone} shapes, flat colors, no shading",
            f"A dreamlike picture in {tone}, in the style of [{_ARTISTS[3]}]({_search(_ARTISTS[3])})",
        ]
        return listed([s + tail for s in seen])
    thing, place = _thing(reading), _place(reading)
    light = {
        "dawn": "at dawn",
        "day": "in bright daylight",
        "dusk": "at sunset",
        "night": "under a night sky",
    }
    when = light.get(reading.hour, "in soft light")
    air = {"fog": "wrapped in fog", "snow": "in falling snow", "rain": "in the rain"}.get(
        reading.weather, "clear air"
    )
    kind = reading.medium or "digital illustration"
    painter = _ARTISTS[digest(prompt) % len(_ARTISTS)]
    artist = f"[{painter}]({_search(painter)})"
    seen = [
        f"{prompt}",
        f"A {kind} of {thing} {place} {when}, {air}, {tone} palette",
        f"{thing[0].upper()}{thing[1:]} {place}, {when}, in the style of {artist}, {tone}",
        f"Minimalist {kind}, {thing}, layered shapes in {tone}, {air}",
    ]
    return listed([s + tail for s in seen])


def _search(name: str) -> str:
    return f"https://goo.gl/search?artist%20{name.replace(' ', '%20')}"


def _thing(reading: Reading) -> str:
    if reading.portrait:
        return f"a portrait of a {reading.subject or 'person'}"
    return f"a {reading.subject}" if reading.subject else "a wide landscape"


def _place(reading: Reading) -> str:
    known_places = {
        "sea": "by the sea",
        "harbour": "in a harbour",
        "city": "in a city",
        "forest": "in a forest",
    }
    known_places |= {
        "mountains": "in the mountains",
        "lake": "by a lake",
        "desert": "in a desert",
        "space": "in space",
    }
    return known_places.get(reading.setting, "in an open landscape")


# -- shorten


def weighed(text: str) -> list[tuple[str, float]]:
    """Every word with its weight, 0 to 1: what the painter can paint counts most, padding least."""
    found: list[tuple[str, float]] = []
    for word in re.findall(r"[A-Za-z0-9'-]+|[\u4e00-\u9fff]+|[^\sA-Za-z0-9\u4e00-\u9fff'-]+", text):
        low = word.lower()
        if not any(c.isalnum() for c in word):
            found.append((word, -1.0))
        elif low in _LIGHT:
            found.append((word, 0.02))
        elif any(known(t) for t in tokens(word)):
            found.append((word, 0.8 + digest(low) % 20 / 100))
        else:
            found.append((word, 0.15 + digest(low) % 45 / 100))
    return found


def shortened(text: str) -> tuple[str, list[str]]:
    """The answer of shorten, and the short prompts in it."""
    words = weighed(text)
    ranked = sorted({w for w, s in words if s >= 0}, key=lambda w: -max(s for x, s in words if x == w))
    shown: list[str] = []
    for word, weight in words:
        form = (
            word
            if weight < 0
            else f"**{word}**"
            if weight >= 0.5
            else f"~~{word}~~"
            if weight < 0.1
            else word
        )
        if weight < 0 and shown:
            shown[-1] += form
        else:
            shown.append(form)
    useful = [w for w in ranked if max(s for x, s in words if x == w) >= 0.1] or ranked[:1]
    short: list[str] = []
    for share in (0.85, 0.65, 0.45, 0.3, 0.15):
        keep = set(useful[: max(1, round(len(useful) * share))])
        line = ", ".join(dict.fromkeys(w for w, _ in words if w in keep))
        if line not in short:
            short.append(line)
    return f"## Important tokens\n{' '.join(shown)}\n## Shortened prompts\n{listed(short)}", short
