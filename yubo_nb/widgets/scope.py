"""Which cards a view shows, and what it needs of the engine."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from yubo_nb.api.models import Task
from yubo_nb.live.hub import Card, Hub

_R = TypeVar("_R")


class Source(Protocol):
    """The part of `live.engine.Engine` that a view needs."""

    @property
    def hub(self) -> Hub:
        """All cards."""
        ...

    @property
    def online(self) -> str:
        """Empty while the relay answers, else why it does not."""
        ...

    @property
    def history(self) -> Any:
        """What is remembered: the calls behind the cards, drafts and masks."""
        ...

    @property
    def origin(self) -> str:
        """The relay, as the history calls it."""
        ...

    @property
    def last_seen_ms(self) -> int | None:
        """When the relay last answered; None while it does."""
        ...

    def call(self, fn: Callable[..., _R], /, *args: Any) -> _R:
        """Run on the engine's thread and wait."""
        ...

    def post(self, fn: Callable[..., object], /, *args: Any) -> None:
        """Run on the engine's thread, some time."""
        ...

    def task(self, key: str) -> Task | None:
        """The relay's last word on a card."""
        ...

    def act(self, key: str, custom_id: str, *, gesture: str | None = None) -> Any:
        """Press a button; the handle of what it makes."""
        ...

    def confirm(
        self, key: str, *, prompt: str | None = None, mask: str | None = None, gesture: str | None = None
    ) -> Any:
        """Answer the dialog of a card; `mask` is a data URI."""
        ...

    def look_again(self, key: str) -> None:
        """Ask for a task that was out of sight, or for its missing picture."""
        ...

    def error(self, key: str) -> Any:
        """What waiting for a card raises; of a doubt it knows which call is meant."""
        ...

    def look_for(self, intent_id: str, *, log: bool = False) -> Any:
        """Look for the task of a call in doubt; what it has `said` is for the person."""
        ...

    def peek(self, task_id: str) -> Any:
        """A task as the relay has it now, kept nowhere."""
        ...

    def adopt(self, intent_id: str, task_id: str) -> Any:
        """Link a call in doubt to the task it made; its handle."""
        ...

    def leave(self, intent_id: str) -> Any:
        """A person leaves a call in doubt as it is."""
        ...

    def send_again(self, intent_id: str, *, gesture: str | None = None) -> Any:
        """Make a call in doubt once more; the handle of the new one."""
        ...

    def children(self, key: str, /) -> tuple[str, ...]:
        """The keys of what a card's buttons made, from the history too."""
        ...

    def mark(self, key: str, **said: Any) -> Any:
        """Keep what a person says of a card."""
        ...

    def retry(self, key: str, *, gesture: str | None = None) -> Any:
        """Make the call of a card that went wrong anew; the handle of the new one."""
        ...

    def stop_watching(self, key: str) -> None:
        """Ask no more about a task that goes on."""
        ...

    def usual(self) -> dict[str, int]:
        """How long tasks took of late, in milliseconds, by verb."""
        ...

    def picture(self, picture_id: str, size: int | None, /) -> tuple[bytes, str]:
        """The bytes of a picture and its media type."""
        ...


class Scope:
    """All cards of an engine, or those with these keys and what the buttons of the view made of them.

    A live view and its saved twin share one. What Python makes is shown where Python shows it.
    """

    def __init__(self, source: Source, keys: Iterable[str] | None = None) -> None:
        self.source = source
        self._keys = None if keys is None else set(keys)
        self._seen: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return self._keys is None or key in self._keys

    def adopt(self, key: str) -> None:
        """Show this one too, from now on."""
        if self._keys is not None:
            self._keys.add(key)

    def let_see(self, cards: Iterable[Card]) -> None:
        """The view shows the pictures of these cards besides its own."""
        self._seen.update(card.key for card in cards)

    def may_see(self, picture: str) -> bool:
        """Whether this picture is one of a card that the view shows."""
        return any(
            picture == card.picture or picture in card.clips
            for card in self.source.hub.cards()
            if card.key in self._seen or card.key in self
        )

    def cards(self) -> tuple[Card, ...]:
        """In the order of making."""
        return tuple(card for card in self.source.hub.cards() if card.key in self)
