"""Hears what the poller finds out, and passes it on to desk, pictures and hub."""

import time
from collections.abc import Sequence

from yubo_nb.api.errors import HistoryError
from yubo_nb.api.models import Task
from yubo_nb.lang import say
from yubo_nb.live.desk import Desk
from yubo_nb.live.fetcher import Fetcher
from yubo_nb.live.hub import Card


class Listener:
    """`fault` is empty while the relay answers, else why it does not; `last_seen_ms` is when it last did."""

    def __init__(self, desk: Desk, fetcher: Fetcher) -> None:
        self._desk = desk
        self._fetcher = fetcher
        self.fault = ""
        self.last_seen_ms: int | None = None

    def heard(self, tasks: Sequence[Task]) -> list[Card]:
        """The relay said something about some tasks."""
        return self._picture(tasks, self._desk.heard(tasks))

    def read(self, tasks: Sequence[Task]) -> list[Card]:
        """The relay said it to another kernel, which has kept it."""
        return self._picture(tasks, self._desk.read(tasks))

    def overheard(self, tasks: Sequence[Task]) -> None:
        """The relay said something about tasks that only other kernels show."""
        try:
            self._desk.history.record_all(self._desk.origin, tasks)
        except HistoryError as error:
            self._desk.hub.notice("error", str(error))

    def _picture(self, tasks: Sequence[Task], cards: list[Card]) -> list[Card]:
        for task, card in zip(tasks, cards, strict=True):
            if task.image_url:
                if card.phase == "success" and not card.picture.startswith("full:"):
                    self._fetcher.want(card.key, task.id, task.image_url)
                elif card.phase == "running":
                    self._fetcher.peek(card.key, task.image_url)
            if card.phase == "success" and not card.clips and (urls := task.video_urls):
                # On some servers the picture is the clip; where it moves, the fetcher sees it.
                self._fetcher.want_clips(card.key, task.id, tuple(u for u in urls if u != task.image_url))
        return cards

    def lost(self, task_id: str, why: str) -> None:
        """The relay has been silent about a task for too long."""
        if key := self._desk.key_of(task_id):
            self._desk.lost(key, why)

    def pictureless(self, task_id: str) -> None:
        """A success, and still no picture."""
        why = say(
            "Finished, but the relay gave no picture. Look again later.",
            "已完成，但中转站没有给出图片，可稍后再查。",
        )
        key = self._desk.key_of(task_id)
        if key is None:
            return
        try:
            self._desk.history.picture_failed(self._desk.origin, task_id, "WANTED", why)
        except HistoryError as error:
            self._desk.hub.notice("error", str(error))
        self._desk.no_picture(key, why)

    @property
    def silence(self) -> str:
        """Since when the relay does not answer, and why, for what is read later; empty while it does."""
        if self.last_seen_ms is None:
            return ""
        since = time.strftime("%H:%M:%S", time.localtime(self.last_seen_ms / 1000))
        return say(
            f"No connection since {since}; tasks go on at the relay. {self.fault}",
            f"自 {since} 起无法连接，任务在中转站继续运行。{self.fault}",
        )

    def online(self, fault: str, since_ms: int | None = None) -> None:
        """The connection went (why, and when the relay last answered) or came back (empty)."""
        self.fault, self.last_seen_ms = fault, since_ms
        self._desk.hub.notice("online", fault, since_ms)
