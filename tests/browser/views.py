"""Every view in every state worth looking at, as a table: what must hold for all of them reads it.

A new view gets a line in VIEWS.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from tests.browser.conftest import Stage
from tests.widgets.fakes import GRID_BUTTONS, SINGLE_BUTTONS, FakeEngine, card, finished, picture
from yubo_nb.widgets import lineage
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.form import PromptForm
from yubo_nb.widgets.kin import kin_of
from yubo_nb.widgets.slots import Slots
from yubo_nb.widgets.twin import Twin

LONG = "a lighthouse in fog, " * 60
RELAY = {"sandbox": False, "origin": "https://relay.example", "price": 0.1}


def bar(stage: Stage, text: str) -> None:
    form = PromptForm(FakeEngine(), lambda text, gesture, pictures: None, sandbox=True)
    form.fill(text)
    stage.show(form.field).pump()


def board(*cards, face="board") -> Callable[[Stage], object]:
    return lambda stage: stage.show(Board(FakeEngine(*cards), face=face, prices={"upscale": 0.05})).pump()


def pictured(*cards, count: int = 1, face="board") -> Callable[[Stage], object]:
    return lambda stage: stage.show(Board(FakeEngine(*cards), face=face)).pictures(count)


def opened(stage: Stage) -> None:
    """A long prompt and the rare buttons, both unfolded."""
    pictured(finished("a", prompt=LONG, buttons=SINGLE_BUTTONS))(stage)
    folds = stage.page.locator(".yb-card [aria-expanded=false]:not([aria-haspopup])")
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


def slots(stage: Stage) -> None:
    """One picture that is here, and the tasks that a second can be taken from."""
    made = Slots(FakeEngine(finished("a", prompt="two foxes"), finished("b", prompt="an owl", buttons=())))
    stage.show(made)
    file = {"name": "fox.webp", "mimeType": "image/webp", "buffer": picture()}
    with stage.page.expect_file_chooser() as chooser:
        stage.page.get_by_role("button", name=re.compile("Choose a picture|选择图片")).first.click()
    chooser.value.set_files([file])
    while not made.pictures():
        stage.page.evaluate("() => new Promise(requestAnimationFrame)")
        stage.pump().set_traits("trays")
    stage.page.get_by_role("button", name=re.compile("From a task|取自任务")).click()
    stage.pictures(3)


def tree(stage: Stage) -> None:
    engine = FakeEngine(*FAMILY)
    stage.show(lineage.Tree(engine, kin_of(engine, "b"), here="b")).pictures(2)


def saved_tree(stage: Stage) -> None:
    engine = FakeEngine(*FAMILY)
    twin = Twin(engine, kin_of(engine, "b"), page=lineage.page, text=lineage.summary)
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
    "slots, empty": lambda stage: stage.show(Slots(FakeEngine())).pump(),
    "slots, full": slots,
    "lineage": tree,
    "saved page": saved,
    "saved page, lineage": saved_tree,
}
