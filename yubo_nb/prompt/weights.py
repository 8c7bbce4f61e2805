"""Multi-prompts: `hot::2 dog` weighs the part before the colons."""

import re

# A `::` inside a URL belongs to the URL, which is looked for at the start of a word: linear time.
_SEPARATOR = re.compile(r"(?<!\S)\S*://\S*|::(-?(?:[0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9}))?")


def weighted(words: str) -> tuple[tuple[str, float], ...]:
    """The parts with their weights; words without `::` are one part of weight 1."""
    if "::" not in words:
        return ((words, 1.0),) if words else ()
    parts: list[tuple[str, float]] = []
    start = 0
    for match in _SEPARATOR.finditer(words):
        if not match[0].startswith("::"):
            continue
        part = words[start : match.start()].strip()
        if part:
            parts.append((part, float(match[1]) if match[1] else 1.0))
        start = match.end()
    tail = words[start:].strip()
    if tail:
        parts.append((tail, 1.0))
    return tuple(parts)


def separators(words: str) -> tuple[tuple[int, int], ...]:
    """Where the `::` stand, weight included."""
    if "::" not in words:
        return ()
    return tuple(match.span() for match in _SEPARATOR.finditer(words) if match[0].startswith("::"))
