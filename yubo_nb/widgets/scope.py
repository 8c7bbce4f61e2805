"""Which cards a view shows, and what it needs of the engine."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from yubo_nb.live.hub import Card, Hub

_R = TypeVar("_R")


class Source(Protocol):
    """The part of `live.engine.Engine` that a view needs."""

    @property
    def hub(self) -> Hub:
        """All cards."""
        ...

    @property
    def prices(self) -> Mapping[str, float]:
        """By kind of call, where known."""
        ...

    @property
    def online(self) -> str:
        """Empty while the relay answers, else since when it does not."""
        ...

    def call(self, fn: Callable[..., _R], /, *args: Any) -> _R:
        """Run on the engine's thread and wait."""
        ...

    def post(self, fn: Callable[..., object], /, *args: Any) -> None:
        """Run on the engine's thread, some time."""
        ...

    def act(self, key: str, custom_id: str, *, gesture: str | None = None) -> Any:
        """Press a button; the handle of what it makes."""
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

    def __contains__(self, key: str) -> bool:
        return self._keys is None or key in self._keys

    def adopt(self, key: str) -> None:
        """Show this one too, from now on."""
        if self._keys is not None:
            self._keys.add(key)

    def cards(self) -> tuple[Card, ...]:
        """In the order of making."""
        return tuple(card for card in self.source.hub.cards() if card.key in self)
