"""A submit whose outcome nobody knows, settled: looked for, linked to its task, or sent again on a word.

Looking is free of charge. Nothing here sends a paid call except `send_again`.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from yubo_nb.api import protocol
from yubo_nb.api.consumption import Consumed, consumption
from yubo_nb.api.errors import InvalidRequest, NotOffered, TaskNotFound
from yubo_nb.api.models import Task
from yubo_nb.api.protocol import Request
from yubo_nb.history import Intent
from yubo_nb.history.evidence import is_foreign, same_words
from yubo_nb.lang import say
from yubo_nb.live.balance import Balance
from yubo_nb.live.desk import Desk
from yubo_nb.live.hub import Card

_BEFORE_MS, _AFTER_MS = 5_000, 120_000
_SURE_MS = 180_000  # an order that is not in the log by then was very likely never charged
_LOG_EVERY = 10.0


@dataclass(frozen=True, slots=True)
class Found:
    """What looking for a submit brought. `task` is linked to it already; None where none was found."""

    task: Task | None
    said: str


class Relay(Protocol):
    """The client's one door."""

    async def send(self, request: Request, *, tries: int = ...) -> Any: ...


class Settling:
    """Engine thread only."""

    def __init__(
        self,
        relay: Callable[[], Relay],
        desk: Desk,
        heard: Callable[[list[Task]], list[Card]],
        balance: Balance,
    ) -> None:
        self._relay = relay
        self._balance = balance
        self._desk = desk
        self._heard = heard
        self._log_at = 0.0

    async def look(self, intent: Intent, *, log: bool, balance: bool) -> Found:
        """Own evidence first, then, where asked for, the key's consumption log, then its balance in words.

        Raises NotOffered where the relay has no such log, unless the balance has something to say.
        """
        if not balance:
            return await self._look(intent, log=log)
        try:
            found = await self._look(intent, log=log)
        except NotOffered as error:
            found = Found(None, error.message)
        if found.task is not None:
            return found
        return Found(None, f"{found.said} {await self._balance.hint(intent)}")

    async def _look(self, intent: Intent, *, log: bool) -> Found:
        if intent.endpoint == "submit/modal" and (found := await self._dialog(intent)) is not None:
            return found
        if not log:
            return Found(
                None,
                say(
                    "No answer of the relay has named it yet. Its own log may: look(log=True).",
                    "中转站的回答中尚未出现该任务。可查询其日志：look(log=True)。",
                ),
            )
        return await self._in_log(intent)

    async def fetch(self, task_id: str) -> Task:
        """A task as the relay has it now. Raises TaskNotFound."""
        return await self._relay().send(protocol.fetch(task_id.strip()))

    async def adopt(self, intent: Intent, task_id: str, *, source: str = "person") -> Card:
        """Link a submit to the task it made. Raises InvalidRequest for a task that is certainly another's."""
        task = await self.fetch(task_id)
        owner = self._desk.history.intent_of(self._desk.origin, task.id)
        taken = (
            owner is not None
            and owner.intent_id not in (intent.intent_id, intent.parent_intent_id)
            and intent.intent_id not in task.state
        )
        if taken or is_foreign(intent, task):
            raise InvalidRequest(
                say(
                    f"Task {task.id} belongs to another call: its prompt is {task.prompt[:80]!r}, "
                    f"this call's is {intent.prompt[:80]!r}.",
                    f"任务 {task.id} 属于另一次请求：其提示词为 {task.prompt[:80]!r}，"
                    f"本次为 {intent.prompt[:80]!r}。",
                ),
                field="task_id",
                task_id=task.id,
                intent_id=intent.intent_id,
                charged="unknown",
            )
        return self._link(intent, task, source)

    def _link(self, intent: Intent, task: Task, source: str) -> Card:
        now = self._desk.history.settle(intent.intent_id, "ACCEPTED", task_id=task.id, source=source)
        self._desk.adopted(now, task.id)
        return self._heard([task])[0]

    async def _dialog(self, intent: Intent) -> Found | None:
        """The answer to a dialog is in its task: it no longer waits once it has one."""
        opener = self._desk.history.intent(intent.parent_intent_id) if intent.parent_intent_id else None
        if opener is None or opener.task_id is None:
            return None
        task = await self.fetch(opener.task_id)
        if task.phase in {"queued", "running", "success", "failure"} and task.status != "NOT_START":
            self._link(intent, task, "relay")
            return Found(task, say("The dialog was answered; this is its task.", "对话框已提交，任务如下。"))
        return Found(
            None,
            say(
                "The dialog still waits at the relay: its answer was very likely not accepted.",
                "对话框仍在等待输入：提交很可能未被接受。",
            ),
        )

    async def _in_log(self, intent: Intent) -> Found:
        await asyncio.sleep(max(0.0, self._log_at + _LOG_EVERY - time.monotonic()) if self._log_at else 0.0)
        self._log_at = time.monotonic()
        entries: list[Consumed] = await self._relay().send(consumption())
        sent = intent.sent_ms or intent.created_ms
        near = [
            entry.task_id
            for entry in entries
            if sent - _BEFORE_MS <= entry.at_ms <= sent + _AFTER_MS and entry.action == intent.action
        ]
        unknown = [one for one in dict.fromkeys(near) if one and self._unknown(one)]
        worded: list[Task] = []
        for task_id in unknown:
            try:
                task = await self.fetch(task_id)
            except TaskNotFound:
                continue
            if intent.intent_id in task.state:
                self._link(intent, task, "log")
                return Found(task, say("Found by its mark in the key's log.", "在 key 的日志中凭标记找到。"))
            if not task.state and same_words(intent, task):
                worded.append(task)
        if len(worded) == 1 and len(unknown) == 1 and self._only_doubt(intent):
            self._link(intent, worded[0], "log")
            return Found(
                worded[0], say("Found by its prompt in the key's log.", "在 key 的日志中凭提示词找到。")
            )
        return Found(None, _nothing(len(near), time.time() * 1000 - sent))

    def _unknown(self, task_id: str) -> bool:
        history, origin = self._desk.history, self._desk.origin
        return history.intent_of(origin, task_id) is None

    def _only_doubt(self, intent: Intent) -> bool:
        """Whether no other submit in doubt could have made the same task."""
        first = intent.sent_ms or intent.created_ms
        return not any(
            other.intent_id != intent.intent_id
            and other.prompt == intent.prompt
            and abs((other.sent_ms or other.created_ms) - first) <= _AFTER_MS + _BEFORE_MS
            for other in self._desk.history.intents("IN_DOUBT", self._desk.origin)
        )


def _nothing(entries: int, age_ms: float) -> str:
    if entries:
        return say(
            f"The key's log has {entries} charge(s) of that time, none of them certainly this one.",
            f"key 的日志在该时段有 {entries} 笔扣费，但无法确认是这一次。",
        )
    if age_ms < _SURE_MS:
        return say(
            "The key's log has no such charge yet; look again in three minutes.",
            "key 的日志暂无此扣费，请三分钟后再查。",
        )
    return say(
        "The key's log has no such charge: very likely it was not charged. That is no proof.",
        "key 的日志没有此扣费：很可能未扣费，但不能证明。",
    )
