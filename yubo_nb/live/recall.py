"""Followed again: what the history holds unfinished, what was out of sight, and tasks made elsewhere."""

import time
from typing import TYPE_CHECKING

from yubo_nb.api.errors import InvalidRequest
from yubo_nb.lang import say
from yubo_nb.live.desk import Desk
from yubo_nb.live.fetcher import Fetcher
from yubo_nb.live.hub import Card
from yubo_nb.live.listener import Listener
from yubo_nb.live.poller import Poller

if TYPE_CHECKING:
    from collections.abc import Callable

    from yubo_nb.api import AsyncClient

_LINKS_LIVE_MS = 24 * 3600 * 1000


class Recall:
    """Brings cards back and hands them to the poller; nothing here is paid. Engine thread only."""

    def __init__(
        self,
        client: "Callable[[], AsyncClient]",
        desk: Desk,
        listener: Listener,
        poller: Poller,
        fetcher: Fetcher,
    ) -> None:
        self._client = client
        self._desk = desk
        self._listener = listener
        self._poller = poller
        self._fetcher = fetcher

    def known(self, task_id: str) -> str | None:
        """The card of a task that is here or in the history; None for one that is in neither."""
        desk, history = self._desk, self._desk.history
        key = desk.key_of(task_id)
        if key is None and (row := history.task(desk.origin, task_id)) is not None:
            key = self.go_on(desk.restore(row)).key
        if key is None and (intent := history.intent_of(desk.origin, task_id)) is not None:
            key = self.go_on(desk.restore(intent)).key
        return key

    async def meet(self, task_id: str) -> str:
        """The card of a task that was made elsewhere. Raises TaskNotFound."""
        return self.go_on(self._listener.heard([await self._client().fetch(task_id)])[0]).key

    def unfinished(self) -> list[str]:
        """The cards of everything without an end, followed."""
        desk, history = self._desk, self._desk.history
        for intent in history.intents("IN_DOUBT", desk.origin):
            desk.restore(intent)  # nothing to follow, and not to be forgotten
        for row in history.without_picture(desk.origin):
            if time.time() * 1000 - row.last_seen_ms < _LINKS_LIVE_MS:
                self.look_again(desk.restore(row).key)
        return [self.go_on(desk.restore(row)).key for row in history.unfinished(desk.origin)]

    def look_again(self, key: str) -> None:
        """Ask once more for a task that was lost, or for its picture."""
        card = self._desk.looking(key)
        if card.picture.startswith("full:"):
            return
        if card.task_id:
            self._poller.follow(card.task_id)
        elif card.intent_id and (intent := self._desk.history.intent(card.intent_id)) and intent.images:
            self._fetcher.want_all(key, intent.images)

    def let_go(self, key: str) -> None:
        """Ask no more about a task that goes on; it can be looked for again. Raises InvalidRequest."""
        card = self._desk.hub.get(key)
        if card is None or not card.task_id or card.settled:
            why = say("Nobody asks about this task any more.", "该任务已不再查询。")
            raise InvalidRequest(why, field="task")
        self._poller.forget(card.task_id)
        stopped = say(
            "You stopped watching. The task goes on at the relay and keeps its id; look again to follow it.",
            "已停止查看。任务在中转站继续运行，id 已保留；可再次查看。",
        )
        self._desk.lost(key, stopped)

    def go_on(self, card: Card) -> Card:
        """Follow the card's task, unless there is nothing more to come."""
        if card.task_id and not card.complete:
            self._poller.follow(card.task_id)
        return card
