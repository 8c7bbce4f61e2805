"""Every view in every state worth looking at, as a table: what must hold for all of them reads it.

A new view gets a line in VIEWS.
"""

import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.browser.conftest import Stage
from tests.data.conftest import ORIGIN, png, task
from tests.widgets.fakes import (
    GRID_BUTTONS,
    SINGLE_BUTTONS,
    FakeEngine,
    FakeMemory,
    FakeStudio,
    card,
    finished,
    picture,
)
from tests.widgets.test_results import DESCRIBED, SHORTENED, shown
from yubo_nb.data.report import report
from yubo_nb.history import History, Mark
from yubo_nb.lang import say
from yubo_nb.live.handle import TaskHandle
from yubo_nb.widgets import lineage
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.boards import compare, grid
from yubo_nb.widgets.form import PromptForm
from yubo_nb.widgets.kin import kin_of
from yubo_nb.widgets.slots import Slots
from yubo_nb.widgets.tabs import Tabs
from yubo_nb.widgets.twin import Twin

LONG = "a lighthouse in fog, " * 60
RELAY = {"sandbox": False, "origin": "https://relay.example", "price": 0.1}


def until(stage: Stage, selector: str) -> None:
    """Both halves are heard until this is on the page; words differ from language to language."""
    for _ in range(600):
        stage.pump()
        if stage.page.locator(selector).count():
            return
        stage.page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError(f"there never is {selector}")


def form(text: str, **more) -> PromptForm:
    made = PromptForm(FakeEngine(), lambda text, gesture, pictures: None, **{"sandbox": True, **more})
    if text:
        made.fill(text)
    return made


def field(text: str, *keys: str, **more) -> Callable[[Stage], object]:
    """The upper half of the form after these keys in its text."""

    def view(stage: Stage) -> None:
        stage.show(form(text, **more).field).pump()
        for key in keys:
            stage.page.locator("textarea").press(key)
        stage.pump()

    return view


def past(stage: Stage) -> None:
    field("my own", memory=FakeMemory(past=["a whale --seed 3", "a red fox", "雾中的灯塔"]))(stage)
    stage.page.locator(".yb-chip[aria-expanded=false]").click()
    until(stage, ".yb-past-prompt")


def parameters(text: str) -> Callable[[Stage], object]:
    """The lower half of the form, everything unfolded."""

    def view(stage: Stage) -> None:
        stage.show(form(text).parameters).pump()
        folds = stage.page.locator("details:not([open]) > summary")
        while folds.count():
            folds.first.click()

    return view


def board(*cards, face="board") -> Callable[[Stage], object]:
    return lambda stage: stage.show(Board(FakeEngine(*cards), face=face, prices={"upscale": 0.05})).pump()


def pictured(*cards, count: int = 1, face="board") -> Callable[[Stage], object]:
    return lambda stage: stage.show(Board(FakeEngine(*cards), face=face)).pictures(count)


def pressed(*keys: str, then: str, of: tuple = (), **more) -> Callable[[Stage], object]:
    """What these keys lead to from the first card."""

    def view(stage: Stage) -> None:
        pictured(*(of or (finished("a"), finished("b"))), **more)(stage)
        stage.page.locator(".yb-card").first.focus()
        for key in keys:
            stage.page.keyboard.press(key)
        until(stage, then)

    return view


def large(*keys: str, of: tuple = ()) -> Callable[[Stage], object]:
    def view(stage: Stage) -> None:
        pressed("Enter", *keys, then="dialog img", of=of)(stage)
        stage.pictures(2)

    return view


def bulk(stage: Stage) -> None:
    pressed("Control+a", then=".yb-bulk:not([hidden])", of=FAMILY, count=3)(stage)
    stage.page.locator(".yb-bulk [aria-haspopup=menu]").press("Enter")
    stage.page.keyboard.press("Enter")
    until(stage, ".yb-asked:not([hidden]) button")


def nothing_found(stage: Stage) -> None:
    pictured(*FAMILY, count=3)(stage)
    stage.page.locator(".yb-search").fill("nothing like this")
    until(stage, ".yb-matches:not([hidden])")


def slow(stage: Stage) -> None:
    began = time.time_ns() // 1_000_000 - 21 * 60_000
    board(card("a", phase="running", percent=93, submit_ms=began))(stage)
    until(stage, ".yb-slow:not([hidden]) button")


def dialog(verb: str, **more) -> Callable[[Stage], object]:
    """A dialog with what it is about: the picture, its new frame, what the words change."""

    def view(stage: Stage) -> None:
        at = replace(ZOOM, **{"verb": verb, "prompt": "a lighthouse --ar 3:2 --stylize 100", **more})
        parent = finished("a", buttons=SINGLE_BUTTONS, prompt="a lighthouse --ar 3:2 --stylize 100")
        stage.show(Board(FakeEngine(parent, at), prices={"modal": 0.1})).pictures(1)

    return view


