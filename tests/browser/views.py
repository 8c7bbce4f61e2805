"""Every view in every state worth looking at, as a table: what must hold for all of them reads it.

A new view gets a line in VIEWS.
"""

from collections.abc import Callable
from dataclasses import replace

from tests.browser.conftest import Stage
from tests.widgets.fakes import GRID_BUTTONS, SINGLE_BUTTONS, FakeEngine, card, finished
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.form import PromptForm
from yubo_nb.widgets.twin import Twin

LONG = "a lighthouse in fog, " * 60
RELAY = {"sandbox": False, "origin": "https://relay.example", "price": 0.1}


def bar(stage: Stage, text: str) -> None:
    form = PromptForm(FakeEngine(), lambda text, gesture: None, sandbox=True)
    form.fill(text)
    stage.show(form.bar).pump()


def board(*cards, face="board") -> Callable[[Stage], object]:
    return lambda stage: stage.show(Board(FakeEngine(*cards), face=face, prices={"upscale": 0.05})).pump()


def pictured(*cards, count: int = 1, face="board") -> Callable[[Stage], object]:
    return lambda stage: stage.show(Board(FakeEngine(*cards), face=face)).pictures(count)


def opened(stage: Stage) -> None:
    """A long prompt and the rare buttons, both unfolded."""
    pictured(finished("a", prompt=LONG, buttons=SINGLE_BUTTONS))(stage)
    folds = stage.page.locator(".yubo [aria-expanded=false]")
    while folds.count():
        folds.first.click()


def unconnected(stage: Stage) -> None:
    board(finished("a"), card("b", phase="running"))(stage)
    hub = stage.board._engine.hub
    hub.notice("online", "No connection since 14:03:22.")
    hub.notice("error", "Something went wrong.")
    stage.pump()


def saved(stage: Stage) -> None:
    twin = Twin(FakeEngine(finished("a"), card("b", phase="failure", message="No.", **RELAY), finished("c")))
    stage.page.goto(stage.url)
    stage.page.locator("#here").evaluate("(here, html) => { here.innerHTML = html }", twin.html())


BUSY = (
    card("a", phase="sending"),
    card("b", phase="queued", queued=4),
    card("c", phase="running", percent=42, submit_ms=0),
)
FAILED = (
    card("a", phase="failure", message="The relay says no.", charged="refunded", **RELAY),
    card("b", phase="rejected", message="The word “blood” is banned.", **RELAY),
    card("c", phase="not_sent", message="No connection.", **RELAY),
    card("d", phase="lost", message="Out of sight.", charged="yes", **RELAY),
    card("e", phase="success", picture_error="The link has expired."),
    card("f", phase="unknown", status="PAUSED_BY_MOON"),
)
DOUBT = card("d", intent_id="i1", phase="in_doubt", charged="unknown", submit_ms=1_700_000_000_000, **RELAY)
ZOOM = card("m", intent_id="i2", phase="modal", verb="custom_zoom", via="Custom Zoom", parent="a")
FAMILY = (
    finished("a", prompt="a lighthouse"),
    finished("b", via="U2", parent="a", buttons=SINGLE_BUTTONS),
    replace(finished("c"), sandbox=False, origin="https://relay.example", buttons=GRID_BUTTONS),
)

VIEWS: dict[str, Callable[[Stage], object]] = {
    "bar, empty": lambda stage: bar(stage, ""),
    "bar, ready": lambda stage: bar(stage, "a fox --ar 3:2"),
    "bar, with problems": lambda stage: bar(stage, "a fox --ar 3:0 --chaos 900"),
    "board, empty": board(),
    "board, busy": board(*BUSY),
    "board, full": pictured(*FAMILY, count=3),
    "board, failed": board(*FAILED),
    "board, in doubt": board(DOUBT),
    "board, a dialog": board(finished("a", buttons=SINGLE_BUTTONS), ZOOM),
    "board, a region": board(finished("a", buttons=SINGLE_BUTTONS), replace(ZOOM, verb="vary_region")),
    "board, opened": opened,
    "board, no connection": unconnected,
    "card": pictured(finished("a"), face="card"),
    "saved page": saved,
}
