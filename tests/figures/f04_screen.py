"""F4: hostile text in every field of the relay, looked at in every view; with a control that does fire.

    python tests/figures/f04_screen.py

The short form is tests/browser/test_hostile.py, the one in JupyterLab itself tests/lab/test_hostile.py.
"""

import html
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

ROOT = Path(__file__).parents[2]
sys.path[:0] = [one for one in (str(ROOT), str(ROOT / "tools")) if one not in sys.path]

import nbformat  # noqa: E402
from nbconvert import HTMLExporter  # noqa: E402

from tests.browser.conftest import PAGE, NoLoop, Stage  # noqa: E402
from tests.figures.hostile_relay import FIELDS, World, world  # noqa: E402
from tests.figures.payloads import inert, payloads  # noqa: E402
from tests.widgets.fakes import FakeEngine  # noqa: E402
from yubo_nb.data import export, frame  # noqa: E402
from yubo_nb.data.report import report  # noqa: E402
from yubo_nb.live.handle import TaskHandle  # noqa: E402
from yubo_nb.widgets import aside, pace  # noqa: E402
from yubo_nb.widgets import lineage as trees  # noqa: E402
from yubo_nb.widgets.board import Board  # noqa: E402
from yubo_nb.widgets.boards import compare, grid  # noqa: E402
from yubo_nb.widgets.kin import kin_of  # noqa: E402
from yubo_nb.widgets.twin import Twin  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

AT_ONCE = 16  # texts in one world: fifteen cards each
STAGE = "http://stage.test/"
SPY = """
if (self === top) { top.fired = []; top.loud = []; }
for (const name of ["hit", "alert", "confirm", "prompt", "open", "print"]) {
  window[name] = (n) => { top.fired.push(n); };
}
"""
# Every element as its tag and its attributes' names; addresses by their scheme.
# What a view switches on and off itself is left out.
SHAPE = """(root) => [...new Set(
  [...document.querySelectorAll(root), ...document.querySelectorAll(`${root} *`)].map(
  (e) => e.localName + " " + [...e.attributes].filter(
    (a) => !/^(hidden|disabled|value|tabindex|aria-(busy|disabled|expanded))$/.test(a.name)).map((a) =>
    /^(src|href|srcset|data|action|poster|xlink:href|formaction|background)$/.test(a.name)
      ? `${a.name}=${a.value.replace(/^#[\\w-]+$/, "#").split(/[:,;]/)[0]}` : a.name).sort().join(" ")))]"""
CONTROLLING = "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]"


@dataclass
class Seen:
    """What a browser did with one page, and which elements it made."""

    fired: list[int] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    shape: set[str] = field(default_factory=set)
    control_characters: int = 0
    text: str = ""

    def add(self, other: "Seen") -> None:
        self.fired += other.fired
        self.loads += other.loads
        self.shape |= other.shape
        self.control_characters += other.control_characters
        self.text += other.text


@contextmanager
def looking(browser: "Browser", pages: dict[str, str], **size: Any) -> Iterator[tuple["Page", Seen]]:
    """A page in a world that has nothing but `pages`; everything else that is asked for is written down."""
    seen = Seen()
    context = browser.new_context(viewport={"width": 1400, "height": 900, **size})
    context.add_init_script(SPY)

    def route(route: "Route") -> None:
        url = route.request.url
        if url in pages:
            route.fulfill(body=pages[url], content_type="text/html; charset=utf-8")
            return
        if "canary.test" in url:
            seen.loads.append(url)
        route.abort()

    context.route("**/*", route)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    try:
        yield page, seen
    finally:
        context.close()


def look(page: "Page", seen: Seen, root: str) -> Seen:
    """Give everything a chance to fire, then take stock of `root`."""
    page.evaluate(
        """() => new Promise(done => {
          for (const e of document.querySelectorAll("details")) e.open = true;
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)));
        })"""
    )
    seen.fired = page.evaluate("top.fired")
    seen.shape = set(page.evaluate(SHAPE, root))
    seen.text = page.evaluate("(root) => document.querySelector(root).textContent", root)
    pattern = f"(root) => (document.querySelector(root).textContent.match(/{CONTROLLING}/g) ?? []).length"
    seen.control_characters = page.evaluate(pattern, root)
    return seen


