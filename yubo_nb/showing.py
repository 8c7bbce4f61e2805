"""A studio and its tasks, shown by whatever program is there: widgets, marimo's elements, or text."""

from typing import TYPE_CHECKING, Any

from yubo_nb import host
from yubo_nb.live.handle import TaskHandle

if TYPE_CHECKING:
    from yubo_nb.studio import Studio

_REMEMBERED = 12  # tasks on the board of a new kernel; all of them are in `history.tasks()`


def show(studio: "Studio") -> None:
    """The whole panel; in a terminal, a line for the studio and one for each of the newest tasks."""
    if studio.engine.alive:
        _remember(studio)
    if host.draws_widgets():
        from yubo_nb.widgets import panel

        panel.show(studio)
        return
    tasks = [TaskHandle(studio.engine, card.key) for card in studio.engine.hub.cards()[-_REMEMBERED:]]
    lines = [f"{task!r} {' '.join(task.prompt.split())[:70]}" for task in tasks]
    print(repr(studio), *lines, sep="\n")  # noqa: T201 - a terminal's way to show it


def show_task(studio: "Studio", handle: TaskHandle) -> Any:
    """The card of a task; marimo is given the element that it shows."""
    if host.is_marimo():
        from yubo_nb.widgets import in_marimo

        return in_marimo.card(studio, handle)
    if not host.draws_widgets():
        return print(repr(handle))  # noqa: T201 - what IPython would do without a display method
    from yubo_nb.widgets import panel

    return panel.show_task(studio, handle)


def for_marimo(studio: "Studio") -> Any:
    """The panel as marimo's element."""
    from yubo_nb.widgets import in_marimo

    _remember(studio)
    return in_marimo.panel(studio)


def _remember(studio: "Studio") -> None:
    """A panel opened after a restart shows the last tasks, and follows what still runs: it is not empty."""
    engine = studio.engine
    if not engine.hub.cards():
        for task in reversed(studio.history.store.tasks_of(engine.origin, _REMEMBERED)):
            engine.follow(task.task_id)
    engine.resume()
