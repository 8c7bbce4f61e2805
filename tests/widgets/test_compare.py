"""What can be compared, what is refused, and the saved page of it."""

import base64
import io
import re

import pytest
from PIL import Image

import yubo_nb as yb
from tests.widgets.fakes import FakeEngine, card, finished, picture
from tests.widgets.test_grid import handles
from tests.widgets.test_saved_page import Reader
from yubo_nb.widgets import boards

PAIR = (
    finished("p", prompt="a fox, oil --seed 3"),
    finished("q", prompt="a fox, ink --seed 3"),
)


def against(*cards, engine: FakeEngine | None = None) -> boards.TaskComparison:
    engine = engine or FakeEngine(*(cards or PAIR))
    return boards.compare(engine, handles(engine), {})


def images(page: str) -> list[Image.Image]:
    sources = [one["src"].partition("base64,")[2] for one in Reader(page).all("img")]
    return [Image.open(io.BytesIO(base64.b64decode(source))) for source in sources]


def test_two_tasks_and_what_tells_them_apart() -> None:
    assert [(one["key"], one["part"], one["name"]) for one in against().shots] == [
        ("p", 0, "oil"),
        ("q", 0, "ink"),
    ]


def test_one_grid_is_compared_with_itself_and_a_quarter_can_be_named() -> None:
    engine = FakeEngine(*PAIR)
    first, second = handles(engine)
    assert [one["part"] for one in boards.compare(engine, [first], {}).shots] == [1, 2, 3, 4]
    shots = boards.compare(engine, [(first, 2), second], {}).shots
    assert [(one["key"], one["part"], one["name"]) for one in shots] == [
        ("p", 2, "oil · 2/4"),
        ("q", 0, "ink"),
    ]


@pytest.mark.parametrize(
    ("tasks", "error", "said"),
    [
        (lambda _p, _q: [], ValueError, "takes two pictures"),
        (lambda p, _q: [(p, 1)], ValueError, "takes two pictures"),
        (lambda p, _q: [p, (p, 5)], ValueError, "1 to 4, not 5"),
        (lambda p, _q: [p, (p, True)], ValueError, "1 to 4, not True"),
        (lambda p, q: [p, (p, 1, q)], TypeError, "this is a tuple"),
        (lambda p, _q: [p, picture()], TypeError, "this is a bytes"),
        (lambda p, _q: [p, *handles(FakeEngine(*PAIR))], ValueError, "another studio"),
    ],
)
def test_what_cannot_be_compared_is_said(tasks, error: type[Exception], said: str) -> None:
    engine = FakeEngine(*PAIR)
    with pytest.raises(error, match=said):
        boards.compare(engine, tasks(*handles(engine)), {})


def test_from_the_top_it_finds_the_studio_of_the_tasks(tmp_path) -> None:
    with pytest.raises(TypeError, match="takes tasks"):
        yb.compare()
    with pytest.raises(TypeError, match="not str"):
        yb.compare("1730621826053455", "2")
    with yb.connect(history=tmp_path / "a.sqlite3", speed=200) as first:
        task = first.imagine("a fox").wait()
        with yb.connect(history=tmp_path / "b.sqlite3", speed=200):
            assert yb.compare(task)._engine is first.engine
            assert yb.grid([task])._engine is first.engine
    with pytest.raises(ValueError, match="closed"):
        yb.compare(task)


def test_the_saved_page_has_both_what_differs_and_the_difference() -> None:
    engine = FakeEngine(*PAIR)
    engine.pictures = {"full:p": picture("black"), "full:q": picture("white")}
    page = against(engine=engine).saved.html()
    read = Reader(page)
    assert [one["alt"] for one in read.all("img")][:2] == ["A: a fox, oil --seed 3", "B: a fox, ink --seed 3"]
    assert "<del>oil</del> <ins>ink</ins>" in page
    mean = re.search(r"Mean difference ([\d.]+) %", read.text)
    assert mean
    assert float(mean[1]) == pytest.approx(80, abs=2), "four circles, a fifth of the picture, are the same"
    first, second, heat = images(page)
    assert first.size == second.size == heat.size == (320, 320)
    assert heat.convert("RGB").getpixel((2, 2))[2] > 100 > heat.convert("RGB").getpixel((80, 80))[0]


def test_a_quarter_is_saved_as_a_quarter() -> None:
    engine = FakeEngine(*PAIR)
    task = handles(engine)[0]
    page = boards.compare(engine, [(task, 1), (task, 4)], {}).saved.html()
    first, second, _ = images(page)
    assert first.size == second.size == (160, 160)


def test_the_same_picture_says_so() -> None:
    engine = FakeEngine(*PAIR)
    engine.pictures = {"full:p": picture(), "full:q": picture()}
    read = Reader(against(engine=engine).saved.html())
    assert "No difference that could be seen." in read.text
    assert len(read.all("img")) == 1


def test_what_is_not_there_leaves_its_place_to_a_sentence() -> None:
    gone = finished("q", prompt="a fox, ink", picture="", picture_error="The link has expired.")
    text = Reader(against(PAIR[0], gone).saved.html()).text
    assert "The link has expired." in text
    assert "Mean difference" not in text
    text = Reader(against(PAIR[0], card("b", phase="running", percent=3)).saved.html()).text
    assert "Running" in text


def test_a_picture_that_cannot_be_read_breaks_no_page() -> None:
    engine = FakeEngine(*PAIR)
    engine.pictures = {"full:q": b"no picture at all"}
    assert "The picture is missing." in Reader(against(engine=engine).saved.html()).text


@pytest.mark.parametrize("text", ["<script>x()</script>", '"><img src=x onerror=x()>', "$x$", "</td><b>"])
def test_words_of_others_stay_text(text: str) -> None:
    cards = [finished("a", prompt=f"{text} one", via=text, message=text), finished("b", prompt=f"two {text}")]
    page = Reader(against(*cards).saved.html())
    assert not {name for name, _ in page.elements} & {"script", "b", "style", "link"}
    assert all(one["src"].startswith("data:image/webp") for one in page.all("img"))


def test_its_text_names_them() -> None:
    assert repr(against()).splitlines() == [
        "A · oil: Finished, a fox, oil --seed 3",
        "B · ink: Finished, a fox, ink --seed 3",
    ]


def test_it_shows_no_picture_but_those_that_are_compared() -> None:
    engine = FakeEngine(*PAIR, finished("other"))
    made = boards.compare(engine, handles(engine)[:2], {})
    assert made._scope.may_see("full:p")
    assert not made._scope.may_see("full:other")
