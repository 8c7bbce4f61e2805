"""Where the parts of a prompt lie: picture URLs, words, flags, braces. Nothing is judged here."""

import re
from collections.abc import Mapping
from typing import NamedTuple

# Phones and Chinese keyboards turn two hyphens into these; relays turn an em dash back.
_MARK = re.compile(r"(?<!\S)(--|[—–]{1,2}|－－)(?:([A-Za-z][A-Za-z0-9_-]*)|(?=\{))")
_IMAGE = re.compile(r"\s*(?:<(https?://[^\s<>]+)>|(https?://\S+))(?!\S)", re.IGNORECASE)
_BRACE = re.compile(r"\\[\\{}]|[{}]")


class Flag(NamedTuple):
    """One `--name value`. `source[start:end]` is all of it, blanks behind the value excluded."""

    name: str  # the long name; for one that the tables do not know, as written in lower case
    start: int
    name_end: int
    value_start: int
    end: int


class Layout(NamedTuple):
    """The parts of a prompt by position, in their order."""

    images: tuple[tuple[int, int], ...]
    words: tuple[int, int]
    flags: tuple[Flag, ...]
    groups: tuple[tuple[int, int], ...]  # outermost {…}, closing brace included
    unbalanced: tuple[int, ...]


def braces(source: str) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """The outermost balanced groups, and the braces without a partner; an escaped brace is no brace."""
    open_at: list[int] = []
    groups: list[tuple[int, int]] = []
    stray: list[int] = []
    for match in _BRACE.finditer(source):
        at = match.start()
        if match[0] == "{":
            open_at.append(at)
        elif match[0] == "}":
            if not open_at:
                stray.append(at)
                continue
            begin = open_at.pop()
            while groups and groups[-1][0] > begin:
                groups.pop()
            groups.append((begin, at + 1))
    return tuple(groups), tuple(stray + open_at)


def layout(source: str, names: Mapping[str, str]) -> Layout:
    """Read the positions; `names` maps every known spelling to its long name."""
    groups: tuple[tuple[int, int], ...] = ()
    unbalanced: tuple[int, ...] = ()
    if "{" in source or "}" in source:
        groups, unbalanced = braces(source)
    starts: list[tuple[str, int, int]] = []
    group = 0
    for match in _MARK.finditer(source):
        mark, name = match.groups()
        at, name_end = match.span()
        while group < len(groups) and groups[group][1] <= at:
            group += 1
        if group < len(groups) and groups[group][0] < at:
            continue
        if name is None:
            # `--{v 5, niji}`: the name itself is a choice.
            if group < len(groups) and groups[group][0] == name_end:
                begin, name_end = groups[group]
                starts.append((source[begin:name_end], at, name_end))
            continue
        name = name.lower()
        known = names.get(name)
        # A single dash may be prose ("a wolf —alone"): a flag only where the name is known.
        if known is not None or mark[0] in "-－":
            starts.append((known or name, at, name_end))
    flags: list[Flag] = []
    for index, (name, at, name_end) in enumerate(starts):
        stop = starts[index + 1][1] if index + 1 < len(starts) else len(source)
        rest = source[name_end:stop]
        value = rest.rstrip()
        end = name_end + len(value)
        begin = end - len(value.lstrip())
        if value[:1] == "=":
            begin = end - len(value[1:].lstrip())
        flags.append(Flag(name, at, name_end, begin, end))
    head = source[: starts[0][1]] if starts else source
    images: list[tuple[int, int]] = []
    at = 0
    if "://" in head:
        while match := _IMAGE.match(head, at):
            images.append(match.span(match.lastindex or 0))
            at = match.end()
    words_end = len(head.rstrip())
    words_start = min(words_end, len(head) - len(head[at:].lstrip()))
    return Layout(tuple(images), (max(words_start, 0), words_end), tuple(flags), groups, unbalanced)


def starts_flag(text: str) -> bool:
    """Whether these characters, standing behind a blank, would begin a parameter of their own."""
    return _MARK.search(text) is not None