def live(browser: "Browser", shown: World, face: str) -> Seen:
    """The board, or each finished card as a single one, on a plain page with the shipped front end."""
    cards = shown.engine.hub.cards()
    engine = FakeEngine(*(cards if face == "board" else cards[:1]))
    with (
        mock.patch.object(aside, "asyncio", NoLoop),
        mock.patch.object(pace, "asyncio", NoLoop),
        looking(browser, {STAGE: PAGE}, width=2400, height=12_000) as (page, seen),
    ):
        stage = Stage(page, STAGE).show(Board(engine, face=face)).pump()  # type: ignore[arg-type]
        far = look(page, Seen(), "#here").shape  # before most of the cards have a body
        stage.all_near()
        for error in shown.errors[::5]:  # each text, and in turn each kind of error
            stage.board.trouble(error)
        if engine.hub.cards()[0].buttons:
            engine.refusal = shown.errors[0]
            page.locator(".yb-button").first.click()
        stage.pump()
        look(page, seen, "#here")
        seen.shape |= far
        return seen


def tree(browser: "Browser", shown: World) -> Seen:
    """A family in which each card came from the one before, so that every text is beside every other."""
    cards = list(shown.engine.hub.cards())
    # The button's label is what made it: a server's text too.
    made = [
        replace(card, parent=cards[n - 1].key if n else "", via=card.via or card.prompt[:200], children=())
        for n, card in enumerate(cards)
    ]
    engine = FakeEngine(*made)
    with (
        mock.patch.object(aside, "asyncio", NoLoop),
        mock.patch.object(pace, "asyncio", NoLoop),
        looking(browser, {STAGE: PAGE}, height=3_000) as (page, seen),
    ):
        kin = kin_of(engine, made[-1].key)
        stage = Stage(page, STAGE).show(trees.Tree(engine, kin, here=made[-1].key)).pump()
        page.get_by_role("treeitem").filter(has_not=page.locator("img")).last.click()  # what is folded
        page.get_by_role("tree").focus()
        for key in ["Home", *["ArrowDown"] * len(made)]:  # each is looked at
            page.locator("[role=treeitem][tabindex='0']").press(key)
        for error in shown.errors[::5]:
            stage.board.trouble(error)
        stage.pump()
        return look(page, seen, "#here")


def compared(browser: "Browser", shown: World, kind: str) -> Seen:
    """All cards in a grid, by both of its axes; or each against the one before."""
    cards = shown.engine.hub.cards()
    engine = FakeEngine(*cards)
    tasks = [TaskHandle(engine, card.key) for card in cards]  # type: ignore[arg-type]
    view = (grid if kind == "grid" else compare)(engine, tasks, {})
    with (
        mock.patch.object(aside, "asyncio", NoLoop),
        mock.patch.object(pace, "asyncio", NoLoop),
        looking(browser, {STAGE: PAGE}, width=2400, height=6_000) as (page, seen),
    ):
        stage = Stage(page, STAGE).show(view).pump()
        if kind == "grid":
            page.get_by_role("button", name="Swap rows and columns").click()
        else:
            for _ in cards:
                page.locator(".yb-divider").press("n")
                stage.pump()
                seen.text += page.locator("#here").text_content() or ""
        for error in shown.errors[::5]:
            stage.board.trouble(error)
        stage.pump()
        said = seen.text
        look(page, seen, "#here").text += said
        return seen


def saved(browser: "Browser", page_html: str) -> Seen:
    """A page as a trusted notebook or a reader's browser would take it: parsed, its scripts allowed."""
    with looking(browser, {STAGE: page_html}) as (page, seen):
        page.goto(STAGE)
        return look(page, seen, "body")


def wrapped(body: str) -> str:
    return f"<!doctype html><html><head><meta charset=utf-8></head><body>{body}</body></html>"


def notebook(shown: World) -> str:
    """A notebook with everything that Python shows of such tasks, and with saved widget state, as HTML."""
    import pandas as pd

    twin, tasks = Twin(shown.engine), frame.tasks(shown.history)
    new = nbformat.v4
    with pd.option_context(
        "display.max_rows", None, "display.max_colwidth", None, "display.max_columns", None
    ):
        table = {"text/html": tasks.to_html(), "text/plain": repr(tasks)}
    handles = [repr(TaskHandle(shown.engine, card.key)) for card in shown.engine.hub.cards()]
    outputs = [
        new.new_output("display_data", {"text/html": twin.html(), "text/plain": twin.text()}),
        new.new_output("execute_result", table),
        new.new_output("stream", name="stdout", text="\n".join(handles)),
        *(
            new.new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[f"E: {error}"])
            for error in shown.errors[::5]
        ),
    ]
    made = new.new_notebook(cells=[new.new_code_cell("studio", outputs=outputs)])
    view = Board(FakeEngine(*shown.engine.hub.cards()))
    state = {name: value for name, value in view.get_state().items() if name != "layout"}
    model = {
        "model_name": "AnyModel",
        "model_module": "anywidget",
        "model_module_version": "~0.9.*",
        "state": state,
    }
    made.metadata["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {
            "version_major": 2,
            "version_minor": 0,
            "state": {"m": model},
        }
    }
    json.dumps(state)
    return HTMLExporter().from_notebook_node(made)[0]


