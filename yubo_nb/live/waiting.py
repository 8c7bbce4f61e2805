"""People who wait for a card to be complete, from any thread."""

from concurrent.futures import Future
from typing import TYPE_CHECKING

from yubo_nb.live.hub import Card, Hub

if TYPE_CHECKING:
    from collections.abc import Callable


class Waiting:
    """Engine thread only; the futures it hands out may be waited for anywhere."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._futures: dict[str, list[Future[Card]]] = {}
        self._leave: Callable[[], None] | None = None  # a hub that nobody waits at knows it

    def for_card(self, key: str) -> "Future[Card]":
        """Resolved when waiting ends: complete, out of sight, or a dialog waits for the person."""
        future: Future[Card] = Future()
        card = self._hub.get(key)
        if card is not None and _over(card):
            future.set_result(card)
        else:
            waiting = [other for other in self._futures.get(key, ()) if not other.done()]
            self._futures[key] = [*waiting, future]
            if self._leave is None:
                self._leave = self._hub.subscribe(self._changed)
        return future

    def fail(self, error: Exception) -> None:
        """Nobody will change the cards any more."""
        for futures in self._futures.values():
            for future in futures:
                if future.set_running_or_notify_cancel():
                    future.set_exception(error)
        self._futures.clear()

    def _changed(self, card: Card) -> None:
        if card.key in self._futures and _over(card):
            for future in self._futures.pop(card.key):
                if future.set_running_or_notify_cancel():
                    future.set_result(card)
            if self._leave is not None and all(
                future.done() for futures in self._futures.values() for future in futures
            ):
                self._futures.clear()
                self._leave()
                self._leave = None


def _over(card: Card) -> bool:
    return card.complete or card.phase in {"lost", "modal"}
