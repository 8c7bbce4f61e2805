"""When cells run. What is published between two cells is lost where a notebook is run from the outside."""

from collections.abc import Callable
from typing import Any, Protocol


class Publish(Protocol):
    """Puts a new version in the place of the old; `again`: even if nothing changed."""

    def __call__(self, *, again: bool = False) -> None:
        """Publish."""
        ...


class Cells:
    """The shell's cells: whether one runs, and what to publish before it counts as done."""

    _one: "Cells | None" = None

    def __init__(self, register: Callable[[str, Callable[..., object]], object] | None) -> None:
        self.running = register is not None  # made by code in a cell
        self._always: list[Publish] = []
        self._missed: list[Publish] = []
        if register is not None:
            register("pre_run_cell", self._begin)
            register("post_run_cell", self._end)

    @classmethod
    def here(cls) -> "Cells":
        """Those of this process; without a shell nothing ever runs."""
        if cls._one is None:
            from IPython import get_ipython

            shell: Any = get_ipython()
            cls._one = cls(None if shell is None else shell.events.register)
        return cls._one

    def at_end(self, publish: Publish) -> None:
        """Look at the end of every cell for something new: a waiter may be faster than the news."""
        if publish not in self._always:
            self._always.append(publish)

    def missed(self, publish: Publish) -> None:
        """It was published while no cell ran: once more with the next one."""
        if publish not in self._missed:
            self._missed.append(publish)

    def forget(self, publish: Publish) -> None:
        """It publishes no more."""
        for kept in (self._always, self._missed):
            if publish in kept:
                kept.remove(publish)

    def _begin(self, *_info: object) -> None:
        self.running = True

    def _end(self, *_result: object) -> None:
        missed, self._missed = self._missed, []
        for publish in missed:
            publish(again=True)
        for publish in self._always:
            publish()
        self.running = False
