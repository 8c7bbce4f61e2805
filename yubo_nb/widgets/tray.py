"""An ordered row of pictures that a person put together for a call."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from yubo_nb.lang import say
from yubo_nb.live.given import Given
from yubo_nb.widgets.wire import Row, plain

_PATIENCE = 20.0  # seconds that a call waits for a picture which is still being decoded


@dataclass(frozen=True, slots=True)
class Held:
    """A picture in a tray."""

    id: str
    given: Given


class Tray:
    """At most `most` pictures. With `labels` each place has a name and may be empty. Any thread."""

    def __init__(self, least: int = 0, most: int = 5, labels: Sequence[str] = ()) -> None:
        self.least, self.most, self.labels = least, len(labels) or most, tuple(labels)
        self._places: list[Held | None] = [None] * len(labels)
        self._coming = 0
        self._news = threading.Condition()

    def expect(self) -> None:
        """A picture has come and is being looked at; whoever asks for the pictures waits for it."""
        with self._news:
            self._coming += 1

    def looked_at(self) -> None:
        """The other end of `expect`, whatever was found."""
        with self._news:
            self._coming -= 1
            self._news.notify_all()

    def put(self, held: Held, at: int | None = None) -> None:
        """Here, instead of what is there; else at the first place that is free. ValueError when full."""
        with self._news:
            if any(one is not None and one.id == held.id for one in self._places):
                return
            if self.labels:
                free = [n for n, one in enumerate(self._places) if one is None]
                if at is None and not free:
                    raise ValueError(_full(self.most))
                self._places[free[0] if at is None else min(at, self.most - 1)] = held
            elif at is not None and at < len(self._places):
                self._places[at] = held
            elif len(self._places) < self.most:
                self._places.append(held)
            else:
                raise ValueError(_full(self.most))

    def take_out(self, held_id: str) -> None:
        """Remove it; the others close up unless their places have names."""
        with self._news:
            left = [None if one is not None and one.id == held_id else one for one in self._places]
            self._places = left if self.labels else [one for one in left if one is not None]

    def move(self, held_id: str, to: int) -> None:
        """To this place; where places have names the two change over."""
        with self._news:
            ids = [None if one is None else one.id for one in self._places]
            at = ids.index(held_id) if held_id in ids else None
            if at is None or not 0 <= to < len(self._places):
                return
            if self.labels:
                self._places[at], self._places[to] = self._places[to], self._places[at]
            else:
                self._places.insert(to, self._places.pop(at))

    def clear(self) -> None:
        """Empty it."""
        with self._news:
            self._places = [None] * len(self.labels)

    def find(self, held_id: str) -> Held | None:
        """By its id."""
        return next((one for one in self.held() if one is not None and one.id == held_id), None)

    def held(self) -> list[Held | None]:
        """What is where, now."""
        with self._news:
            return list(self._places)

    def pictures(self) -> list[Any]:
        """What is here, in its order, as calls take it: bytes or addresses."""
        with self._news:
            self._news.wait_for(lambda: not self._coming, _PATIENCE)
            return [one.given.content for one in self._places if one is not None]

    def chosen(self, ids: Iterable[str]) -> list[Any]:
        """These, in this order. ValueError where one of them is not here: what is seen is what is sent."""
        with self._news:
            self._news.wait_for(lambda: not self._coming, _PATIENCE)
            here = {one.id: one.given.content for one in self._places if one is not None}
        try:
            return [here[one] for one in ids]
        except KeyError:
            raise ValueError(
                say(
                    "A picture has not arrived here. Nothing was sent; try again in a moment.",
                    "有图片尚未送达，未提交请求；请稍后再试。",
                )
            ) from None

    def row(self) -> Row:
        """As the browser is told."""
        return {
            "labels": list(self.labels),
            "least": self.least,
            "most": self.most,
            "places": [None if one is None else _place(one) for one in self.held()],
        }


def _place(held: Held) -> Row:
    given = held.given
    kind = given.media_type.rpartition("/")[2].upper() or say("address", "网址")
    row: Row = {"id": held.id, "name": plain(given.name, 200), "type": kind}
    if given.address:
        return {**row, "address": True}
    return {**row, "width": given.width, "height": given.height, "bytes": len(given.data)}


def _full(most: int) -> str:
    return say(f"Only {most} pictures fit here; remove one first.", f"最多 {most} 张图片；请先移除一张。")
