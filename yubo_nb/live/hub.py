"""The one place that knows how every task looks right now."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

CardPhase = Literal[
    "sending",
    "queued",
    "running",
    "modal",
    "success",
    "failure",
    "cancelled",
    "rejected",
    "not_sent",
    "in_doubt",
    "lost",
    "unknown",
]
SETTLED: frozenset[str] = frozenset({"success", "failure", "cancelled", "rejected", "not_sent", "in_doubt"})


@dataclass(frozen=True, slots=True)
class CardButton:
    """A button as the relay offers it; `verb` is what its customId does, whatever the label says."""

    custom_id: str
    label: str
    emoji: str
    style: int
    verb: str


@dataclass(frozen=True, slots=True)
class Card:
    """A snapshot of one task for whoever shows it. Times are epoch milliseconds, `percent` is 0–100.

    `key` is the intent id of what was sent from here and `task:<id>` for a task made elsewhere. `picture` names
    bytes, not an address: `full:<hash>` for a result, `preview:<key>:<n>` while running, empty for none yet.
    """

    key: str
    origin: str
    sandbox: bool = False
    intent_id: str | None = None
    task_id: str | None = None
    action: str = ""
    prompt: str = ""
    via: str = ""
    phase: CardPhase = "sending"
    status: str = ""
    percent: int | None = None
    message: str = ""
    charged: str = "no"
    price: float | None = None
    queued: int | None = None
    buttons: tuple[CardButton, ...] = ()
    picture: str = ""
    picture_error: str = ""
    width: int | None = None
    height: int | None = None
    submit_ms: int | None = None
    start_ms: int | None = None
    finish_ms: int | None = None
    parent: str = ""
    children: tuple[str, ...] = ()
    version: int = 0

    @property
    def settled(self) -> bool:
        """Nothing more will come of itself."""
        return self.phase in SETTLED


class Hub:
    """All cards, in the order they were made. Written on the engine thread only, readable from any."""

    def __init__(self) -> None:
        self._cards: dict[str, Card] = {}
        self._watchers: list[Callable[[Card], None]] = []

    def get(self, key: str) -> Card | None:
        return self._cards.get(key)

    def cards(self) -> tuple[Card, ...]:
        return tuple(self._cards.values())

    def put(self, card: Card) -> Card:
        """Keep the card with the next version and tell the watchers; an unchanged card tells nobody."""
        old = self._cards.get(card.key)
        version = old.version if old else 0
        if old is not None and replace(card, version=version) == old:
            return old
        card = replace(card, version=version + 1)
        self._cards[card.key] = card
        for watcher in tuple(self._watchers):
            watcher(card)
        return card

    def subscribe(self, watcher: Callable[[Card], None]) -> Callable[[], None]:
        """Call `watcher` on the engine thread with every card that changes; returns the way to stop."""
        self._watchers.append(watcher)

        def unsubscribe() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return unsubscribe
