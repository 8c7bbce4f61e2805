"""The one place that knows how every task looks right now."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from yubo_nb.history import Mark

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
_T = TypeVar("_T")
_log = logging.getLogger(__name__)
_NOTHING_SAID = Mark()
SETTLED: frozenset[str] = frozenset({"success", "failure", "cancelled", "rejected", "not_sent", "in_doubt"})
PICTURELESS: frozenset[str] = frozenset({"DESCRIBE", "SHORTEN"})  # actions whose result is a text


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

    `key` is the intent id of what was sent from here and `task:<id>` for a task made elsewhere. `picture`
    names bytes, not an address: `full:<hash>` for a result, `preview:<key>:<n>` while running, "" if none.
    """

    key: str
    origin: str
    sandbox: bool = False
    intent_id: str | None = None
    task_id: str | None = None
    action: str = ""
    prompt: str = ""
    via: str = ""
    verb: str = ""  # what the button does that made it, by its customId
    draft: str = ""  # in the phase "modal": the prompt its dialog starts from, where it is not `prompt`
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
    picture_from: str = ""  # the address that brought no picture, unsigned
    clips: tuple[str, ...] = ()  # what moves: `clip:<hash>`, an animated picture or a video
    width: int | None = None
    height: int | None = None
    submit_ms: int | None = None
    start_ms: int | None = None
    finish_ms: int | None = None
    retry_ms: int | None = None  # the relay said "not now": when it is asked again
    left: bool = False  # in doubt, and a person said to leave it so
    reused: bool = False  # a cell that ran again was given it instead of a new one
    parent: str = ""
    children: tuple[str, ...] = ()
    mark: Mark = _NOTHING_SAID
    version: int = field(default=0, compare=False)

    @property
    def settled(self) -> bool:
        """Nothing more will come of itself."""
        return self.phase in SETTLED

    @property
    def complete(self) -> bool:
        """Settled, and the picture of a success is here or known not to come."""
        if self.phase != "success":
            return self.settled
        here = self.picture.startswith("full:") or bool(self.clips)
        return here or bool(self.picture_error) or self.action in PICTURELESS

    @property
    def bare(self) -> bool:
        """It ended well, and its picture cannot be had."""
        return self.phase == "success" and bool(self.picture_error)

    @property
    def texts(self) -> bool:
        """Its result is a text: prompts to choose from."""
        return self.phase == "success" and self.action in PICTURELESS


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that belongs to no card. `online` says why there is no connection; empty: it is back.

    `since_ms`: when the relay last answered, in epoch milliseconds, so that a view can count from there.
    """

    kind: Literal["error", "online"]
    text: str
    since_ms: int | None = None


class Hub:
    """All cards, in the order they were made. Written on the engine thread only, readable from any."""

    def __init__(self) -> None:
        self._cards: dict[str, Card] = {}
        self._watchers: list[Callable[[Card], None]] = []
        self._listeners: list[Callable[[Notice], None]] = []
        self.notices: deque[Notice] = deque(maxlen=100)  # the latest, for whoever comes later
        self.on_look: Callable[[], object] = lambda: None
        """Called, on any thread, when somebody begins to watch."""

    @property
    def watched(self) -> bool:
        """Somebody wants to know how the cards move."""
        return bool(self._watchers)

    def get(self, key: str) -> Card | None:
        """The newest snapshot of a card."""
        return self._cards.get(key)

    def cards(self) -> tuple[Card, ...]:
        """All of them, oldest first."""
        return tuple(self._cards.values())

    def put(self, card: Card) -> Card:
        """Keep the card, give it its version and tell the watchers; an unchanged one tells nobody."""
        old = self._cards.get(card.key)
        if old is not None and card == old:
            return old
        # The card is not known to anybody yet, and a copy of it would be a tenth of what following costs.
        object.__setattr__(card, "version", old.version + 1 if old else 1)
        self._cards[card.key] = card
        _tell(self._watchers, card)
        return card

    def subscribe(self, watcher: Callable[[Card], None]) -> Callable[[], None]:
        """Call `watcher` on the engine thread with every card that changes; returns the way to stop."""
        leave = _join(self._watchers, watcher)
        self.on_look()
        return leave

    def notice(self, kind: Literal["error", "online"], text: str, since_ms: int | None = None) -> None:
        """Tell everybody who listens, and keep it for those who come later. Engine thread only."""
        note = Notice(kind, text, since_ms)
        self.notices.append(note)
        _tell(self._listeners, note)

    def listen(self, listener: Callable[[Notice], None]) -> Callable[[], None]:
        """Call `listener` on the engine thread with every notice; returns the way to stop."""
        return _join(self._listeners, listener)


def _tell(watchers: list[Callable[[_T], None]], what: _T) -> None:
    for watcher in tuple(watchers):
        try:
            watcher(what)
        except Exception:  # noqa: BLE001 - one broken view must not stop the polling of the others
            _log.exception("a watcher of the hub failed")


def _join(watchers: list[Callable[[_T], None]], watcher: Callable[[_T], None]) -> Callable[[], None]:
    watchers.append(watcher)

    def leave() -> None:
        if watcher in watchers:
            watchers.remove(watcher)

    return leave
