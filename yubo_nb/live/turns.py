"""Of several kernels on one history one asks the relay; the others read in the history what it heard."""

import os
import threading
import time
import weakref
from collections.abc import Iterable

from yubo_nb.api.errors import YuboError
from yubo_nb.api.models import Task
from yubo_nb.history import History
from yubo_nb.live.policy import PollPolicy

_TOUCHED_MS = 60_000  # the history notes an unchanged task as seen only this often
_holders: dict[tuple[int, str, str], "weakref.ref[Turns]"] = {}
_lock = threading.Lock()


class Turns:
    """The lease is one process's; within it, the first engine's. A history that cannot be used leaves each
    kernel to itself.
    """

    def __init__(self, history: History, origin: str, policy: PollPolicy) -> None:
        self._history = history
        self._origin = origin
        self._lease = f"poll:{origin}"
        self._seconds = 3 * policy.slowest
        self._reach_ms = int((policy.service_limit + policy.lost_after) * 1000)
        self._fresh_ms = _TOUCHED_MS + int(2 * policy.slowest * 1000)

    def mine(self) -> bool:
        """Take the turn or keep it. It passes on by itself when the process that has it dies or sleeps."""
        with _lock:
            name = (os.getpid(), self._history.url, self._origin)
            holder = _holders.get(name, _nobody)()
            if holder is not None and holder is not self:
                return False
            try:
                taken = self._history.take_lease(self._lease, self._seconds)
            except YuboError:
                return True
            if taken:
                _holders[name] = weakref.ref(self)
            else:
                _holders.pop(name, None)
            return taken

    def over(self) -> None:
        """Nothing is to be asked for any more: whose turn it is next need not wait."""
        with _lock:
            name = (os.getpid(), self._history.url, self._origin)
            if _holders.get(name, _nobody)() is not self:
                return
            del _holders[name]
            try:
                self._history.drop_lease(self._lease)
            except YuboError:
                return  # it ends by itself

    def shared(self) -> set[str]:
        """The ids that whoever has the turn asks for, besides its own. Every kernel finds the same."""
        try:
            return self._history.under_way(self._origin, _now_ms() - self._reach_ms)
        except YuboError:
            return set()

    def heard(self, task_ids: Iterable[str]) -> tuple[list[Task], bool, int | None]:
        """What the kernel whose turn it is heard of these tasks lately, whether it hears any, and when last.

        A task without an end that it no longer sees is left out, as a relay leaves out what it has lost.
        """
        try:
            found = self._history.last_words(self._origin, task_ids)
        except YuboError:
            return [], False, None
        since = _now_ms() - self._fresh_ms
        last = max((seen for _, seen in found), default=None)
        lately = [task for task, seen in found if seen >= since or task.terminal]
        return lately, last is not None and last >= since, last


def _nobody() -> None:
    return None


def _now_ms() -> int:
    return int(time.time() * 1000)
