"""Slots for pictures: filled by a file, a drop, a paste, a task of the board, or from Python."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import traitlets as t

from yubo_nb.lang import say
from yubo_nb.widgets import messages
from yubo_nb.widgets.base import Live
from yubo_nb.widgets.scope import Source
from yubo_nb.widgets.tray import Tray
from yubo_nb.widgets.trays import About, Trays

_ONLY = ""  # the name of its one tray


class Slots(Live):
    """`least` to `most` pictures, in an order that can be changed; with `labels` each place has a name.

    The kernel keeps bytes that were decoded whole, and takes neither a path nor an address from a browser.
    """

    module, styles = "slots", ("theme", "controls", "tray")

    trays = t.Dict().tag(sync=True)
    title = t.Unicode().tag(sync=True)

    def __init__(
        self,
        engine: Source,
        *,
        least: int = 0,
        most: int = 5,
        labels: Sequence[str] = (),
        title: str = "",
        theme: Literal["auto", "light", "dark"] = "auto",
    ) -> None:
        self._engine = engine
        self._watchers: list[Callable[[], object]] = []
        self._trays = Trays(engine, {_ONLY: Tray(least, most, labels)}, self.tell, self._changed)
        title = title or say("Reference pictures", "参考图")
        super().__init__(theme=theme, title=title, trays=self._trays.rows())

    def put(self, picture: Any) -> None:
        """Add a picture: a path, bytes, a PIL image, an array, a task, or an address that the relay fetches.

        Raises InvalidRequest for what is no picture, ValueError when all slots are taken.
        """
        self._trays.put(_ONLY, picture)

    def pictures(self) -> list[Any]:
        """What is here, in its order: bytes, and the addresses that Python put."""
        return self._trays.trays[_ONLY].pictures()

    def clear(self) -> None:
        """Empty all slots."""
        self._trays.trays[_ONLY].clear()
        self._changed()

    def observe_change(self, fn: Callable[[], object]) -> Callable[[], None]:
        """Call `fn`, on any thread, when other pictures are here; returns the way to stop."""
        self._watchers.append(fn)
        return lambda: self._watchers.remove(fn)

    def hear(self, message: messages.Message) -> None:
        """Hand it to the engine's thread; nothing happens here."""
        if not isinstance(message, About):
            raise ValueError(say("Slots take only pictures.", "图片位只接受图片。"))  # noqa: TRY004 - as all refusals
        self._engine.post(self._take, message)

    def _take(self, message: About) -> None:
        try:
            self._trays.hear(message)
        except ValueError as error:
            self.trouble(error)

    def _changed(self) -> None:
        self.trays = self._trays.rows()
        for watcher in tuple(self._watchers):
            watcher()
