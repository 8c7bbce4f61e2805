"""Waiting with a bar, where no card moves: a terminal, a script somebody looks at, Colab."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED
from concurrent.futures import wait as wait_for
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from yubo_nb import host
from yubo_nb.api.answers import plain
from yubo_nb.api.errors import TaskTimeout
from yubo_nb.lang import say
from yubo_nb.live.hub import Card

if TYPE_CHECKING:
    from concurrent.futures import Future

    from yubo_nb.live.handle import TaskHandle

_LOOKS = 0.2  # seconds between two looks at the cards


class Bar(AbstractContextManager["Bar"]):
    """One line on stderr for any number of tasks; it is gone when the waiting ends."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar: Any = tqdm(
            total=100, leave=False, file=sys.stderr, dynamic_ncols=True,
            bar_format="{desc}{percentage:3.0f}% |{bar}| {elapsed}{postfix}",
        )  # fmt: skip

    def look(self, cards: Sequence[Card]) -> None:
        """Show the mean of their percents, and in words how they stand."""
        self._bar.set_description_str(f"{_stand(cards)} ", refresh=False)
        self._bar.n = sum(100 if card.settled else card.percent or 0 for card in cards) // len(cards)
        self._bar.refresh()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()


def attend(
    futures: "Sequence[Future[Card]]",
    cards: "Callable[[], Sequence[Card]]",
    timeout: float | None,
    *,
    progress: bool | None = None,
) -> int:
    """Wait for all of these, with a bar or without (None: as it fits where we are); how many still run."""
    if not (host.has_moving_line() if progress is None else progress):
        return len(_pending(futures, timeout))
    limit = float("inf") if timeout is None else time.monotonic() + timeout
    pending = set(futures)
    with Bar() as bar:
        while pending and (left := limit - time.monotonic()) > 0:
            bar.look(cards())
            pending = _pending(pending, min(_LOOKS, left), FIRST_COMPLETED)
    return len(pending)


def _pending(
    futures: "Iterable[Future[Card]]", timeout: float | None, until: str = ALL_COMPLETED
) -> "set[Future[Card]]":
    """Those that are not done when it ends. An interrupt is an interrupt, whenever it comes."""
    try:
        return wait_for(futures, timeout, until).not_done
    except RuntimeError as error:
        # One that meets Python's own lock while it is let go of comes out as "release unlocked lock".
        if isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        raise


def wait(
    tasks: "Iterable[TaskHandle]", timeout: float | None = None, *, progress: bool | None = None
) -> "list[TaskHandle]":
    """Until none of these tasks has anything more to come; gives them back, those that failed too.

    Look at `task.failed` and `task.error`, or let `task.wait()` raise it. An interrupt or TaskTimeout ends
    the waiting, never a task. `progress` asks for one bar for all of them, or for none; by itself there is
    one where no card moves: in a terminal and in Colab.
    """
    waited = list(tasks)
    futures = [task.completion() for task in waited]
    try:
        late = attend(futures, lambda: [task.card for task in waited], timeout, progress=progress)
    finally:
        for future in futures:
            future.cancel()
    if late:
        raise _timeout(late, len(waited), timeout or 0.0)
    return waited


def _timeout(pending: int, count: int, timeout: float) -> TaskTimeout:
    return TaskTimeout(
        say(
            f"{pending} of {count} tasks were not finished within {timeout:g} s.",
            f"{count} 个任务中有 {pending} 个在 {timeout:g} 秒内没有完成。",
        )
    )


def _stand(cards: Sequence[Card]) -> str:
    if len(cards) > 1:
        done = sum(card.settled for card in cards)
        queued = sum(card.phase == "queued" for card in cards)
        said = say(f"{done} of {len(cards)} done", f"已完成 {done} / {len(cards)}")
        return said + (say(f", {queued} queued", f"，排队 {queued}") if queued else "")
    [card] = cards
    word = plain(card.status, 40) or card.phase.upper()
    return word + (say(f", {card.queued} ahead", f"，前面还有 {card.queued} 个") if card.queued else "")
