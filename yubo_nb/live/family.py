"""The ancestors and the descendants of a task, with those that only the history knows.

What a relay says of parents may go in circles: every walk here ends where it meets a card again.
"""

from typing import Protocol

from yubo_nb.live.hub import Card, Hub


class Source(Protocol):
    """The part of `engine.Engine` that a family needs."""

    @property
    def hub(self) -> Hub:
        """All cards."""
        ...

    def children(self, key: str, /) -> tuple[str, ...]:
        """What a card's buttons made, from the history too."""
        ...


def path(hub: Hub, key: str) -> list[str]:
    """From the oldest known ancestor to the card itself."""
    keys = [key]
    while (card := hub.get(keys[0])) is not None and card.parent not in keys and hub.get(card.parent):
        keys.insert(0, card.parent)
    return keys


def family(source: Source, key: str) -> list[Card]:
    """Everything with the same root, the root first."""
    keys = path(source.hub, key)[:1]
    met = set(keys)
    for one in keys:  # grows while it is walked
        children = [child for child in source.children(one) if child not in met]
        met.update(children)
        keys += children
    return [card for one in keys if (card := source.hub.get(one)) is not None]
