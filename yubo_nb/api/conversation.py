"""The whole of a call, told once: send, wait, send again or give up. The clients only carry out its steps.

A paid call is sent again in two cases only: no connection was made, or the relay said "not now". Anything
else that is no clear answer is in doubt and stays so.
"""

import random
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from yubo_nb.api.answers import Answer, Trouble
from yubo_nb.api.errors import NotSent, QueueFull, RateLimited, RelayUnavailable, SubmitInDoubt, YuboError
from yubo_nb.api.request import Request
from yubo_nb.lang import say

RESENDS = 3
_LONGEST_PAUSE = 60.0
_UNTOLD_WAITS = {
    "busy": (4.0, 8.0, 16.0),
    "full": (10.0, 20.0, 40.0),
    "unsent": (1.0, 2.0, 4.0),
    "question": (0.5, 1.0, 2.0, 4.0),
}


@dataclass(frozen=True, slots=True)
class Send:
    """Carry the request to the relay and come back with an Answer or a Trouble."""

    request: Request


@dataclass(frozen=True, slots=True)
class Rest:
    """Wait this many seconds; `reason` is for the person who waits too."""

    seconds: float
    reason: str


Step = Send | Rest


class Pace:
    """The pause all paid calls of a client share after the relay said "not now". Usable from any thread."""

    def __init__(self) -> None:
        self._until = 0.0
        self._reason = ""
        self._lock = threading.Lock()

    def hold(self, seconds: float, reason: str) -> None:
        """Nobody sends before this has passed; an earlier, longer pause stays."""
        with self._lock:
            until = time.monotonic() + seconds
            if until > self._until:
                self._until, self._reason = until, reason

    def left(self) -> tuple[float, str]:
        """Seconds still to wait, and why."""
        with self._lock:
            return max(0.0, self._until - time.monotonic()), self._reason


def _jittered(seconds: float) -> float:
    """Never less than told, up to a tenth more, so that many clients do not come back in one moment."""
    return seconds * (1 + 0.1 * random.random())


Steps = Generator[Step, Answer | Trouble | None, Any]


def converse(request: Request, pace: Pace, *, tries: int = 4) -> Steps:
    """The steps of one call; returns what the request's reader returns, raises what it raises."""
    return _pay(request, pace) if request.paid else _ask(request, tries)


def _pay(request: Request, pace: Pace) -> Steps:
    busy = unsent = 0
    while True:
        while (left := pace.left())[0] > 0:
            yield Rest(*left)
        reply = yield Send(request)
        if isinstance(reply, Answer):
            refused = None
            try:
                return request.read(reply)
            except RateLimited as error:
                refused = error
            if busy == RESENDS:
                raise refused
            told = refused.retry_after
            untold = _UNTOLD_WAITS["full" if isinstance(refused, QueueFull) else "busy"][busy]
            pace.hold(_jittered(untold if told is None else told), refused.message)
            busy += 1
            continue
        assert reply is not None
        if reply.sent:
            raise _in_doubt(request, reply)
        if unsent == RESENDS - 1:
            raise _not_sent(request, reply)
        yield Rest(_jittered(_UNTOLD_WAITS["unsent"][unsent]), _unreachable(reply))
        unsent += 1


def _ask(request: Request, tries: int) -> Steps:
    for attempt in range(tries):
        reply = yield Send(request)
        failure: YuboError
        wait = None
        if isinstance(reply, Answer):
            try:
                return request.read(reply)
            except (RateLimited, RelayUnavailable) as error:
                failure, wait = error, error.retry_after
        else:
            assert reply is not None
            failure = RelayUnavailable(
                say(
                    f"{request.endpoint}: no answer from the relay ({reply.reason}).",
                    f"{request.endpoint}：中转站没有回应（{reply.reason}）。",
                ),
                endpoint=request.endpoint,
            )
        # Asking sooner than told is no way to ask again, and nobody waits minutes for a question.
        if attempt + 1 == tries or (wait is not None and wait > _LONGEST_PAUSE):
            raise failure
        untold = _UNTOLD_WAITS["question"][min(attempt, 3)]
        yield Rest(_jittered(untold if wait is None else wait), failure.message)
    raise AssertionError("tries must be at least 1")


def _unreachable(trouble: Trouble) -> str:
    return say(f"no connection to the relay ({trouble.reason})", f"无法连接中转站（{trouble.reason}）")


def _not_sent(request: Request, trouble: Trouble) -> NotSent:
    return NotSent(
        say(
            f"{request.endpoint} was not sent: {_unreachable(trouble)}.",
            f"{request.endpoint} 未发送：{_unreachable(trouble)}。",
        ),
        endpoint=request.endpoint,
    )


def _in_doubt(request: Request, trouble: Trouble) -> SubmitInDoubt:
    at = time.strftime("%H:%M:%S")
    return SubmitInDoubt(
        say(
            f"Not sure whether {request.endpoint} was accepted: the connection broke after it went out"
            f" ({trouble.reason}, {at}).",
            f"不确定 {request.endpoint} 是否已被接受：请求发出后连接中断（{trouble.reason}，{at}）。",
        ),
        endpoint=request.endpoint,
    )
