"""A saved page where others decide what may be shown.

GitHub does not publish the rules of its notebook viewer. What its users report is that no style sheet, style,
class, id or script survives (jupyter/nbviewer#450, karolzak/ipyplot#3, pandas-dev/pandas#33076); the list of
elements is that of its filter for what users write (gjtorikian/html-pipeline, `SanitizationFilter`). Pictures
in outputs are data URIs there as everywhere.
"""

import re

import bleach
import nbformat
import pytest
from nbconvert import HTMLExporter

from tests.widgets.fakes import FakeEngine, finished
from tests.widgets.test_grid import handles
from tests.widgets.test_saved_page import Reader
from yubo_nb.widgets import boards
from yubo_nb.widgets.twin import Twin

GITHUB = frozenset({
    "h1", "h2", "h3", "h4", "h5", "h6", "br", "b", "i", "strong", "em", "a", "pre", "code", "img", "tt",
    "div", "ins", "del", "sup", "sub", "p", "ol", "ul", "table", "thead", "tbody", "tfoot",
    "blockquote", "dl", "dt", "dd", "kbd", "q", "samp", "var", "hr", "ruby", "rt", "rp", "li", "tr",
    "td", "th", "s", "strike", "summary", "details", "caption", "figure", "figcaption", "abbr", "bdo",
    "cite", "dfn", "mark", "small", "span", "time", "wbr",
})  # fmt: skip
KEPT = {"img": ["src"], "*": ["alt", "align", "width", "height", "lang", "dir", "open", "title", "role"]}


def as_on_github(page: str) -> str:
    return bleach.clean(page, tags=GITHUB, attributes=KEPT, protocols={"https", "data"}, strip=True)


@pytest.fixture
def story():
    """A family with a remix, a task alone, and one that failed."""
    return FakeEngine(
        finished("a", prompt="a blue door", submit_ms=0),
        finished("b", prompt="a blue door", via="U2", parent="a"),
        finished("c", prompt="a red door", via="Remix", parent="a"),
        finished("d", prompt="猫在月光下"),
        finished("e", prompt="a banned word", phase="failure", picture="", message="Banned. Not charged."),
    )


def test_by_githubs_rules_every_picture_prompt_state_and_reason_is_there(story):
    page = Reader(as_on_github(Twin(story).html()))
    assert not any({"style", "class", "id"} & set(attributes) for _, attributes in page.elements)
    images = page.all("img")
    assert [image["alt"] for image in images] == ["猫在月光下", "a blue door", "a blue door", "a red door"]
    assert all(image["src"].startswith("data:image/webp;base64,") for image in images)
    assert all(0 < int(image["width"]) <= 320 for image in images)
    for said in ("5 tasks · 1 failed", "U2", "Remix", "a blue red door", "Failed", "Banned. Not charged."):
        assert said in page.text, said
    assert [tag for tag, _ in page.elements if tag in {"h4", "h5"}] == ["h4", "h5"]


def test_by_githubs_rules_lines_do_not_run_into_each_other(story):
    """A `bdi` or a block made by style alone is gone there."""
    text = re.sub(r"<(?:br|/?figure|/?figcaption|/?div|/?h\d)[^>]*>", "\n", as_on_github(Twin(story).html()))
    lines = [re.sub(r"<[^>]*>", "", line).strip() for line in text.splitlines()]
    assert "Failed · 41 s" in lines
    assert "a banned word" in lines
    assert "Banned. Not charged." in lines


def test_older_tasks_stay_behind_a_summary_there():
    engine = FakeEngine(*(finished(f"{n}") for n in range(1000)))
    page = Reader(as_on_github(Twin(engine).html()))
    assert page.all("details")
    assert "prompt of 3" in page.text


def test_by_githubs_rules_a_grid_is_a_table_with_its_headings():
    engine = FakeEngine(
        *(finished(f"{w}{s}", prompt=f"a fox, {w} --seed {s}") for w in ("oil", "ink") for s in (1, 2))
    )
    page = Reader(as_on_github(boards.grid(engine, handles(engine), {}).saved.html()))
    assert [tag for tag, _ in page.elements if tag in {"tr", "th", "td"}] == [
        *("tr", "td", "th", "th"),
        *("tr", "th", "td", "td") * 2,
    ]
    assert len(page.all("img")) == 4
    assert all(0 < int(image["width"]) <= 240 for image in page.all("img"))
    for said in ("4 tasks", "a fox, …", "seed 1", "oil"):
        assert said in page.text, said


def test_by_githubs_rules_a_comparison_has_both_and_what_differs():
    engine = FakeEngine(finished("p", prompt="a fox, oil"), finished("q", prompt="a fox, ink"))
    page = as_on_github(boards.compare(engine, handles(engine), {}).saved.html())
    read = Reader(page)
    assert [image["alt"][:2] for image in read.all("img")] == ["A:", "B:", "Wh"]
    assert "<del>oil</del> <ins>ink</ins>" in page
    assert re.search(r"Mean difference [\d.]+ %", read.text)


def test_as_a_page_of_nbconvert_it_needs_no_network(story):
    twin = Twin(story)
    output = nbformat.v4.new_output("display_data", {"text/html": twin.html(), "text/plain": twin.text()})
    cell = nbformat.v4.new_code_cell("studio", outputs=[output])
    page, _ = HTMLExporter(embed_images=True).from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    inside = page[page.index("yubo-twin-") :]
    assert len(Reader(inside).all("img")) == 4
    assert all(image["src"].startswith("data:") for image in Reader(inside).all("img"))