def remix(stage: Stage) -> None:
    dialog("vary_strong")(stage)
    stage.page.locator(".yb-card textarea").fill("a red lighthouse --ar 3:2 --stylize 250")
    until(stage, ".yb-changes ins")


def mask(stage: Stage) -> None:
    """A rectangle is painted."""
    dialog("vary_region")(stage)
    until(stage, ".yb-region [aria-haspopup=dialog]")
    stage.page.locator(".yb-region [aria-haspopup=dialog]").press("Enter")
    until(stage, "dialog [role=application]")
    for key in ("r", "Shift+ArrowLeft", "Space", "Shift+ArrowRight", "Shift+ArrowDown", "Space"):
        stage.page.keyboard.press(key)
    stage.pictures(2)


def found(text: str, action: str) -> Callable[[Stage], object]:
    def view(stage: Stage) -> None:
        stage.show(Board(shown(text, action)))
        until(stage, ".yb-results button")

    return view


def tab(number: int, *, ask: bool = False) -> Callable[[Stage], object]:
    """A tab by its place; `ask`: its act, with nothing given."""

    def view(stage: Stage) -> None:
        prices = {"describe": 0.05, "shorten": 0.1, "blend": 0.1, "swap_face": 0.05, "video": 0.8}
        stage.show(Tabs(FakeEngine(), FakeStudio(), prices=prices)).pump()
        stage.page.get_by_role("tab").nth(number).press("Enter")
        if ask:
            stage.page.locator(".yb-act .yb-submit").press("Enter")
            until(stage, "[role=alert]:not([hidden])")
        stage.pump()

    return view


def gone(stage: Stage) -> None:
    """A picture that is gone, and the address it had."""
    board(REFUSED[-1])(stage)
    stage.page.locator(".yb-told summary").click()


def study(stage: Stage) -> None:
    """The report, with something in each of its parts."""
    with tempfile.TemporaryDirectory() as folder, History(Path(folder, "h.sqlite3")) as history:
        history.know_origin(ORIGIN, sandbox=False)
        for number, colour in enumerate(("a red fox", "a blue fox")):
            history.record(ORIGIN, task(f"{number}", prompt=f"{colour} --ar 3:2", properties={}))
        history.picture_for(ORIGIN, "0", history.pictures.add(png()).hash)
        history.record(ORIGIN, task("2", action="VARIATION", properties={}), parent_task_id="0")
        history.record(ORIGIN, task("3", status="FAILURE", failReason="Banned.", prompt="no"))
        history.mark(ORIGIN, "0", rating=4, starred=True, note="the best")
        stage.page.goto(report(history, Path(folder, "study.html"), title="Foxes").as_uri())
        stage.page.evaluate("() => { document.querySelector('main').id = 'here' }")


def opened(stage: Stage) -> None:
    """A long prompt and the rare buttons, both unfolded."""
    pictured(finished("a", prompt=LONG, buttons=SINGLE_BUTTONS))(stage)
    folds = stage.page.locator(".yb-card [aria-expanded=false]:not([aria-haspopup])")
    while folds.count():
        folds.first.click()


def unconnected(stage: Stage) -> None:
    board(finished("a"), card("b", phase="running"))(stage)
    hub = stage.board._engine.hub
    hub.notice("online", say("No answer within 3 s.", "3 秒没有回应。"))
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


def handles(engine: FakeEngine) -> list[TaskHandle]:
    return [TaskHandle(engine, one.key) for one in engine.hub.cards()]


def table(*cards, count: int, keys: tuple[str, ...] = (), **axes) -> Callable[[Stage], object]:
    """A grid, after these keys in its first picture."""

    def view(stage: Stage) -> None:
        engine = FakeEngine(*cards)
        stage.show(grid(engine, handles(engine), {"upscale": 0.05}, **axes)).pictures(count)
        stage.page.locator(".yb-shot").first.focus()
        for key in keys:
            stage.page.keyboard.press(key)
            stage.pump()

    return view


def against(*cards, mode: int = 0, keys: tuple[str, ...] = (), count: int = 2) -> Callable[[Stage], object]:
    """Tasks against each other in one of the four ways, after these keys at its divider."""

    def view(stage: Stage) -> None:
        engine = FakeEngine(*cards)
        stage.show(compare(engine, handles(engine), {})).pictures(count)
        stage.page.locator(".yb-pairbar .yb-segment").nth(mode).press("Enter")
        for key in keys:
            stage.page.locator(".yb-divider").press(key)
        stage.pictures(count)

    return view


