"""On what terms paid calls go out: what they cost, how many may, who asks, and whether anybody may at all."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from yubo_nb.history import Caps, Intent


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, as the thread that asks finds it. `again`: a repetition is meant, and paid.

    `cell` is the same whenever the same cell runs, `run` is new with each run; both are empty outside of
    cells, where nothing is ever taken for a repetition.
    """

    cell: str = ""
    run: str = ""
    person: bool = True
    again: bool = False


class Terms:
    """Free, without caps, asked by nobody in particular: what an engine goes by that is told no others."""

    visitors = False
    """Who asks may be the reader of a page, without a cell."""

    def __init__(self, prices: Mapping[str, float] | None = None) -> None:
        self.prices: Mapping[str, float] = prices or {}

    def caps(self) -> Caps | None:
        """What the history compares the next call with; None: nothing."""

    def asked(self) -> Asked:
        """Who asks. Called on the thread that asks."""
        return Asked()

    def alone(self) -> AbstractContextManager[object]:
        """Held from `permit` to `made`, so that two threads cannot spend the same money."""
        return nullcontext()

    def permit(self, asked: Asked, action: str, price: float | None) -> None:
        """Raise PaidCallsDisabled or BudgetExceeded for a call that must not be made."""

    def repeated(self, asked: Asked) -> None:
        """A cell that ran again was given what it had made before. Called on the thread that asks."""

    def made(self, intent: Intent, look_up: Callable[[str], Intent | None]) -> None:
        """A paid call was written down; `look_up` tells what has become of an intent."""
