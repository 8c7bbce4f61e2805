"""The draft on the disk: written when the typing rests, read when the form is made again."""

import asyncio
from collections.abc import Callable
from typing import Protocol

_RESTS = 0.4  # seconds


class Memory(Protocol):
    """The part of `live.prompts.Prompts` that the form needs."""

    @property
    def name(self) -> str:
        """Of the relay that it is about."""
        ...

    def draft(self) -> str:
        """What was kept."""
        ...

    def keep(self, text: str) -> None:
        """Keep a draft."""
        ...

    def past(self) -> list[str]:
        """The last different prompts, newest first."""
        ...


class Nothing:
    """The memory of a form that has no history."""

    name = ""

    def draft(self) -> str:
        """Always empty."""
        return ""

    def keep(self, text: str) -> None:
        """Forget it."""

    def past(self) -> list[str]:
        """None."""
        return []


class Keeper:
    """Keeps the newest text a moment after the last change; on the engine's thread.

    A disk that takes nothing is no reason to stop writing prompts: `trouble` gets the error.
    """

    def __init__(self, memory: Memory, trouble: Callable[[BaseException], object]) -> None:
        self._memory = memory
        self._trouble = trouble
        self._text = self._kept = memory.draft()
        self._due: asyncio.TimerHandle | None = None

    @property
    def found(self) -> str:
        """What was there at the beginning, or was kept since."""
        return self._kept

    def changed(self, text: str) -> None:
        """This is the draft now. Without a running loop it is kept at once."""
        self._text = text
        if self._due is not None:
            self._due.cancel()
            self._due = None
        try:
            self._due = asyncio.get_running_loop().call_later(_RESTS, self.keep)
        except RuntimeError:
            self.keep()

    def keep(self) -> None:
        """Write it down now."""
        if self._text == self._kept:
            return
        try:
            self._memory.keep(self._text)
        except Exception as error:  # noqa: BLE001 - it has no caller: it is shown beside the text
            self._trouble(error)
        else:
            self._kept = self._text
