"""Tasks side by side, whichever studio they belong to."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from yubo_nb.lang import say
from yubo_nb.live.handle import TaskHandle
from yubo_nb.studio import Studio, home

if TYPE_CHECKING:
    from yubo_nb.widgets.boards import TaskComparison, TaskGrid


def compare(*tasks: TaskHandle | tuple[TaskHandle, int]) -> "TaskComparison":
    """`Studio.compare` of the studio that these tasks belong to."""
    return _studio(tasks).compare(*tasks)


def grid(tasks: Iterable[TaskHandle], *, rows: str | None = None, cols: str | None = None) -> "TaskGrid":
    """`Studio.grid` of the studio that these tasks belong to."""
    given = list(tasks)
    return _studio(given).grid(given, rows=rows, cols=cols)


def _studio(tasks: Sequence[TaskHandle | tuple[TaskHandle, int]]) -> Studio:
    first = tasks[0] if tasks else None
    task: object = first[0] if isinstance(first, tuple) and first else first
    if not isinstance(task, TaskHandle):
        what = type(task).__name__
        raise TypeError(
            say(
                f"This takes tasks, as studio.imagine() gives them, not {what}.",
                f"需要 studio.imagine() 返回的任务，而不是 {what}。",
            )
            if first is not None
            else say("This takes tasks: yb.compare(a, b).", "需要任务：yb.compare(a, b)。")
        )
    studio = home(task)
    if studio is None:
        raise ValueError(
            say(
                f"The studio of {task!r} is closed; yb.connect() opens it again.",
                f"{task!r} 所属的 studio 已关闭；可用 yb.connect() 重新打开。",
            )
        )
    return studio
