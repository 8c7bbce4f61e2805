"""Chosen tasks as an object of its own, shown as the last line of a cell and in marimo: a board or a grid."""

# ipywidgets and IPython.display are untyped
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from yubo_nb import host
from yubo_nb.lang import say
from yubo_nb.live.handle import TaskHandle
from yubo_nb.widgets.axes import axes
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.compare import Compare, named_shots
from yubo_nb.widgets.grid import Grid
from yubo_nb.widgets.panel import display, once
from yubo_nb.widgets.scope import Scope, Source
from yubo_nb.widgets.twin import Twin

if TYPE_CHECKING:
    import pandas as pd


class Shown(Board):
    """A view of cards with its saved page; in a terminal its text."""

    saved: Twin

    def selected(self) -> list[TaskHandle]:
        """The tasks that are ticked in it, in its order."""
        return [TaskHandle(cast("Any", self._engine), key) for key in self.ticked]

    def _ipython_display_(self) -> None:
        if host.draws_widgets():
            display(self, self.saved)
        else:
            print(repr(self))  # noqa: T201 - a terminal's way to show it

    def __repr__(self) -> str:
        return self.saved.text()


class TaskBoard(Shown):
    """The cards of these tasks and of what their buttons make; without keys, of every task."""

    def __init__(self, engine: Source, keys: Sequence[str] | None, prices: Mapping[str, float]) -> None:
        scope = Scope(engine, keys)
        self.saved = Twin(engine, scope)
        super().__init__(engine, scope, twin=self.saved.id, prices=prices)


class TaskGrid(Shown, Grid):
    """These tasks by what varies between them: `rows` and `cols` are names of `factors`.

    A person may choose others; the saved page follows. `selected()` are the tasks that are ticked.
    """

    @property
    def df(self) -> "pd.DataFrame":
        """These tasks as `studio.history.tasks()` has them, with ratings, in the order they were given.

        What varies and is no parameter, `words` and `button`, is a column in front: an ordered category.
        """
        from yubo_nb.data.chosen import chosen

        keys, factors = self._axes.keys, self._axes.factors
        each = {one.name: (one.values, [one.values[n] for n in one.at]) for one in factors}
        return chosen(self._engine.history, keys, each)


class TaskComparison(Shown, Compare):
    """Two pictures against each other, or several of which a person chooses two."""


_TWO = 2
_Made = TypeVar("_Made", bound=Shown)


def board(engine: Source, keys: Sequence[str] | None, prices: Mapping[str, float]) -> TaskBoard:
    """The board of these tasks."""
    return _kept(engine, ["board", *(keys or ())], lambda: TaskBoard(engine, keys, prices))


def grid(
    engine: Source,
    tasks: Iterable[TaskHandle],
    prices: Mapping[str, float],
    *,
    rows: str | None = None,
    cols: str | None = None,
) -> TaskGrid:
    """The grid of these tasks. Raises ValueError for no tasks, and for a factor that they do not vary by."""
    cards = [engine.hub.get(key) for key in dict.fromkeys(_key(engine, task) for task in tasks)]
    plan = axes([card for card in cards if card is not None], rows, cols)
    if not plan.keys:
        raise ValueError(say("A grid needs tasks.", "对照表需要任务。"))
    name = ["grid", plan.rows, plan.cols, *plan.keys]
    return _kept(engine, name, lambda: TaskGrid(engine, plan, prices))


def compare(engine: Source, tasks: Iterable[Any], prices: Mapping[str, float]) -> TaskComparison:
    """Tasks, or (task, quarter) pairs, against each other; a single grid of four with itself."""
    wanted = [_shot(engine, one) for one in tasks]
    if len(wanted) == 1 and wanted[0][1] == 0:
        wanted = [(wanted[0][0], part) for part in (1, 2, 3, 4)]
    if len(wanted) < _TWO:
        raise ValueError(
            say("Comparing takes two pictures: yb.compare(a, b).", "比较需要两张图片：yb.compare(a, b)。")
        )
    name = ["compare", *(f"{key}:{part}" for key, part in wanted)]
    shots = named_shots(engine, wanted)
    return _kept(engine, name, lambda: TaskComparison(engine, shots, prices))


def _shot(engine: Source, one: Any) -> tuple[str, int]:
    """A task, or one picture of it."""
    given = cast("tuple[Any, ...]", one) if isinstance(one, tuple) else (one, 0)
    task, part = given if len(given) == _TWO else (given, 0)
    if type(part) is not int or part not in range(5):
        raise ValueError(
            say(
                f"The pictures of a grid are 1 to 4, not {part!r}.",
                f"四宫格的图片编号为 1 到 4，而不是 {part!r}。",
            )
        )
    return _key(engine, task), part


def _key(engine: Source, task: object) -> str:
    if not isinstance(task, TaskHandle):
        kind = type(task).__name__
        raise TypeError(
            say(
                f"Tasks are compared, or (task, 3) for one picture of a grid; this is a {kind}.",
                f"只能比较任务，或用 (task, 3) 指四宫格中的一张；这是 {kind}。",
            )
        )
    if task != TaskHandle(cast("Any", engine), task.key):
        raise ValueError(
            say(
                f"{task!r} belongs to another studio, or to one that is closed.",
                f"{task!r} 属于另一个 studio，或其 studio 已关闭。",
            )
        )
    return task.key


def _kept(engine: Source, name: Sequence[str], make: Callable[[], _Made]) -> _Made:
    """The same view, however often its cell is run.

    In marimo a widget belongs to the run of the cell that made it, and to one reader's page.
    """
    if host.is_marimo():
        return make()

    def pair() -> tuple[_Made, Twin]:
        made = make()
        return made, made.saved

    return cast("_Made", once(engine, " ".join(name), pair)[0])
