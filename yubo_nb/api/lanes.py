"""Idle transports, each of one connection: a pool of our own, because httpcore's costs the square."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

L = TypeVar("L")


class Lanes(Generic[L]):
    """Idle transports, newest first, so that few connections stay warm. Usable from any thread."""

    def __init__(self, make: Callable[[], L]) -> None:
        self._make = make
        self._idle: list[L] = []
        self._lock = threading.Lock()

    def take(self) -> L:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._make()

    def give(self, lane: L) -> None:
        with self._lock:
            self._idle.append(lane)

    def drain(self) -> list[L]:
        with self._lock:
            idle, self._idle = self._idle, []
        return idle
