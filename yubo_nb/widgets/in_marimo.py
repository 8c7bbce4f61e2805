"""The panel in marimo, which draws anywidgets and elements of its own, and none of ipywidgets'."""

# marimo is no dependency: it is there when it asks
# pyright: reportMissingImports=false, reportUnknownVariableType=false, reportUnknownMemberType=false

from typing import Any
from uuid import uuid4

from yubo_nb.calls import Calls
from yubo_nb.lang import say
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.boards import TaskBoard
from yubo_nb.widgets.panel import Handle
from yubo_nb.widgets.scope import Scope
from yubo_nb.widgets.words import words


def panel(studio: Calls) -> Any:
    """A field for the prompt and the board of all tasks."""
    import marimo as mo

    board = TaskBoard(studio.engine, None, studio.engine.prices)

    def send(text: str | None) -> None:
        if text and text.strip():
            try:
                studio.imagine(text, gesture=uuid4().hex)
            except Exception as error:  # noqa: BLE001 - marimo would only log it: it belongs to who pressed
                board.trouble(error)

    price = studio.engine.prices.get("imagine")
    costs = "" if price is None else say(f" · costs {price:g}", f" · 费用 {price:g}")
    field = mo.ui.text_area(
        label=say("Prompt", "提示词") + (f" · {words()['sandbox']}" if studio.engine.sandbox else costs),
        placeholder=say("a lighthouse in fog --ar 3:2", "雾中的灯塔 --ar 3:2"),
        full_width=True,
    )
    form = field.form(submit_button_label=say("Imagine", "生成"), on_change=send)
    return mo.vstack([form, mo.ui.anywidget(board)])


def card(studio: Calls, handle: Handle) -> Any:
    """The card of one task, and of what its buttons make."""
    import marimo as mo

    scope = Scope(studio.engine, [handle.key])
    return mo.ui.anywidget(Board(studio.engine, scope, face="card", prices=studio.engine.prices))
