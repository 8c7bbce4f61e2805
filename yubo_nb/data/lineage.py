"""What came from what: the order of a family, and what changed from a prompt to the next."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs] - it has none

_K = TypeVar("_K")
Piece = tuple[Literal["same", "gone", "new"], str]
# A parameter and its values are one word: `--ar 3:2` changes as a whole. A comma is one too, and so is a
# Chinese or Japanese character: those languages have no blanks to cut at.
_CJK = r"\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"--[^\s-]\S*(?:\s+(?!--)\S+)*|[{_CJK}]|[^\s,，{_CJK}]+|[,，]")
_GAP = re.compile(rf"(?<=\S) (?=[,，])|(?<=[{_CJK}，]) (?=[{_CJK}])")
_WORDS = 400  # of longer prompts the rest is compared as one


def forest(parents: Mapping[_K, _K | None]) -> list[tuple[_K, int]]:
    """Every key with its depth, each family in one piece, a parent before what came from it.

    The order is otherwise that of the mapping. A parent that is no key of it is none; what goes in circles,
    as a relay may say, is cut at its first key.
    """
    children: dict[_K, list[_K]] = {}
    roots: list[_K] = []
    for key, parent in parents.items():
        if parent is None or parent not in parents or parent == key:
            roots.append(key)
        else:
            children.setdefault(parent, []).append(key)
    order: list[tuple[_K, int]] = []
    met: set[_K] = set()
    for root in [*roots, *parents]:
        todo = [(root, 0)]
        while todo:
            key, depth = todo.pop()
            if key in met:
                continue
            met.add(key)
            order.append((key, depth))
            todo += [(child, depth + 1) for child in reversed(children.get(key, ()))]
    return order


def families(parents: Mapping[_K, _K | None]) -> list[list[_K]]:
    """`forest`, cut into its families."""
    found: list[list[_K]] = []
    for key, depth in forest(parents):
        if depth == 0:
            found.append([])
        found[-1].append(key)
    return found


def branches(order: Iterable[tuple[str, int]]) -> list[str]:
    """Lines of text as a tree, for a terminal; `order` is a text and its depth."""
    nodes = list(order)
    lines: list[str] = []
    open_: set[int] = set()  # depths at which a later sibling follows
    for text, depth in reversed(nodes):
        bars = "".join("│  " if level in open_ else "   " for level in range(1, depth))
        fork = "" if depth == 0 else "├─ " if depth in open_ else "└─ "
        lines.append(f"{bars}{fork}{text}")
        open_ = {level for level in open_ if level < depth} | {depth}
    return lines[::-1]


def difference(before: str, after: str) -> list[Piece]:
    """The words of two prompts side by side, as stretches that stayed, went, or came."""
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for tag, i, end_i, j, end_j in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", _joined(new[j:end_j])))
            continue
        if end_i > i:
            pieces.append(("gone", _joined(old[i:end_i])))
        if end_j > j:
            pieces.append(("new", _joined(new[j:end_j])))
    return pieces


def change(before: str, after: str) -> str:
    """The same as one line: `−blue +red`; empty where nothing changed."""
    sign = {"gone": "−", "new": "+"}
    return " ".join(sign[kind] + text for kind, text in difference(before, after) if kind in sign)


def _joined(words: list[str]) -> str:
    return _GAP.sub("", " ".join(words))


def _words(prompt: str) -> list[str]:
    words = [" ".join(found.group().split()) for found in _WORD.finditer(prompt)]
    return words if len(words) <= _WORDS else [*words[:_WORDS], " ".join(words[_WORDS:])]


def table(nodes: Iterable[Mapping[str, Any]]) -> "pd.DataFrame":
    """Nodes of a tree as a frame: `depth` Int64, all else string."""
    import pandas as pd

    names = ("task_id", "parent_id", "depth", "label", "status", "change", "prompt")
    rows = list(nodes)
    columns = {
        name: pd.array([row[name] for row in rows], dtype="Int64" if name == "depth" else "string")
        for name in names
    }
    return pd.DataFrame(columns)
