"""Chosen tasks as an object of its own, shown as the last line of a cell and in marimo: a board or a grid."""

# ipywidgets and IPython.display are untyped
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from yubo_nb import host
from yubo_nb.lang import say
from yubo_nb.live.handle import TaskHandle
from yubo_nb.widgets.axes import Axes, axes
from yubo_nb.widgets.board import Board
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


_Made = TypeVar("_Made", bound=Shown)


def board(engine: Source, keys: Sequence[str] | None, prices: Mapping[str, float]) -> TaskBoard:
    """The board of these tasks."""
    return _kept(engine, ["board", *(keys or ())], lambda: TaskBoard(engine, keys, prices))


def grid(
    engine: Source,
    keys: Sequence[str],
    prices: Mapping[str, float],
    *,
    rows: str | None = None,
    cols: str | None = None,
) -> TaskGrid:
    """The grid of these tasks. Raises ValueError for no tasks, and for a factor that they do not vary by."""
    cards = [card for key in dict.fromkeys(keys) if (card := engine.hub.get(key)) is not None]
    if not cards:
        raise ValueError(say("A grid needs tasks.", "对照表需要任务。"))
    plan: Axes = axes(cards, rows, cols)
    name = ["grid", plan.rows, plan.cols, *plan.keys]
    return _kept(engine, name, lambda: TaskGrid(engine, plan, prices))


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
