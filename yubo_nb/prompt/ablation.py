"""The phrases of a prompt, each of which can be left out: which words matter?"""

import re
from dataclasses import dataclass

from yubo_nb.prompt.text import parse

# Groups, quoted text and URLs are never cut; commas and `::` part phrases, else a preposition does.
_WHOLE = r"\{[^{}]*\}|\"[^\"]*\"|“[^“”]*”|(?<!\S)\S*://\S*"
_COMMAS = re.compile(rf"{_WHOLE}|(?P<cut>(?<!\s)\s*(?:[,，、;；。\n]|::(?:-?[0-9.]+)?)\s*)")
_CLAUSES = re.compile(
    rf"{_WHOLE}|(?P<cut>(?<!\s)\s+)(?=(?:in|at|on|with|by|under|over|beside|behind|near|during|against|through|and)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of the words and where it stands in the prompt."""

    source: str
    start: int
    end: int
    cut: tuple[int, int]

    @property
    def text(self) -> str:
        """The phrase itself."""
        return self.source[self.start : self.end]

    @property
    def without(self) -> str:
        """The prompt that leaves this phrase out, together with one comma."""
        return self.source[: self.cut[0]] + self.source[self.cut[1] :]


def phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases between commas; of words without commas, the clauses that a preposition begins."""
    start, end = parse(text).layout.words
    spans = _cut(text, start, end, _COMMAS)
    if len(spans) == 1:
        spans = _cut(text, start, end, _CLAUSES)
    found: list[Phrase] = []
    for index, (begin, stop) in enumerate(spans):
        if index + 1 < len(spans):
            cut = (begin, spans[index + 1][0])
        elif index:
            cut = (spans[index - 1][1], end)
        else:
            cut = (begin, end + len(text[end:]) - len(text[end:].lstrip()))
        found.append(Phrase(text, begin, stop, cut))
    return tuple(found)


def _cut(text: str, start: int, end: int, at: re.Pattern[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = start
    for match in at.finditer(text, start, end):
        if match["cut"] is None:
            continue
        if match.start() > begin:
            spans.append((begin, match.start()))
        begin = match.end()
    if end > begin:
        spans.append((begin, end))
    return spans
