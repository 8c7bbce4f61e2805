"""What a notebook shows: the live view, and below it, in an output of its own, its saved twin."""

# ipywidgets and IPython.display are untyped
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast
from weakref import WeakKeyDictionary

import ipywidgets as w

from yubo_nb.calls import Calls
from yubo_nb.data.markup import Sheet
from yubo_nb.live.hub import Card
from yubo_nb.live.prompts import Prompts
from yubo_nb.widgets import lineage
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.form import PromptForm
from yubo_nb.widgets.kin import kin_of
from yubo_nb.widgets.page import board as board_page
from yubo_nb.widgets.scope import Scope
from yubo_nb.widgets.slots import Slots
from yubo_nb.widgets.tabs import Tabs
from yubo_nb.widgets.twin import Twin

__all__ = ["display", "freeze", "once", "references", "selected", "show", "show_lineage", "show_task"]


class Handle(Protocol):
    """The part of `yubo_nb.live.handle.TaskHandle` that a panel needs."""

    @property
    def key(self) -> str:
        """The key of its card."""
        ...


# One view a studio or task, however often its cell is run: each display is one more window on the same model.
_panels: WeakKeyDictionary[Any, dict[str, tuple[w.DOMWidget, Twin]]] = WeakKeyDictionary()


def show(studio: Calls) -> None:
    """The tabs, the form and the board of all tasks."""
    display(*_panel(studio))


def references(studio: Calls) -> Slots:
    """The slots of its form."""
    view, _ = _panel(studio)
    forms = [one for one in cast("Any", view).children if isinstance(one, PromptForm)]
    assert forms[0].references is not None
    return forms[0].references


def _panel(studio: Calls) -> tuple[w.DOMWidget, Twin]:
    engine = studio.engine

    def make() -> tuple[w.DOMWidget, Twin]:
        def page(cards: Sequence[Card], sheet: Sheet) -> str:
            sent = any(card.prompt == form.text for card in cards)
            return ("" if sent else form.saved_html()) + board_page(cards, sheet)

        twin = Twin(engine, page=page)
        form = PromptForm(
            engine,
            lambda text, gesture, images: studio.imagine(text, images, gesture=gesture),
            sandbox=engine.sandbox,
            price=engine.prices.get("imagine"),
            references=Slots(engine),
            memory=Prompts(engine.history, engine.origin),
        )
        tabs = Tabs(engine, studio, prices=engine.prices, sandbox=engine.sandbox)

        def fill(text: str) -> None:
            form.fill(text)
            tabs.show_form()

        board = Board(engine, twin=twin.id, prices=engine.prices, fill=fill, imagine=_imagine(studio))
        view = w.VBox([tabs, form, board])
        view.add_class("yubo-panel")
        return view, twin

    return once(engine, "", make)


def show_task(studio: Calls, handle: Handle) -> None:
    """The card of one task, and of what its buttons make."""
    engine = studio.engine

    def make() -> tuple[w.DOMWidget, Twin]:
        scope = Scope(engine, [handle.key])
        twin = Twin(engine, scope)
        more: dict[str, Any] = {"prices": engine.prices, "imagine": _imagine(studio)}
        return Board(engine, scope, face="card", twin=twin.id, **more), twin

    display(*once(engine, handle.key, make))


def show_lineage(studio: Calls, handle: Handle) -> None:
    """The tree of where a task comes from and what came of it."""
    engine = studio.engine

    def make() -> tuple[w.DOMWidget, Twin]:
        kin = kin_of(engine, handle.key)
        twin = Twin(engine, kin, page=lineage.page, text=lineage.summary)
        return lineage.Tree(engine, kin, here=handle.key, twin=twin.id, prices=engine.prices), twin

    display(*once(engine, f"lineage {handle.key}", make))


def freeze() -> list[Twin]:
    """Leave the saved page of every view in its place, as it is now, and end the views; those pages."""
    from IPython.display import update_display

    frozen: list[Twin] = []
    for engine, kept in list(_panels.items()):
        for view, twin in list(kept.values()):
            if engine.alive:  # one that is closed has no pictures to give, and its pages are final
                twin.publish(again=True)
            twin.close()
            _end(view)
            update_display({"text/plain": ""}, raw=True, display_id=_live_id(twin))
            frozen.append(twin)
        kept.clear()
    return frozen


def _end(view: w.Widget) -> None:
    for child in getattr(view, "children", ()):
        _end(child)
    view.close()


def _live_id(twin: Twin) -> str:
    return f"yubo-live-{twin.id}"


def _imagine(studio: Calls) -> Callable[[str, str], Any]:
    return lambda text, gesture: studio.imagine(text, gesture=gesture)


def selected(engine: Any) -> tuple[str, ...]:
    """The keys of what is ticked on this engine's board."""
    view, _twin = _panels.get(engine, {}).get("", (None, None))
    boards = [part for part in getattr(view, "children", ()) if isinstance(part, Board)]
    return boards[0].ticked if boards else ()


def once(engine: Any, name: str, make: Callable[[], tuple[w.DOMWidget, Twin]]) -> tuple[w.DOMWidget, Twin]:
    """The view of this name, made when it is first asked for, and again after it was frozen."""
    kept = _panels.setdefault(engine, {})
    if name not in kept:
        kept[name] = make()
    return kept[name]


def display(view: w.DOMWidget, twin: Twin) -> None:
    """Show a view, and below it its saved page in an output of its own."""
    from IPython.display import display

    live = {"version_major": 2, "version_minor": 0, "model_id": view.model_id}
    bundle = {
        "application/vnd.jupyter.widget-view+json": live,
        "text/plain": "",  # where no widget is drawn, the twin below says it all
    }
    display(bundle, raw=True, display_id=_live_id(twin))
    twin.display()
