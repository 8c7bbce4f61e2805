"""Families as views see them."""

from yubo_nb.live.family import family, path
from yubo_nb.live.hub import Card
from yubo_nb.widgets.scope import Scope, Source
from yubo_nb.widgets.wire import ButtonSets, Row, card_row


class Kin(Scope):
    """Every card with this root, also those that come later. Cards are found by their parents in the hub."""

    def __init__(self, source: Source, root: str) -> None:
        super().__init__(source, [root])
        self.root = root

    def __contains__(self, key: str) -> bool:
        return self.root in path(self.source.hub, key)


def kin_of(engine: Source, key: str) -> Kin:
    """The scope of a card's family, with what only the history knows brought in."""
    return Kin(engine, family(engine, key)[0].key)


def family_rows(engine: Source, key: str) -> tuple[list[Card], Row]:
    """A family as it travels to a board that may not show it all: its cards and their sets of buttons."""
    cards, sets = family(engine, key), ButtonSets()
    rows = [card_row(card, sets) for card in cards]
    return cards, {"cards": rows, "sets": sets.sets}
