"""A loop whose time passes by itself when nothing is left to do: hours of polling in a moment."""

import asyncio
import heapq
from collections.abc import Callable, Coroutine
from typing import Any

from yubo_nb.api.models import Task, decode_task
from yubo_nb.live.policy import PollPolicy
from yubo_nb.live.poller import Poller


class Clockwork(asyncio.SelectorEventLoop):
    """`time()` jumps to the next timer. `jump` is a machine that slept, on a clock that counted it."""

    def __init__(self) -> None:
        self._now = 1000.0
        super().__init__()

    def time(self) -> float:
        return self._now

    def jump(self, seconds: float) -> None:
        self._now += seconds

    def _run_once(self) -> None:
        timers = [timer for timer in self._scheduled if not timer.cancelled()]
        if not self._ready and timers:
            self._now = max(self._now, heapq.nsmallest(1, timers)[0].when())
        super()._run_once()


class Alone:
    """No other kernel: every turn is ours."""

    def mine(self) -> bool:
        return True

    def over(self) -> None: ...

    def shared(self) -> set[str]:
        return set()


class Ear:
    """What the poller passes on."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell
        self.words: list[Task] = []
        self.gone: list[tuple[str, str]] = []
        self.without: list[str] = []
        self.lines: list[str] = []
        self.since: list[int | None] = []

    def heard(self, tasks: list[Task]) -> None:
        self.words += tasks

    def lost(self, task_id: str, why: str) -> None:
        self.gone.append((task_id, why))

    def pictureless(self, task_id: str) -> None:
        self.without.append(task_id)

    def online(self, text: str, since_ms: int | None = None) -> None:
        self.lines.append(text)
        self.since.append(since_ms)
        self._tell(text)


class Relay:
    """Answers lists with `answer(ids)`, which may raise and may take its time; `asked` holds the moments."""

    def __init__(self, answer: Callable[[list[str]], Any]) -> None:
        self._answer = answer
        self.asked: list[float] = []

    async def send(self, request: Any, *, tries: int = 1) -> list[Task]:
        self.asked.append(asyncio.get_running_loop().time())
        found = self._answer(list(request.body["ids"]))
        return await found if isinstance(found, Coroutine) else found


def task(task_id: str, status: str = "IN_PROGRESS", **more: Any) -> Task:
    return decode_task({"id": task_id, "action": "IMAGINE", "status": status, **more})


def polled(
    answer: Callable[[list[str]], Any],
    course: Callable[[Poller, Clockwork], Coroutine[Any, Any, None]],
    *,
    policy: PollPolicy | None = None,
    watched: bool = True,
    tell: Callable[[str], object] = lambda _line: None,
) -> tuple[Relay, Ear]:
    """Run `course` with a poller on a clock of its own."""
    loop, relay, ear = Clockwork(), Relay(answer), Ear(tell)
    spawned: set[asyncio.Task[None]] = set()

    def spawn(coroutine: Coroutine[Any, Any, None]) -> None:
        spawned.add(loop.create_task(coroutine))

    async def run() -> None:
        poller = Poller(
            lambda: relay,
            ear,  # type: ignore[arg-type]  # the part of a listener that a poller uses
            Alone(),  # type: ignore[arg-type]
            policy or PollPolicy(),
            spawn,
            watched=lambda: watched,
        )
        await course(poller, loop)
        for one in spawned:
            one.cancel()
        for ended in await asyncio.gather(*spawned, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    try:
        loop.run_until_complete(run())
    finally:
        loop.close()
    return relay, ear
