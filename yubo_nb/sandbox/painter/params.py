"""The parameters at the end of a prompt, as far as the painter understands them, and what is wrong with
them.
"""

import itertools
import re
from dataclasses import dataclass, field

_ALIASES = {
    "aspect": "ar",
    "version": "v",
    "c": "chaos",
    "s": "stylize",
    "w": "weird",
    "q": "quality",
    "r": "repeat",
    "p": "profile",
}
_FLAGS = frozenset(
    ["tile", "raw", "draft", "fast", "relax", "turbo", "stealth", "public", "loop", "hd", "sd"]
)
_TEXTS = frozenset(
    ["no", "style", "sref", "cref", "oref", "profile", "personalize", "video", "motion", "end", "v", "niji"]
)
_RANGES: dict[str, tuple[float, float]] = {
    "chaos": (0, 100),
    "stylize": (0, 1000),
    "weird": (0, 3000),
    "seed": (0, 4294967295),
    "quality": (0.25, 4),
    "stop": (10, 100),
    "repeat": (1, 40),
    "iw": (0, 3),
    "cw": (0, 100),
    "sw": (0, 1000),
    "sv": (1, 6),
    "ow": (0, 1000),
    "exp": (0, 100),
    "zoom": (1, 2),
    "bs": (1, 4),
}
_VERSIONS = frozenset(
    ["1", "2", "3", "4", "5", "5.0", "5.1", "5.2", "6", "6.0", "6.1", "7", "7.0", "8", "8.0", "8.1"]
)
_NIJIS = frozenset(["", "4", "5", "6", "7"])
# A flag begins at a blank; an em dash is what phones make of two hyphens, and the family turns it back.
_FLAG = re.compile(r"(?:(?<=\s)|^)(?:--|—)([A-Za-z]+)")
_URL = re.compile(r"https?://\S+")
_AR = re.compile(r"(\d{1,4}):(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Params:
    """A prompt taken apart. `trouble` is the relay's complaint about it, "" if it can be painted."""

    text: str
    urls: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict[str, str])
    trouble: str = ""

    def number(self, name: str, default: float) -> float:
        """A numeric parameter."""
        try:
            return float(self.values.get(name, default))
        except ValueError:
            return default

    @property
    def ratio(self) -> tuple[int, int]:
        """Width to height, as asked; (1, 1) if nothing was."""
        found = _AR.fullmatch(self.values.get("ar", "1:1"))
        return (int(found[1]), int(found[2])) if found and not self.trouble else (1, 1)

    @property
    def version(self) -> str:
        """The model: 7 and the like, or `niji 6`."""
        if "niji" in self.values:
            return f"niji {self.values['niji'] or '7'}"
        return self.values.get("v", "7").removesuffix(".0")

    @property
    def seed(self) -> int | None:
        """The seed asked for."""
        value = self.values.get("seed", "")
        return int(value) if value.isdecimal() else None

    @property
    def without(self) -> tuple[str, ...]:
        """What `--no` forbids."""
        return tuple(w.strip().lower() for w in self.values.get("no", "").split(",") if w.strip())

    @property
    def raw(self) -> bool:
        """`--raw` or `--style raw`."""
        return "raw" in self.values or self.values.get("style") == "raw"


def _complaint(name: str, value: str) -> str:
    if name == "ar":
        found = _AR.fullmatch(value)
        wrong = not found or not int(found[1]) or not int(found[2])
        if not wrong and found and not 1 / 20 <= int(found[1]) / int(found[2]) <= 20:
            wrong = True
        return f"`--ar {value}` is not valid" if wrong else ""
    if name == "v":
        return "" if value in _VERSIONS else f"`--v {value}` is not valid"
    if name == "niji":
        return "" if value in _NIJIS else f"`--niji {value}` is not valid"
    if name in _RANGES:
        low, high = _RANGES[name]
        try:
            fits = low <= float(value) <= high and (name != "seed" or value.isdecimal())
        except ValueError:
            fits = False
        return "" if fits else f"`--{name} {value}` is not valid: it must be between {low:g} and {high:g}"
    if name in _FLAGS:
        return f"`--{name}` takes no value, not `{value}`" if value else ""
    return "" if name in _TEXTS else f"Unrecognized parameter(s): `--{name}`"


def read_params(prompt: str) -> Params:
    """Take a prompt apart. Never raises: what cannot be painted is told in `trouble`, as a relay does,
    later.
    """
    marks = list(_FLAG.finditer(prompt))
    head = prompt[: marks[0].start()] if marks else prompt
    urls = tuple(_URL.findall(head))
    values: dict[str, str] = {}
    trouble = ""
    for mark, after in itertools.zip_longest(marks, marks[1:]):
        name = mark[1].lower()
        name = _ALIASES.get(name, name)
        value = prompt[mark.end() : after.start() if after else len(prompt)].strip()
        trouble = trouble or _complaint(name, value)
        values[name] = value
    text = " ".join(_URL.sub(" ", head).split())
    return Params(text, urls, values, trouble)


def frame_size(ratio: tuple[int, int], area: int = 512 * 512) -> tuple[int, int]:
    """Pixels of one picture of this shape: always about the same area, sides in steps of 8."""
    width = (area * ratio[0] / ratio[1]) ** 0.5
    height = area / width
    return max(8, round(width / 8) * 8), max(8, round(height / 8) * 8)