def tasks_of(shown: World) -> list[TaskHandle]:
    return [TaskHandle(shown.engine, card.key) for card in shown.engine.hub.cards()]


def views(browser: "Browser", shown: World, folder: Path) -> dict[str, Seen]:
    """Everything there is to look at."""
    sent = report(shown.history, folder / "study.html", title=shown.engine.hub.cards()[0].prompt)
    root = shown.engine.hub.cards()[0].key
    kin = Twin(shown.engine, kin_of(shown.engine, root), page=trees.page, text=trees.summary)
    exported = export.save(shown.history, folder / "tasks.html").read_text(encoding="utf-8")
    tasks = frame.tasks(shown.history)
    return {
        "live board": live(browser, shown, "board"),
        "live card": live(browser, shown, "card"),
        "live lineage": tree(browser, shown),
        "live grid": compared(browser, shown, "grid"),
        "live compare": compared(browser, shown, "compare"),
        "saved grid": saved(browser, wrapped(grid(shown.engine, tasks_of(shown), {}).saved.html())),
        "saved compare": saved(browser, wrapped(compare(shown.engine, tasks_of(shown), {}).saved.html())),
        "saved page": saved(browser, wrapped(Twin(shown.engine).html())),
        "saved lineage": saved(browser, wrapped(kin.html())),
        "report": saved(browser, sent.read_text(encoding="utf-8")),
        "nbconvert": saved(browser, notebook(shown)),
        "DataFrame": saved(browser, wrapped(tasks.to_html() + tasks.head(60)._repr_html_())),
        "exported page": saved(browser, exported),
    }


def control(browser: "Browser", texts: Sequence[str]) -> Seen:
    """The same texts as a careless page would show them, each in a frame of its own."""
    frames = "".join(
        '<iframe srcdoc="'
        + html.escape(f'<title>x</title><p>{text}</p><i title="{text}">x</i>')
        + '"></iframe>'
        for text in texts
    )
    with looking(browser, {STAGE: wrapped(frames)}) as (page, seen):
        page.goto(STAGE)
        page.wait_for_load_state()
        return look(page, seen, "body")


@dataclass
class Result:
    texts: int
    views: dict[str, Seen]
    new_elements: dict[str, set[str]]
    control: Seen

    @property
    def executed(self) -> int:
        return sum(len(seen.fired) for seen in self.views.values())

    @property
    def loads(self) -> int:
        return sum(len(seen.loads) for seen in self.views.values())


def measure(browser: "Browser", per_class: int | None = None) -> Result:
    """All views of a hostile world beside those of a harmless one."""

    def looked_at(said: Sequence[str]) -> dict[str, Seen]:
        with tempfile.TemporaryDirectory() as folder, world(said, Path(folder)) as shown:
            return views(browser, shown, Path(folder))

    texts = [text for _, text in payloads(per_class)]
    harmless = looked_at(inert())
    hostile: dict[str, Seen] = {}
    for start in range(0, len(texts), AT_ONCE):
        for name, seen in looked_at(texts[start : start + AT_ONCE]).items():
            hostile.setdefault(name, Seen()).add(seen)
    new = {name: hostile[name].shape - harmless[name].shape for name in hostile}
    return Result(len(texts), hostile, new, control(browser, texts))


def main() -> int:
    import logging

    from chromium import FLAGS, find
    from playwright.sync_api import sync_playwright

    logging.disable(logging.CRITICAL)  # five errors a text are shown on purpose
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        got = measure(browser)
        browser.close()
    elements = sum(map(len, got.new_elements.values()))
    print(
        f"F4: {got.texts} payloads x {len(FIELDS)} fields x {len(got.views)} views: {got.executed} executed, "
        f"{got.loads} network loads, {elements} new elements "
        f"(control: {len(set(got.control.fired))} executed, {len(set(got.control.loads))} loads)"
    )
    return 1 if got.executed or got.loads or elements else 0


if __name__ == "__main__":
    sys.exit(main())
