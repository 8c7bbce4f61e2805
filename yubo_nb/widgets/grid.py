"""Tasks in a table of what varies between them: seeds across, words or a parameter down."""

from collections.abc import Mapping, Sequence
from typing import Any

import traitlets as t

from yubo_nb.data.markup import Sheet, plain
from yubo_nb.live.hub import Card
from yubo_nb.prompt.factors import Factor, shared
from yubo_nb.widgets import messages
from yubo_nb.widgets.axes import Axes, named, shown
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.gridpage import page, summary
from yubo_nb.widgets.scope import Scope, Source
from yubo_nb.widgets.twin import Twin

_STYLES = ("theme", "controls", "board", "card", "menu", "ask", "lightbox", "lineage", "pair", "grid")


class Grid(Board):
    """The cards of `keys` by two of their factors. The kernel knows which, and which quarter is seen."""

    module, styles = "grid", _STYLES

    factors = t.List(t.Any()).tag(sync=True)  # {name, label, values}
    places = t.Dict().tag(sync=True)  # by key, the number of its value for each factor
    same = t.Unicode().tag(sync=True)
    rows = t.Unicode().tag(sync=True)
    cols = t.Unicode().tag(sync=True)
    part = t.Int().tag(sync=True)

    def __init__(self, engine: Source, axes: Axes, prices: Mapping[str, float] | None = None) -> None:
        self._axes = axes
        scope = Scope(engine, axes.keys)
        self.saved = Twin(engine, scope, page=self._page, text=self._text)
        super().__init__(engine, scope, twin=self.saved.id, prices=prices)
        self.rows, self.cols = axes.rows, axes.cols
        self.same = plain(shared([card.prompt for card in self._own()]), 1_000)
        self.places = {key: [one.at[n] for one in axes.factors] for n, key in enumerate(axes.keys)}
        self.factors = [_factor_row(one) for one in axes.factors]

    def hear(self, message: messages.Message) -> None:
        """Hand it to the engine's thread; nothing happens here."""
        if isinstance(message, messages.Axes):
            self._engine.post(self._arrange, message)
        else:
            super().hear(message)

    def _arrange(self, said: messages.Axes) -> None:
        self._axes = self._axes.turned(said.rows, said.cols)
        with self.hold_sync():
            self.rows, self.cols, self.part = self._axes.rows, self._axes.cols, said.part
        self.saved.publish(again=True)

    def _own(self) -> list[Card]:
        """The tasks it was asked for; what their buttons made is not in the table."""
        cards = (self._engine.hub.get(key) for key in self._axes.keys)
        return [card for card in cards if card is not None]

    def _page(self, _cards: Sequence[Card], sheet: Sheet) -> str:
        return page(self._own(), self._axes, self.same, sheet)

    def _text(self, _cards: Sequence[Card]) -> str:
        return summary(self._own(), self._axes, self.same)


def _factor_row(one: Factor) -> dict[str, Any]:
    return {"name": one.name, "label": named(one.name), "values": [shown(one.name, v) for v in one.values]}
