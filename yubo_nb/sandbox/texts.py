"""The texts that describe and shorten answer with."""

import itertools
import re

_KEYCAP = re.compile(r"^\s*([1-9])\ufe0f?\u20e3\s*", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


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
