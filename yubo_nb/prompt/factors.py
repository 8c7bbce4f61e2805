"""What a set of prompts varies: its parameters, and the words that are not the same in all of them."""

import difflib
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yubo_nb.prompt.difference import WORD
from yubo_nb.prompt.tables import Tables, Value
from yubo_nb.prompt.text import Prompt

WORDS = "words"
_TEXTS, _LENGTH = 64, 400  # different texts, and words of each: with more, the whole text is one factor
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?")
_ELLIPSES = re.compile(r"…(?:\s*…)+")
_TRIMMED = " \t\n,，;；.。"


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that varies. `values` are its different values as text, "" where a prompt has none.

    `at` says for each prompt which of them it has. Numbers are in their order, all else as it came.
    """

    name: str
    values: tuple[str, ...]
    at: tuple[int, ...]


def factors(texts: Sequence[str], *, tables: Tables | None = None) -> tuple[Factor, ...]:
    """What differs between these prompts, words first; empty if they are all the same.

    Words that were varied in several places, each with each, are several factors: "words", "words 2".
    Everything else that differs in the text is one. Parameters go by their long names.
    """
    prompts = [Prompt(text, tables) for text in texts]
    found: list[Factor] = [*_of_words([prompt.text for prompt in prompts])]
    found += factor("images", [" ".join(prompt.images) for prompt in prompts])
    names = dict.fromkeys(name for prompt in prompts for name in prompt.parameters)
    for name in names:
        found += factor(name, [_shown(prompt.parameters.get(name)) for prompt in prompts])
    return tuple(found)


def shared(texts: Sequence[str], *, tables: Tables | None = None) -> str:
    """What these prompts have in common, as one prompt: an ellipsis stands for words that vary."""
    prompts = [Prompt(text, tables) for text in dict.fromkeys(texts)]
    if not prompts:
        return ""
    words = [WORD.findall(text) for text in dict.fromkeys(prompt.text for prompt in prompts)]
    parts = [_ELLIPSES.sub("…", "".join(_outline(words)))]
    for name, value in prompts[0].parameters.items():
        if all(prompt.parameters.get(name) == value for prompt in prompts):
            parts.append(f"--{name}" if value is True else f"--{name} {_shown(value)}")
    return " ".join(filter(None, parts))


def factor(name: str, values: Sequence[str]) -> tuple[Factor, ...]:
    """The factor with these values, if there is more than one value."""
    different = list(dict.fromkeys(values))
    if len(different) < 2:
        return ()
    order = sorted(different, key=_number) if _numeric(different) else different
    number = {value: n for n, value in enumerate(order)}
    return (Factor(name, tuple(order), tuple(number[value] for value in values)),)


def _of_words(texts: Sequence[str]) -> Iterator[Factor]:
    different = list(dict.fromkeys(texts))
    if len(different) < 2:
        return
    words = [WORD.findall(text) for text in different]
    columns = _columns(words) if len(words) <= _TEXTS and max(map(len, words)) <= _LENGTH else []
    if math.prod(len(set(column)) for column in columns) != len(different):
        columns = [_middles(words)]  # not each with each: places of their own would leave a grid empty
    for place, column in enumerate(columns):
        value = dict(zip(different, column, strict=True))
        yield from factor(WORDS if place == 0 else f"{WORDS} {place + 1}", [value[text] for text in texts])


def _outline(words: Sequence[list[str]]) -> Iterator[str]:
    if len(words) > _TEXTS or max(map(len, words)) > _LENGTH:
        head, _ = _ends_alike(words)
        yield f"{''.join(words[0][:head])}…"
        return
    common = _common(words)
    for gap, word in zip(_gaps(words, [_ends(one, common) for one in words]), [*common, ""], strict=True):
        yield gap[0] if len(set(gap)) == 1 else "…"
        yield word


def _columns(words: Sequence[list[str]]) -> list[list[str]]:
    """What the texts have where they differ, a column a place; places that change together are one."""
    common = _common(words)
    ends = [_ends(one, common) for one in words]
    gaps = _gaps(words, ends)
    varying = [place for place, gap in enumerate(gaps) if len(set(gap)) > 1]
    groups: list[list[int]] = []
    for place in varying:
        pairs = next((g for g in groups if _go_together(gaps[g[0]], gaps[place])), None)
        groups.append([place]) if pairs is None else pairs.append(place)
    return [
        [_label(one, [at[place] for place in group]) for one, at in zip(words, ends, strict=True)]
        for group in groups
    ]


def _common(words: Sequence[list[str]]) -> list[str]:
    """Words that all texts have, in their order."""
    common = words[0]
    for one in words[1:]:
        blocks = difflib.SequenceMatcher(None, common, one, autojunk=False).get_matching_blocks()
        common = [word for block in blocks for word in common[block.a : block.a + block.size]]
    return common


def _ends(words: Sequence[str], common: Sequence[str]) -> list[tuple[int, int]]:
    """Where the gaps before, between and behind the common words begin and end."""
    found: list[tuple[int, int]] = []
    start = 0
    for word in common:
        end = words.index(word, start)
        found.append((start, end))
        start = end + 1
    return [*found, (start, len(words))]


def _gaps(words: Sequence[list[str]], ends: Sequence[list[tuple[int, int]]]) -> list[list[str]]:
    """What each text has in each gap."""
    return [
        ["".join(one[a:b]) for one, (a, b) in zip(words, at, strict=True)] for at in zip(*ends, strict=True)
    ]


def _go_together(a: Sequence[str], b: Sequence[str]) -> bool:
    return len(set(zip(a, b, strict=True))) == len(set(a)) == len(set(b))


def _label(words: Sequence[str], spans: Sequence[tuple[int, int]]) -> str:
    """These stretches of a text; with an ellipsis between them where words are left out."""
    parts: list[str] = []
    before = 0
    for start, end in spans:
        part = "".join(words[start:end]).strip(_TRIMMED)
        if part and parts:
            parts.append(" … " if "".join(words[before:start]).strip() else " ")
        if part:
            parts.append(part)
            before = end
    return "".join(parts)


def _middles(words: Sequence[list[str]]) -> list[str]:
    """The texts without what all of them begin and end with."""
    head, tail = _ends_alike(words)
    return [_label(one, [(head, len(one) - tail)]) for one in words]


def _ends_alike(words: Sequence[list[str]]) -> tuple[int, int]:
    """How many words at the beginning, and at the end, are the same in all."""
    least = min(map(len, words))
    head = next((n for n in range(least) if len({one[n] for one in words}) > 1), least)
    tail = next((n for n in range(least - head) if len({one[-1 - n] for one in words}) > 1), least - head)
    return head, tail


def _shown(value: Value | None) -> str:
    if value is None or value is False:
        return ""
    return "✓" if value is True else f"{value:g}" if isinstance(value, float) else str(value)


def _numeric(values: Iterable[str]) -> bool:
    return all(_NUMBER.fullmatch(value) for value in values if value)


def _number(value: str) -> float:
    return float(value) if value else -math.inf
