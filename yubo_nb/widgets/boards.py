"""A board of chosen tasks as an object of its own, shown as the last line of a cell and in marimo."""

# ipywidgets and IPython.display are untyped
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false

from collections.abc import Mapping, Sequence
from typing import cast

from yubo_nb import host
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.panel import display, once
from yubo_nb.widgets.scope import Scope, Source
from yubo_nb.widgets.twin import Twin


class TaskBoard(Board):
    """The cards of these tasks and of what their buttons make; without keys, of every task."""

    def __init__(self, engine: Source, keys: Sequence[str] | None, prices: Mapping[str, float]) -> None:
        scope = Scope(engine, keys)
        self.saved = Twin(engine, scope)
        super().__init__(engine, scope, twin=self.saved.id, prices=prices)

    def _ipython_display_(self) -> None:
        if host.draws_widgets():
            display(self, self.saved)
        else:
            print(repr(self))  # noqa: T201 - a terminal's way to show it

    def __repr__(self) -> str:
        return self.saved.text()


def board(engine: Source, keys: Sequence[str] | None, prices: Mapping[str, float]) -> TaskBoard:
    """The board of these tasks; the same one, however often its cell is run.

    In marimo a widget belongs to the run of the cell that made it, and to one reader's page.
    """
    if host.is_marimo():
        return TaskBoard(engine, keys, prices)

    def make() -> tuple[TaskBoard, Twin]:
        made = TaskBoard(engine, keys, prices)
        return made, made.saved

    return cast("TaskBoard", once(engine, " ".join(["board", *(keys or ())]), make)[0])
