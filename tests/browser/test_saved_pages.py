"""The saved page and the report as somebody reads them: no script, no network, and for everybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.data.conftest import ORIGIN, png, task
from tests.widgets.fakes import FakeEngine, card, finished
from yubo_nb.data.report import report
from yubo_nb.history import History
from yubo_nb.widgets import lineage
from yubo_nb.widgets.kin import kin_of
from yubo_nb.widgets.twin import Twin

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
NOTEBOOK = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>a notebook</title><style>
body {{ margin: 16px; background: {bg}; color: {text} }}</style></head><body><main><h1>A notebook</h1>
<h2>Tasks</h2><h3>Today</h3>{page}</main></body></html>"""


@pytest.fixture
def cards() -> FakeEngine:
    return FakeEngine(
        finished("a", prompt="a blue door --ar 3:2"),
        finished("b", prompt="a red door --ar 3:2", via="Remix", parent="a"),
        finished("c", prompt="猫在月光下"),
        finished("d", prompt="a banned word", phase="failure", picture="", message="Banned."),
        card("e", phase="running", percent=30),
        card("f", phase="in_doubt", message="Not sure whether this was accepted."),
    )


@pytest.fixture
def study(tmp_path: Path) -> Path:
    with History(tmp_path / "h.sqlite3") as history:
        history.know_origin(ORIGIN, sandbox=False)
        for number, colour in enumerate(("a red fox", "a blue fox")):
            history.record(ORIGIN, task(f"{number}", prompt=f"{colour} --ar 3:2", properties={}))
        history.picture_for(ORIGIN, "0", history.pictures.add(png()).hash)
        child = task("2", prompt="a green fox", action="VARIATION", properties={})
        history.record(ORIGIN, child, parent_task_id="0")
        history.record(ORIGIN, task("3", status="FAILURE", failReason="Banned.", prompt="no"))
        history.mark(ORIGIN, "0", rating=4, starred=True, note="the best")
        return report(history, tmp_path / "study.html", title="Foxes")


def opened(browser: Browser, url: str, **options) -> Page:
    page = browser.new_context(offline=True, **options).new_page()
    page.goto(url)
    return page


def violations(page: Page) -> list[str]:
    if not AXE.is_file():
        pytest.fail("axe-core is not there: tools/npm-install brings it", pytrace=False)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_the_report_is_for_everybody(chromium: Browser, study: Path, scheme, width) -> None:
    page = opened(
        chromium,
        study.as_uri(),
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        bypass_csp=True,
    )
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize(("bg", "text"), [("#fff", "#1c1f23"), ("#111418", "#e9ecf0")])
@pytest.mark.parametrize("kind", ["board", "lineage"])
def test_the_saved_page_is_for_everybody(chromium: Browser, cards, tmp_path, bg, text, kind) -> None:
    twin = Twin(cards) if kind == "board" else Twin(cards, kin_of(cards, "a"), page=lineage.page)
    file = tmp_path / "page.html"
    file.write_text(NOTEBOOK.format(bg=bg, text=text, page=twin.html()), "utf-8")
    page = opened(chromium, file.as_uri())
    assert violations(page) == []
    page.context.close()


def test_the_report_reads_without_scripts_and_asks_for_nothing(chromium: Browser, study: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.goto(study.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Foxes")
    for name in ("Pictures", "Where they come from", "Parameters", "What did not work"):
        expect(page.get_by_role("region", name=name, exact=True).first).to_be_visible()
    expect(page.get_by_role("img", name="a red fox --ar 3:2")).to_be_visible()
    page.get_by_role("link", name="What did not work").click()
    expect(page.get_by_role("region", name="What did not work")).to_be_in_viewport()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == [], "the page's own policy refuses nothing that it needs"
    context.close()


def test_on_a_phone_nothing_runs_off_the_side(chromium: Browser, study: Path, cards, tmp_path) -> None:
    file = tmp_path / "page.html"
    file.write_text(NOTEBOOK.format(bg="#fff", text="#000", page=Twin(cards).html()), "utf-8")
    for url in (study.as_uri(), file.as_uri()):
        page = opened(chromium, url, viewport={"width": 360, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.context.close()


def test_on_paper_it_is_black_on_white(chromium: Browser, study: Path, tmp_path) -> None:
    page = opened(chromium, study.as_uri(), color_scheme="dark")
    page.emulate_media(media="print")
    body = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert page.locator("body").evaluate(body) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    expect(page.get_by_role("navigation")).to_be_hidden()
    assert page.pdf(path=tmp_path / "study.pdf").startswith(b"%PDF")
    page.context.close()
