"""People who wait for a card to be complete, from any thread."""

from concurrent.futures import Future

from yubo_nb.live.hub import Card, Hub


class Waiting:
    """Engine thread only; the futures it hands out may be waited for anywhere."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._futures: dict[str, list[Future[Card]]] = {}
        hub.subscribe(self._changed)

    def for_card(self, key: str) -> "Future[Card]":
        """Resolved when waiting ends: complete, out of sight, or a dialog waits for the person."""
        future: Future[Card] = Future()
        card = self._hub.get(key)
        if card is not None and _over(card):
            future.set_result(card)
        else:
            waiting = [other for other in self._futures.get(key, ()) if not other.done()]
            self._futures[key] = [*waiting, future]
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


def _over(card: Card) -> bool:
    return card.complete or card.phase in {"lost", "modal"}