def saved_pair(stage: Stage) -> None:
    engine = FakeEngine(*PAIR)
    engine.pictures = {"full:p": shape(960, 640, "steelblue"), "full:q": shape(960, 640, "tomato")}
    made = compare(engine, handles(engine), {})
    stage.page.goto(stage.url)
    stage.page.locator("#here").evaluate("(here, html) => { here.innerHTML = html }", made.saved.html())


def shape(width: int, height: int, colour: str) -> bytes:
    return picture(colour, (width, height))


def saved_table(stage: Stage) -> None:
    engine = FakeEngine(*FOXES)
    made = grid(engine, handles(engine), {})
    stage.page.goto(stage.url)
    stage.page.locator("#here").evaluate("(here, html) => { here.innerHTML = html }", made.saved.html())


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
FOXES = tuple(
    finished(f"{words}{style}{seed}", prompt=f"狐狸 portrait of a fox, {words} --s {style} --seed {seed}")
    for words in ("oil on canvas", "ink")
    for style in (50, 750)
    for seed in (1, 2, 3, 4)
)
MIXED = (
    *FOXES[:4],
    finished("m1", prompt=f"{FOXES[0].prompt}5", mark=Mark(rating=4, starred=True)),
    finished("m2", prompt=f"{FOXES[0].prompt}6", mark=Mark(rating=-1)),
    card("m3", prompt=f"{FOXES[0].prompt}7", phase="running", percent=42),
    card("m4", prompt=f"{FOXES[0].prompt}8", phase="failure", message="The relay says no. " * 5),
    card("m5", prompt=f"{FOXES[0].prompt}9", phase="success", picture_error="The link has expired."),
    card("m6", prompt=f"{FOXES[8].prompt}", phase="in_doubt", message="Nobody knows."),
)
PAIR = (
    finished("p", prompt="portrait of a fox, oil on canvas, 油画 --ar 3:2 --stylize 50 --seed 3"),
    finished("q", prompt="portrait of a fox, ink, 水墨 --ar 3:2 --stylize 750 --seed 3", finish_ms=65_000),
)
SEED = (
    finished("p", prompt="portrait of a fox --seed 3"),
    finished("q", prompt="portrait of a fox --seed 11"),
)

MARKED = (
    finished("a", mark=Mark(rating=4, starred=True, note="more fog")),
    finished("b", mark=Mark(rating=-1)),
)
BANNED = card(
    "a",
    phase="rejected",
    prompt="much Gore here",
    message="The relay refused submit/imagine: “gore” is a banned word.",
    intent_id="a",
    **RELAY,
)
REFUSED = (
    replace(BANNED, key="w"),
    card(
        "k",
        phase="rejected",
        intent_id="k",
        prompt="a lighthouse in fog",
        message="The relay refused submit/imagine (HTTP 401): 无效的令牌 (request id: 20261125140322).",
        **RELAY,
    ),
    card(
        "c",
        phase="rejected",
        intent_id="c",
        prompt="a lighthouse in fog",
        message="The relay refused submit/imagine (HTTP 403, insufficient_user_quota): " + "额度不足，" * 50,
        **RELAY,
    ),
    card(
        "f",
        phase="failure",
        intent_id="f",
        charged="unknown",
        prompt="a fox",
        message="[Request cancelled due to image filters]",
        **RELAY,
    ),
    card(
        "x",
        phase="cancelled",
        verb="vary_region",
        via="Vary (Region)",
        parent="p",
        message="The relay closed this dialog.",
        **RELAY,
    ),
    card(
        "p",
        phase="success",
        charged="yes",
        prompt="a gone picture",
        picture_error="The picture is gone from cdn.example (HTTP 404); links live about a day.",
        picture_from="https://cdn.example/attachments/1234567890/" + "a" * 120 + ".png",
        **RELAY,
    ),
)


def errors(stage: Stage) -> None:
    """What a call can meet; one of them waits and is sent again by itself."""
    soon = int(time.time() * 1000) + 20_000
    waits = card("q", phase="sending", retry_ms=soon, message="The relay is busy.", **RELAY)
    board(*REFUSED, waits)(stage)


