"""The saved page below a live view, in an output of its own.

It is published again, from the engine's thread, when a task ends. The live view hides it as long as it lives.
"""

# IPython.display is untyped
# pyright: reportUnknownVariableType=false

import asyncio
import contextvars
import threading
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from yubo_nb.data.markup import Sheet
from yubo_nb.live.hub import Card
from yubo_nb.widgets.cells import Cells
from yubo_nb.widgets.page import Page, board, summary, wrapped
from yubo_nb.widgets.scope import Scope, Source

_EVERY = 2.0  # seconds between two versions while tasks are still running
_BUSY = frozenset({"sending", "queued", "running"})


class Twin:
    """The saved page of these cards, drawn by `page`. `id` is what a live view hides it by."""

    def __init__(
        self,
        engine: Source,
        keys: Sequence[str] | Scope | None = None,
        *,
        page: Page = board,
        text: Callable[[Sequence[Card]], str] = summary,
    ) -> None:
        self.id = uuid.uuid4().hex[:12]
        self._engine = engine
        self._scope = keys if isinstance(keys, Scope) else Scope(engine, keys)
        self._page, self._text = page, text
        self._lock = threading.Lock()
        self._told: list[tuple[Any, ...]] = []
        self._due: asyncio.TimerHandle | None = None
        self._last = float("-inf")
        self._leave: Callable[[], None] | None = None
        self.size = 0
        """Bytes of the page that was last put out."""

    def html(self) -> str:
        """The page as it is now, complete in itself."""
        return wrapped(self._page(self.cards(), Sheet(self._thumbnail)), f"yubo-twin-{self.id}")

    def text(self) -> str:
        """The same for a terminal; it says nothing that differs from run to run."""
        return self._text(self.cards())

    def cards(self) -> tuple[Card, ...]:
        """What the page is about, as it is now."""
        return self._scope.cards()

    def display(self) -> None:
        """Show it in an output of its own; it follows its tasks from then on."""
        from IPython.display import display

        with self._lock:
            self._told = self._ended()
            display(self._bundle(), raw=True, display_id=self._display_id)
        if self._leave is None:
            self._leave = self._engine.call(self._engine.hub.subscribe, self._changed)
            Cells.here().at_end(self.publish)
        self.publish()

    def publish(self, *, again: bool = False) -> None:
        """Put the newest page in the place of the one shown, if anything has ended since; any thread."""
        with self._lock:
            ended = self._ended()
            if ended == self._told and not again:
                return
            self._told = ended
            if not Cells.here().running:
                Cells.here().missed(self.publish)
            # Without a context of its own a message counts as said by the cell that submitted the task, and a
            # notebook run from the outside listens only to the cell that runs.
            contextvars.Context().run(self._update)

    def close(self) -> None:
        """Stop following; the page stays."""
        if self._leave is not None:
            self._leave()
            self._leave = None
        Cells.here().forget(self.publish)

    @property
    def _display_id(self) -> str:
        return f"yubo-twin-{self.id}"

    def _update(self) -> None:
        from IPython.display import update_display

        update_display(self._bundle(), raw=True, display_id=self._display_id)

    def _bundle(self) -> dict[str, str]:
        html = self.html()
        self.size = len(html.encode())
        return {"text/html": html, "text/plain": self.text()}

    def _ended(self) -> list[tuple[Any, ...]]:
        """What a new version is worth publishing for."""
        return [
            (card.key, card.phase, card.picture, card.picture_error, card.message)
            for card in self._scope.cards()
            if card.settled
        ]

    def _changed(self, card: Card) -> None:
        if card.key not in self._scope or not card.settled:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.publish()
            return
        now = loop.time()
        if all(card.phase not in _BUSY for card in self._scope.cards()):
            self._publish_at(now)  # at once: a notebook run from the outside is saved a moment later
        elif self._due is None:
            due = max(now, self._last + _EVERY)
            self._due = loop.call_at(due, self._publish_at, due)

    def _publish_at(self, now: float) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due, self._last = None, now
        self.publish()

    def _thumbnail(self, picture: str, width: int) -> bytes:
        return self._engine.picture(picture, width)[0]
