"""Two pictures against each other, or several of which two are chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

import traitlets as t

from yubo_nb.data.markup import Sheet, plain
from yubo_nb.live.hub import Card
from yubo_nb.widgets.axes import axes, named, shown
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.comparepage import Shot, page, summary
from yubo_nb.widgets.scope import Scope, Source
from yubo_nb.widgets.twin import Twin

_NAME = 120  # characters


class Compare(Board):
    """`shots` are what is compared, in the order they were given: the first two at the beginning."""

    module, styles = "compare", ("theme", "controls", "board", "pair")

    shots = t.List(t.Any()).tag(sync=True)

    def __init__(
        self, engine: Source, shots: Sequence[Shot], prices: Mapping[str, float] | None = None, **traits: Any
    ) -> None:
        self._shots = tuple(shots)
        scope = Scope(engine, dict.fromkeys(shot.key for shot in shots))
        self.saved = Twin(engine, scope, page=self._page, text=self._text)
        super().__init__(engine, scope, twin=self.saved.id, prices=prices, **traits)
        self.shots = [{"key": one.key, "part": one.part, "name": one.name} for one in shots]

    def _page(self, cards: Sequence[Card], sheet: Sheet) -> str:
        return page(cards, self._shots, sheet)

    def _text(self, cards: Sequence[Card]) -> str:
        return summary(cards, self._shots)


def named_shots(engine: Source, wanted: Sequence[tuple[str, int]]) -> list[Shot]:
    """Each (key, part) with the words that tell it from the others: what varies between them."""
    keys = list(dict.fromkeys(key for key, _ in wanted))
    cards = [card for key in keys if (card := engine.hub.get(key)) is not None]
    plan = axes(cards)
    names: dict[str, str] = {}
    for card in cards:
        values = plan.of(card.key).items()
        said = [
            shown(name, value) if name.startswith(("words", "button")) else f"{named(name)} {value}"
            for name, value in values
        ]
        names[card.key] = " · ".join(said) or card.via or card.prompt
    return [
        Shot(key, part, plain(_with_part(names[key], part), _NAME)) for key, part in wanted if key in names
    ]


def _with_part(name: str, part: int) -> str:
    return f"{name} · {part}/4" if part else name
