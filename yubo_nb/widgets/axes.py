"""What a set of tasks varies, and where each of them stands in a table of two of these factors."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.prompt.factors import WORDS, Factor, factor, factors
from yubo_nb.widgets.wire import plain

BUTTON = "button"  # what was pressed to make a task
_WIDE = 8  # cells beside each other that a page has room for
_LABEL = 300  # characters of a value


@dataclass(frozen=True, slots=True)
class Axes:
    """`keys` in the order of `Factor.at`; `rows` and `cols` are names of factors, "" for none."""

    keys: Sequence[str]
    factors: Sequence[Factor]
    rows: str
    cols: str

    def turned(self, rows: str, cols: str) -> "Axes":
        """With other axes, if there are such."""
        names = {"", *(one.name for one in self.factors)}
        known = {rows, cols} <= names and (rows != cols or not rows)
        return replace(self, rows=rows, cols=cols) if known else self

    def places(self) -> Mapping[tuple[int, int], Sequence[str]]:
        """The keys at (row, column), where there are any."""
        at = {one.name: one.at for one in self.factors}
        found: dict[tuple[int, int], list[str]] = {}
        for n, key in enumerate(self.keys):
            spot = (at[self.rows][n] if self.rows in at else 0, at[self.cols][n] if self.cols in at else 0)
            found.setdefault(spot, []).append(key)
        return found

    def values(self, axis: str) -> Sequence[str]:
        """The values along an axis; one that has none is a single line."""
        return next((one.values for one in self.factors if one.name == axis), ("",))

    def of(self, key: str) -> dict[str, str]:
        """The values of one task by factor."""
        n = self.keys.index(key)
        return {one.name: one.values[one.at[n]] for one in self.factors}


def axes(cards: Sequence[Card], rows: str | None = None, cols: str | None = None) -> Axes:
    """What differs between these tasks: their prompts, and the button that made them.

    An axis that is not named is chosen: seeds across, else what has the most values. Raises ValueError for a
    name that nothing here varies by.
    """
    found = [*factors([card.prompt for card in cards]), *factor(BUTTON, [card.via for card in cards])]
    known = [
        Factor(plain(one.name, 80), tuple(plain(v, _LABEL) for v in one.values), one.at) for one in found
    ]
    return Axes([card.key for card in cards], known, *_choose(known, rows, cols))


def per_line(axes: Axes) -> int:
    """How many stand in a line where one factor alone has so many values that its line is broken; else 0."""
    n = len(axes.values(axes.cols))
    return 0 if axes.rows or n <= _WIDE else math.ceil(n / math.ceil(n / _WIDE))


def _choose(known: Sequence[Factor], rows: str | None, cols: str | None) -> tuple[str, str]:
    names = [one.name for one in known]
    for name in filter(None, (rows, cols)):
        if name not in names:
            there = ", ".join(names) or say("nothing: their prompts are the same", "没有差异：提示词相同")
            raise ValueError(
                say(
                    f"These tasks do not vary by {name!r}, but by {there}.",
                    f"这些任务的差异不在 {name!r}，而在：{there}。",
                )
            )
    if rows and rows == cols:
        raise ValueError(say("Rows and columns need two different factors.", "行和列需要两个不同的因素。"))
    free = [one for one in known if one.name not in (rows, cols)]
    free.sort(key=lambda one: (one.name != "seed", -len(one.values)))
    if cols is None:
        cols = free.pop(0).name if free else ""
    if rows is None:
        rows = free.pop(0).name if free else ""
    return rows, cols


def named(name: str) -> str:
    """A factor as a person reads it."""
    if name.startswith(WORDS):
        return say("Words", "词语") + name.removeprefix(WORDS)
    known = {"images": say("Pictures given", "参考图"), BUTTON: say("Made by", "生成方式"), "seed": "seed"}
    return known.get(name, name)


def shown(name: str, value: str) -> str:
    """A value as a label: a parameter that a prompt does not have says so."""
    if value or name == BUTTON:
        return value or "imagine"
    return say("not given", "未指定") if not name.startswith(WORDS) else "—"
