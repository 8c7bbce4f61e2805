"""Asks the relay about all live tasks at once; a fault of the asking is never a fault of a task."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from yubo_nb.api import protocol
from yubo_nb.api.errors import RateLimited, RelayUnavailable, TaskNotFound, UnreadableAnswer, YuboError
from yubo_nb.api.models import Task
from yubo_nb.api.protocol import Request
from yubo_nb.lang import say
from yubo_nb.live.allowance import Allowance
from yubo_nb.live.hub import PICTURELESS
from yubo_nb.live.listener import Listener
from yubo_nb.live.policy import PollPolicy
from yubo_nb.live.turns import Turns

_NO_SUCH_ROUTE = frozenset({404, 405, 501})


class Relay(Protocol):
    """The client's one door. The poller asks once and is patient itself, so that retries do not pile up."""

    async def send(self, request: Request, *, tries: int = ...) -> Any:
        """Carry a request out and return what it reads."""
        ...


@dataclass(slots=True)
class _Watch:
    """What is known of one live task. Seconds are of service: time in which the relay could be asked."""

    raw: bytes = b""
    served: float = 0.0
    missing: float = 0.0
    pictureless: float = 0.0
    succeeded: bool = False


class Poller:
    """One request a tick for up to `policy.chunk` tasks; nothing is asked while nothing is live.

    Of several kernels on one history one asks, for all of them, and the others read. Time is the loop's.
    """

    def __init__(
        self,
        relay: Callable[[], Relay],
        audience: Listener,
        turns: Turns,
        policy: PollPolicy,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        *,
        watched: Callable[[], bool],
    ) -> None:
        self._relay = relay
        self._audience = audience
        self._turns = turns
        self._policy = policy
        self._spawn = spawn
        self._watched = watched
        self._allowance = Allowance(policy.burst, policy.spacing * policy.slowest)
        self._live: dict[str, _Watch] = {}
        self._others: dict[str, bytes] = {}  # what other kernels may follow → the last word about it
        self._look_around = 0.0  # when to see again what that is
        self._running = False
        self._news = asyncio.Event()
        self._interval = policy.first
        self._due = 0.0
        self._held = 0.0  # the relay said not to ask before
        self._answered = 0.0
        self._patience = policy.patience
        self._heard_ms = _now_ms()  # by the clock on the wall: when the relay last said anything
        self._lists: bool | None = None  # None: not known yet whether this relay has the list
        self._silent = False
        self._unheard = 0.0  # seconds in which the kernel that asks for all has heard nothing

    @property
    def live(self) -> tuple[str, ...]:
        """The ids that are asked for."""
        return tuple(self._live)

    def follow(self, task_id: str) -> None:
        """Ask about this task from now on, soon for the first time."""
        self._live.setdefault(task_id, _Watch())
        self.hurry()
        if not self._running:
            self._running = True
            self._answered, self._heard_ms = _now(), _now_ms()
            self._due = self._answered + self._policy.first
            self._spawn(self._run())

    def hurry(self) -> None:
        """Somebody looks, or there is something new: the next tick is soon, and the pace quick again."""
        self._interval = self._policy.first
        self._due = min(self._due, _now() + self._policy.first)
        self._news.set()

    def forget(self, task_id: str) -> None:
        """Ask no more about this task."""
        self._live.pop(task_id, None)

    async def _run(self) -> None:
        try:
            while self._live:
                await self._pause()
                began = _now()
                if await self._tick():
                    # From its beginning, or news would be late by what the tick itself takes.
                    self._interval = self._policy.after(self._interval)
                else:
                    began = _now()
                    self._interval = self._policy.slowest
                if not self._watched():
                    self._interval = self._policy.slowest
                self._due = began + self._policy.jittered(self._interval)
        finally:
            self._running = False
            self._others.clear()
            self._turns.over()

    async def _pause(self) -> None:
        """Until the next tick is due; a new task may bring it forward, many new ones cannot put it off."""
        while (wait := max(self._due, self._held, self._allowance.ready(_now())) - _now()) > 0:
            self._news.clear()
            try:
                async with asyncio.timeout(
                    wait
                ):  # wait_for of Python 3.11 loses a cancel that meets the event
                    await self._news.wait()
            except TimeoutError:
                return

    async def _tick(self) -> bool:
        # Sleep of the machine must not age the tasks: a tick counts for at most two of the longest intervals.
        since = min(_now() - self._answered, 2 * self._policy.slowest)
        if self._turns.mine():
            self._unheard = 0.0
            if _now() >= self._look_around:
                self._look_around = _now() + 0.9 * self._policy.slowest
                self._others = {one: self._others.get(one, b"") for one in self._turns.shared()}
            wanted = list({**self._live, **self._others})
        else:
            self._others.clear()
            self._look_around = 0.0
            shared = self._turns.shared()
            self._read([one for one in self._live if one in shared], since)
            wanted = [one for one in self._live if one not in shared]
            if not wanted:
                self._answered = _now()
                if self._unheard > 3 * self._policy.slowest:
                    nothing = "The kernel that asks for all hears nothing.", "负责查询的内核没有收到回应。"
                    self._report(say(*nothing))
                return True
        self._allowance.spend(_now())
        fault = await self._ask_all(wanted, since)
        if not fault:
            self._answered, self._heard_ms = _now(), _now_ms()
        self._report(fault)
        return not fault

    async def _ask_all(self, wanted: list[str], since: float) -> str:
        """The first fault met, in words; what answers there are have been heard."""
        fault = ""
        for ids in _chunks(wanted, self._policy.chunk):
            try:
                tasks = await self._ask(ids)
            except YuboError as error:
                fault = fault or error.message
                if isinstance(error, RateLimited | RelayUnavailable) and error.retry_after is not None:
                    self._held = _now() + error.retry_after
                    break
            else:
                self._hear(ids, tasks, since)
        return fault

    def _read(self, ids: Sequence[str], since: float) -> None:
        """Take from the history what another kernel has heard. Where that hears nothing, nor do we."""
        tasks, service, last_ms = self._turns.heard(ids)
        if service or any(task.terminal for task in tasks):
            self._hear(ids, tasks, since if service else 0.0, read=True)
        if service or not ids or last_ms is None:  # nothing was heard of what is new, and need not yet
            self._unheard = 0.0
        else:
            self._unheard += since
        if service:
            self._report("")
        self._heard_ms = last_ms or self._heard_ms

    async def _ask(self, ids: list[str]) -> list[Task]:
        relay = self._relay()
        if self._lists is not False:
            try:
                tasks = await self._send(relay, protocol.list_by_condition(ids))
            except YuboError as error:
                if self._lists or not _route_missing(error) or not await self._answers_fetch(relay, ids[0]):
                    raise
                self._lists = False
            else:
                self._lists = True
                return tasks
        return await self._fetch_each(relay, ids)

    async def _send(self, relay: Relay, request: Request) -> Any:
        """A relay that takes a question and never answers is known for silent before the next tick is due.

        One that is only slow gets more time after that, and keeps what it needed.
        """
        began, policy = _now(), self._policy
        try:
            async with asyncio.timeout(self._patience):
                answer = await relay.send(request, tries=1)
        except TimeoutError:
            waited, self._patience = self._patience, policy.most_patience
            raise RelayUnavailable(
                say(f"No answer within {waited:g} s.", f"{waited:g} 秒没有回应。"),
                endpoint=request.endpoint,
            ) from None
        self._patience = min(policy.most_patience, max(policy.patience, 1.5 * (_now() - began)))
        return answer

    async def _answers_fetch(self, relay: Relay, task_id: str) -> bool:
        try:
            await self._send(relay, protocol.fetch(task_id))
        except TaskNotFound:
            return True
        except YuboError:
            return False
        return True

    async def _fetch_each(self, relay: Relay, ids: list[str]) -> list[Task]:
        gate = asyncio.Semaphore(8)  # wider than the connection pool would only queue inside it

        async def one(task_id: str) -> Task | None:
            async with gate:
                try:
                    return await self._send(relay, protocol.fetch(task_id))
                except TaskNotFound:
                    return None

        answers = await asyncio.gather(*(one(task_id) for task_id in ids))
        return [task for task in answers if task is not None]

    def _hear(self, ids: Iterable[str], tasks: list[Task], since: float, *, read: bool = False) -> None:
        answers = {task.id: task for task in tasks}
        if foreign := [
            task
            for one, task in answers.items()
            if one not in self._live and self._others.get(one, task.raw) != task.raw
        ]:
            self._audience.overheard(foreign)
            self._others |= {task.id: task.raw for task in foreign}
        # Forgotten while the answer was on its way: not asked for any more.
        asked = {task_id: watch for task_id in ids if (watch := self._live.get(task_id)) is not None}
        news = [
            task for task_id, task in answers.items() if task_id in asked and asked[task_id].raw != task.raw
        ]
        if news:
            (self._audience.read if read else self._audience.heard)(news)
        for task_id, watch in asked.items():
            watch.served += since
            task = answers.get(task_id)
            if task is None:
                self._missed(task_id, watch, since)
                continue
            watch.raw = task.raw
            watch.missing = 0.0
            if task.terminal or watch.succeeded:  # a relay that takes a success back is not believed
                self._ended(task, watch, since)
            elif watch.served > self._policy.service_limit:
                self._give_up(task_id, _still_running(watch.served))

    def _missed(self, task_id: str, watch: _Watch, since: float) -> None:
        watch.missing += since
        if watch.missing > self._policy.lost_after:
            self._give_up(
                task_id,
                say(
                    "The relay no longer lists this task. Its id is kept; look again later.",
                    "中转站不再列出该任务。id 已保留，可稍后再查。",
                ),
            )

    def _ended(self, task: Task, watch: _Watch, since: float) -> None:
        watch.succeeded |= task.phase == "success"
        awaited = not task.image_url and task.action not in PICTURELESS
        if watch.succeeded and awaited and not task.video_urls:
            watch.pictureless += since
            if watch.pictureless <= self._policy.picture_grace:
                return
            self._audience.pictureless(task.id)
        self.forget(task.id)

    def _give_up(self, task_id: str, why: str) -> None:
        self.forget(task_id)
        self._audience.lost(task_id, why)

    def _report(self, fault: str) -> None:
        if self._silent == bool(fault):
            return
        self._silent = bool(fault)
        self._audience.online(fault, self._heard_ms if fault else None)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _now_ms() -> int:
    return int(time.time() * 1000)


def _chunks(ids: list[str], size: int) -> Iterable[list[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _route_missing(error: YuboError) -> bool:
    """New-api answers unknown routes with its web page and status 200."""
    return error.http_status in _NO_SUCH_ROUTE or isinstance(error, UnreadableAnswer)


def _still_running(seconds: float) -> str:
    minutes = int(seconds // 60)
    return say(
        f"Still running at the relay after {minutes} min; no longer asked for. Look again to go on.",
        f"中转站仍在运行（{minutes} 分钟），已停止查询。可再次查看。",
    )
