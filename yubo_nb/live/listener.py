"""Hears what the poller finds out, and passes it on to desk, pictures and hub."""

from collections.abc import Sequence

from yubo_nb.api.errors import HistoryError
from yubo_nb.api.models import Task
from yubo_nb.lang import say
from yubo_nb.live.desk import Desk
from yubo_nb.live.fetcher import Fetcher
from yubo_nb.live.hub import Card


class Listener:
    """`silence` is empty while the relay answers, else the sentence that says since when it does not.

    `last_seen_ms` is then when it last answered, for a view that counts; None while it does.
    """

    def __init__(self, desk: Desk, fetcher: Fetcher) -> None:
        self._desk = desk
        self._fetcher = fetcher
        self.silence = ""
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

    def online(self, text: str, since_ms: int | None = None) -> None:
        """The connection went (a sentence, and when the relay last answered) or came back (empty)."""
        self.silence, self.last_seen_ms = text, since_ms
        self._desk.hub.notice("online", text, since_ms)
