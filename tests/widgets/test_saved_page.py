"""The twin: what a saved notebook shows without kernel, script, style sheet and network."""

import asyncio
import html.parser
import io

import pytest
from PIL import Image

from tests.widgets.fakes import FakeEngine, card, finished
from yubo_nb.widgets import cells, twin
from yubo_nb.widgets.scope import Scope
from yubo_nb.widgets.twin import Twin


class Reader(html.parser.HTMLParser):
    """The elements and attributes of a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture
def shown(monkeypatch):
    """What was displayed, as (display id, bundle); no shell."""
    out: list[tuple[str, dict]] = []
    show = lambda bundle, *, raw, display_id: out.append((display_id, bundle))  # noqa: E731
    monkeypatch.setattr("IPython.display.display", show)
    monkeypatch.setattr("IPython.display.update_display", show)
    monkeypatch.setattr(cells.Cells, "_one", None)
    return out


def test_it_shows_picture_prompt_state_and_where_it_comes_from():
    engine = FakeEngine(finished("a", prompt="a fox"), finished("b", prompt="a fox", via="U2", parent="a"))
    page = Reader(Twin(engine).html())
    assert [image["alt"] for image in page.all("img")] == ["a fox", "a fox"]
    assert all(image["src"].startswith("data:image/webp;base64,") for image in page.all("img"))
    assert page.text.count("a fox") == 1, "the prompt of a family is said once"
    assert "U2" in page.text
    assert "Finished" in page.text
    assert "nothing is charged" in page.text


def test_it_stands_on_its_own():
    page = Reader(Twin(FakeEngine(finished("a"))).html())
    assert not {name for name, _ in page.elements} & {"script", "style", "link", "iframe", "form", "button"}
    for _, attributes in page.elements:
        assert not {name for name in attributes if name.startswith("on")}
        assert "url(" not in attributes.get("style", "")
    known = {"class", "style", "width", "alt", "src", "lang"}
    assert all(set(attrs) <= known for _, attrs in page.elements)


@pytest.mark.parametrize(
    "text",
    [
        "<script>x()</script>",
        '"><img src=x onerror=x()>',
        "</figcaption><b>",
        "' onload='x()",
        "<!--",
        "$x$ \\(y\\)",
    ],
)
def test_server_text_stays_text(text):
    engine = FakeEngine(
        finished("a", prompt=text, message=text, via=text, sandbox=False, origin=text),
        finished("b", parent="a", via=text, picture="", picture_error=text),
    )
    names = {name for name, _ in Reader(Twin(engine).html()).elements}
    page = Reader(Twin(engine).html())
    ours = {"div", "figure", "img", "figcaption", "strong", "bdi", "em", "small", "br", "span", "h4", "h5"}
    assert names <= ours | {"ins", "del"}
    assert text in page.text
    assert "$x$" not in Twin(engine).html().split("alt=")[0]


def test_sixty_tasks_with_the_worst_of_pictures_are_under_three_megabytes():
    # noise is what compresses worst: no real picture is larger
    def noise(_picture, size):
        out = io.BytesIO()
        Image.effect_noise((size, size), 60).convert("RGB").save(out, "WEBP", quality=80)
        return out.getvalue(), "image/webp"

    engine = FakeEngine(*(finished(f"{n}", prompt="a lighthouse in fog " * 20) for n in range(60)))
    engine.picture = noise
    page = Twin(engine).html()
    assert page.count("<img") == 60
    assert len(page) < 3_000_000


@pytest.mark.parametrize("tasks", [500, 1000])
def test_very_many_tasks_are_under_half_a_megabyte(tasks):
    engine = FakeEngine(*(finished(f"{n}", prompt="a lighthouse in fog " * 20) for n in range(tasks)))
    page = Twin(engine).html()
    assert len(page) < 500_000
    drawn = page.count("<figure")
    assert 24 < drawn < tasks
    assert f"{tasks - drawn} older tasks" in page


def test_a_picture_that_is_there_twice_is_drawn_once():
    engine = FakeEngine(finished("a", via="U2"), finished("b", picture="full:a"))
    page = Reader(Twin(engine).html())
    assert len(page.all("img")) == 1
    assert "The same picture as “prompt of b”." in page.text


def test_a_child_says_what_its_prompt_changed():
    engine = FakeEngine(
        finished("a", prompt="a blue door --ar 3:2 --seed 7"),
        finished("b", prompt="a red door --ar 3:2 --seed 7", via="Remix", parent="a"),
    )
    page = Reader(Twin(engine).html())
    assert [tag for tag, _ in page.elements if tag in {"ins", "del"}] == ["del", "ins"]
    assert "a blue red door --ar 3:2 --seed 7" in page.text


def test_what_a_relay_says_in_circles_is_still_drawn_once():
    engine = FakeEngine(finished("a", parent="b"), finished("b", parent="a"), finished("c", parent="c"))
    assert len(Reader(Twin(engine).html()).all("img")) == 3


def test_any_view_gives_its_own_page():
    page = Twin(FakeEngine(finished("a")), page=lambda cards, _: f"<p>{len(cards)} here</p>", text=len)
    assert "<p>1 here</p>" in page.html()
    assert page.text() == 1


def test_a_picture_that_cannot_be_had_leaves_a_sentence():
    engine = FakeEngine(finished("a"), finished("b"))
    engine.pictures = {"full:a": b"<svg onload=x()>"}
    page = Reader(Twin(engine).html())
    assert len(page.all("img")) == 1
    assert "The picture is missing." in page.text


def test_the_text_for_a_terminal_does_not_change_from_run_to_run():
    texts = {Twin(FakeEngine(finished(key, prompt="a fox"))).text() for key in ("x", "y")}
    assert texts == {"Finished: a fox"}


def test_it_is_published_again_when_a_task_ends(shown):
    engine = FakeEngine(card("a", phase="running"))
    page = Twin(engine)
    page.display()
    engine.hub.put(card("a", phase="running", percent=50))
    assert len(shown) == 1
    engine.hub.put(finished("a"))
    assert len(shown) == 2
    assert len({display_id for display_id, _ in shown}) == 1
    assert "<img" in shown[-1][1]["text/html"]
    assert shown[-1][1]["text/plain"] == "Finished: prompt of a"


def test_many_ends_are_one_page_and_the_last_one_is_at_once(shown, monkeypatch):
    monkeypatch.setattr(twin, "_EVERY", 60.0)
    engine = FakeEngine(*(card(f"{n}", phase="running") for n in range(20)))
    page = Twin(engine)
    page.display()

    async def run():
        for n in range(20):
            engine.hub.put(finished(f"{n}"))

    asyncio.run(run())
    assert len(shown) == 2
    assert shown[-1][1]["text/html"].count("<img") == 20


def test_what_was_published_between_two_cells_is_published_again(shown, monkeypatch):
    # a notebook run from the outside hears only the cell that runs
    hooks: dict = {}
    here = cells.Cells(lambda name, fn: hooks.setdefault(name, fn))
    monkeypatch.setattr(cells.Cells, "_one", here)
    engine = FakeEngine(card("a", phase="running"))
    page = Twin(engine)
    page.display()
    hooks["post_run_cell"](None)
    engine.hub.put(finished("a"))
    hooks["pre_run_cell"](None)
    hooks["post_run_cell"](None)
    assert len(shown) == 3
    hooks["post_run_cell"](None)
    assert len(shown) == 3


def test_a_waiter_that_is_faster_than_the_news_still_finds_the_page(shown, monkeypatch):
    hooks: dict = {}
    monkeypatch.setattr(cells.Cells, "_one", cells.Cells(lambda name, fn: hooks.setdefault(name, fn)))
    engine = FakeEngine(card("a", phase="running"))
    page = Twin(engine)
    page.display()
    page._leave()
    engine.hub.put(finished("a"))
    hooks["post_run_cell"](None)
    assert len(shown) == 2


def test_a_closed_page_follows_no_more(shown):
    engine = FakeEngine(card("a", phase="running"))
    page = Twin(engine, Scope(engine, ["a"]))
    page.display()
    page.close()
    engine.hub.put(finished("a"))
    assert len(shown) == 1
