"""When a view is told: many changes in one message, at most ten a second, the end of a task at once."""

import asyncio
from collections.abc import Callable

INTERVAL = 0.1  # seconds; the server drops messages silently at about a hundred times this rate
GATHER = 0.02  # so that the cards of one poll travel together


class Pace:
    """Runs `flush` on the loop of the thread that calls `touch`; no thread and no idle timer of its own."""

    def __init__(self, flush: Callable[[], None]) -> None:
        self._flush = flush
        self._last = float("-inf")
        self._due: asyncio.TimerHandle | None = None

    def touch(self, *, at_once: bool = False) -> None:
        """Something changed. Without a running loop (a hub filled by hand) it is told right away."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._flush()
            return
        now = loop.time()
        due = now if at_once else max(self._last + INTERVAL, now + GATHER)
        if self._due is not None:
            if self._due.when() <= due:
                return
            self._due.cancel()
        self._due = loop.call_at(due, self._run, loop)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        self._due, self._last = None, loop.time()
        self._flush()