VIEWS: dict[str, Callable[[Stage], object]] = {
    "form, empty": field(""),
    "form, ready": field("a fox --ar 3:2"),
    "form, nothing to send": field("", "Control+Enter"),
    "form, with problems": field("a fox --ar 3:0 --chaos 900"),
    "form, with more problems than are shown": field(
        "--ar 3:0 --chaos 900 --s 5000 --weird 9e9 --no --xyz 1"
    ),
    "form, many": field("a {red, blue} fox in {snow, rain}", sandbox=False, price=0.1),
    "form, many are asked for": field("a {red, blue} fox", "Control+Enter", sandbox=False, price=0.1),
    "form, a draft restored": field("", memory=FakeMemory("a fox, half writ")),
    "form, past prompts": past,
    "parameters": parameters("a fox --ar 3:2 --s 250 --seed 7"),
    "parameters, with problems": parameters("a fox --ar 3:0 --s 5000"),
    "board, empty": board(),
    "board, busy": board(*BUSY),
    "board, full": pictured(*FAMILY, count=3),
    "board, marked": pictured(*MARKED, count=2),
    "board, failed": board(*FAILED),
    "board, each error": errors,
    "board, a picture that is gone": gone,
    "board, a banned word": board(BANNED),
    "board, slow": slow,
    "board, in doubt": board(DOUBT),
    "board, a dialog": board(finished("a", buttons=SINGLE_BUTTONS), ZOOM),
    "board, a region": board(finished("a", buttons=SINGLE_BUTTONS), replace(ZOOM, verb="vary_region")),
    "board, a custom zoom": dialog("custom_zoom", draft="a lighthouse --zoom 1.5 --ar 3:2"),
    "board, a pan": dialog("pan"),
    "board, a remix": remix,
    "board, opened": opened,
    "board, no connection": unconnected,
    "board, nothing found": nothing_found,
    "board, selected": pressed("Control+a", then=".yb-bulk:not([hidden])"),
    "board, a bulk act is asked for": bulk,
    "board, described": found(DESCRIBED, "DESCRIBE"),
    "board, shortened": found(SHORTENED, "SHORTEN"),
    "menu of a card": pressed("m", then="[role=menu]"),
    "stars of a card": pressed("r", then="[role=menu]"),
    "note of a card": pressed("n", then=".yb-card textarea"),
    "keys": pressed("?", then="dialog[open]"),
    "large picture, of a grid": large(),
    "large picture, a quarter": large("3"),
    "large picture, single": large(
        of=(finished("a", buttons=SINGLE_BUTTONS, prompt=LONG), finished("b"))[::-1]
    ),
    "lineage of a card": pressed("l", then="dialog [role=treeitem]", of=FAMILY, count=3),
    "mask editor": mask,
    "card": pictured(finished("a"), face="card"),
    "slots, empty": lambda stage: stage.show(Slots(FakeEngine())).pump(),
    "slots, full": slots,
    "tabs, imagine": tab(0),
    "tabs, describe": tab(1),
    "tabs, describe without a picture": tab(1, ask=True),
    "tabs, shorten": tab(2),
    "tabs, blend": tab(3),
    "tabs, swap face": tab(4),
    "tabs, video": tab(5),
    "lineage": tree,
    "grid": table(*FOXES[:4], *FOXES[8:12], count=8),
    "grid, three factors": table(*FOXES, count=8),
    "grid, mixed": table(*MIXED, count=6),
    "grid, of one factor": table(*FOXES[:4], count=4),
    "grid, of long prompts": table(
        *(finished(f"l{n}{s}", prompt=f"{LONG}{n} --seed {s}") for n in range(2) for s in range(2)), count=4
    ),
    "grid, zoomed and ticked": table(
        *FOXES[:4], *FOXES[8:12], count=8, keys=("+", "+", "+", "Space", "ArrowRight", "Space", "5")
    ),
    "grid, keys": table(*FOXES[:4], count=4, keys=("?",)),
    "compare, slider": against(*PAIR, keys=("Shift+ArrowLeft",)),
    "compare, side by side": against(*SEED, mode=1),
    "compare, flicker": against(*PAIR, mode=2),
    "compare, difference": against(*PAIR, mode=3),
    "compare, one of three, zoomed": against(
        *PAIR, finished("r", via="U2", parent="p", buttons=SINGLE_BUTTONS), keys=("+", "+", "+")
    ),
    "compare, busy and failed": against(
        card("p", prompt="a fox", phase="running", percent=42),
        card("q", prompt="a fox, red", phase="failure", message="The relay says no."),
        mode=1,
        count=0,
    ),
    "compare, other shapes": against(
        PAIR[0], replace(PAIR[1], width=1344, height=896, buttons=SINGLE_BUTTONS), mode=1
    ),
    "compare, long prompts": against(
        finished("p", prompt=f"{LONG}one"), finished("q", prompt=f"{LONG}two --seed 4")
    ),
    "compare, from a grid": table(
        *FOXES[:4], *FOXES[8:12], count=8, keys=("c", "ArrowDown", "ArrowRight", "c")
    ),
    "saved page": saved,
    "saved page, compare": saved_pair,
    "saved page, grid": saved_table,
    "saved page, lineage": saved_tree,
    "report": study,
}
