"""What a notebook shows: the live view, and below it, in an output of its own, its saved twin."""

# ipywidgets and IPython.display are untyped
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false

from collections.abc import Mapping
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import ipywidgets as w

from yubo_nb.widgets.board import Board
from yubo_nb.widgets.form import PromptForm
from yubo_nb.widgets.scope import Scope, Source
from yubo_nb.widgets.twin import Twin

__all__ = ["selected", "show", "show_task"]


class Engine(Source, Protocol):
    """An engine that says whether it is the sandbox."""

    @property
    def sandbox(self) -> bool:
        """Nothing is charged."""
        ...


class Studio(Protocol):
    """The part of `yubo_nb.studio.Studio` that a panel needs."""

    @property
    def engine(self) -> Any:
        """An `Engine`."""
        ...

    @property
    def prices(self) -> Mapping[str, float]:
        """By kind of call, where known."""
        ...

    def imagine(self, prompt: str, *, gesture: str | None = None) -> Any:
        """Send a prompt; the handle of its task."""
        ...


class Handle(Protocol):
    """The part of `yubo_nb.live.handle.TaskHandle` that a panel needs."""

    @property
    def key(self) -> str:
        """The key of its card."""
        ...


# One view a studio or task, however often its cell is run: each display is one more window on the same model.
_panels: WeakKeyDictionary[Any, dict[str, tuple[w.DOMWidget, Twin]]] = WeakKeyDictionary()


def show(studio: Studio) -> None:
    """The form and the board of all tasks."""
    engine = studio.engine

    def make() -> tuple[w.DOMWidget, Twin]:
        twin = Twin(engine)
        form = PromptForm(
            engine,
            lambda text, gesture: studio.imagine(text, gesture=gesture),
            sandbox=engine.sandbox,
            price=studio.prices.get("imagine"),
        )
        board = Board(engine, twin=twin.id, prices=studio.prices, fill=form.fill)
        return w.VBox([form, board]), twin

    _display(*_kept(engine, "", make))


def show_task(studio: Studio, handle: Handle) -> None:
    """The card of one task, and of what its buttons make."""
    engine = studio.engine

    def make() -> tuple[w.DOMWidget, Twin]:
        scope = Scope(engine, [handle.key])
        twin = Twin(engine, scope)
        return Board(engine, scope, face="card", twin=twin.id, prices=studio.prices), twin

    _display(*_kept(engine, handle.key, make))


def selected(engine: Any) -> tuple[str, ...]:
    """The keys of what is ticked on this engine's board."""
    view, _twin = _panels.get(engine, {}).get("", (None, None))
    boards = [part for part in getattr(view, "children", ()) if isinstance(part, Board)]
    return boards[0].selected if boards else ()


def _kept(engine: Any, name: str, make: Any) -> tuple[w.DOMWidget, Twin]:
    kept = _panels.setdefault(engine, {})
    if name not in kept:
        kept[name] = make()
    return kept[name]


def _display(view: w.DOMWidget, twin: Twin) -> None:
    from IPython.display import display

    live = {"version_major": 2, "version_minor": 0, "model_id": view.model_id}
    bundle = {
        "application/vnd.jupyter.widget-view+json": live,
        "text/plain": "",  # where no widget is drawn, the twin below says it all
    }
    display(bundle, raw=True)
    twin.display()
