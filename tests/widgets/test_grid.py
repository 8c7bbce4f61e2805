"""The grid's Python half: where tasks stand, what a person arranges, its saved page and text."""

import pytest

from tests.widgets.fakes import FakeEngine, card, finished, listen
from tests.widgets.test_saved_page import Reader
from yubo_nb.history import Mark
from yubo_nb.live.handle import TaskHandle
from yubo_nb.widgets import boards
from yubo_nb.widgets.axes import axes
from yubo_nb.widgets.grid import Grid
from yubo_nb.widgets.twin import Twin

FOXES = tuple(
    finished(f"{words}{seed}", prompt=f"a fox, {words} --ar 3:2 --seed {seed}")
    for words in ("oil", "ink")
    for seed in (11, 2)
)


@pytest.fixture(autouse=True)
def _no_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Twin, "publish", lambda self, *, again=False: published.append(self))
    published.clear()


published: list[Twin] = []


def grid(*cards, **more) -> boards.TaskGrid:
    engine = FakeEngine(*(cards or FOXES))
    return boards.grid(engine, handles(engine), {}, **more)


def handles(engine: FakeEngine) -> list[TaskHandle]:
    return [TaskHandle(engine, one.key) for one in engine.hub.cards()]


def test_seeds_run_across_in_order_and_words_down() -> None:
    made = grid()
    assert (made.rows, made.cols) == ("words", "seed")
    assert [one["values"] for one in made.factors] == [["oil", "ink"], ["2", "11"]]
    assert made.places == {"oil11": [0, 1], "oil2": [0, 0], "ink11": [1, 1], "ink2": [1, 0]}
    assert made.same == "a fox, … --ar 3:2"


def test_axes_can_be_named_and_left_out() -> None:
    assert (grid(rows="seed", cols="words").rows, grid(rows="").cols) == ("seed", "seed")
    assert grid(rows="").rows == ""


def test_what_the_tasks_do_not_vary_by_is_refused_with_what_they_do() -> None:
    with pytest.raises(ValueError, match="'chaos', but by words, seed"):
        grid(rows="chaos")
    with pytest.raises(ValueError, match="two different"):
        grid(rows="seed", cols="seed")
    with pytest.raises(ValueError, match="needs tasks"):
        boards.grid(FakeEngine(), [], {})


def test_what_made_them_is_a_factor_too() -> None:
    made = grid(finished("a", prompt="a fox"), finished("b", prompt="a fox", via="U2", parent="a"))
    assert [(one["label"], one["values"]) for one in made.factors] == [("Made by", ["imagine", "U2"])]


def test_the_same_prompt_twice_is_one_cell_of_two() -> None:
    made = grid(finished("a", prompt="a fox"), finished("b", prompt="a fox"))
    assert (made.factors, made.rows, made.cols) == ([], "", "")
    assert made._axes.places() == {(0, 0): ["a", "b"]}


def test_the_same_cell_run_again_shows_the_same_grid() -> None:
    engine = FakeEngine(*FOXES)
    made = boards.grid(engine, handles(engine), {})
    assert boards.grid(engine, handles(engine), {}) is made
    assert boards.grid(engine, handles(engine), {}, rows="seed", cols="words") is not made


def test_tasks_of_another_studio_and_what_is_no_task_are_refused() -> None:
    engine = FakeEngine(*FOXES)
    with pytest.raises(ValueError, match="another studio"):
        boards.grid(engine, handles(FakeEngine(*FOXES)), {})
    with pytest.raises(TypeError, match="this is a str"):
        boards.grid(engine, ["oil2"], {})


def test_what_a_person_arranges_is_kept_and_saved() -> None:
    made = grid()
    sent = {"kind": "axes", "rows": "seed", "cols": "words", "part": 2}
    made._guard(made, sent, [])
    assert (made.rows, made.cols, made.part) == ("seed", "words", 2)
    assert published == [made.saved]
    made._guard(made, {**sent, "rows": "nothing like this"}, [])
    made._guard(made, {**sent, "rows": "words"}, [])
    assert (made.rows, made.cols) == ("seed", "words"), "axes that cannot be stay as they were"


@pytest.mark.parametrize(
    "bad",
    [
        {"rows": 1, "cols": "", "part": 0},
        {"rows": "", "cols": "", "part": 5},
        {"rows": "", "cols": ""},
        {"rows": "x" * 999, "cols": "", "part": 0},
    ],
)
def test_a_message_of_another_form_changes_nothing(bad: dict) -> None:
    made = grid()
    told = listen(made)
    made._guard(made, {"kind": "axes", **bad}, [])
    assert (made.rows, made.cols, made.part) == ("words", "seed", 0)
    assert [one["kind"] for one in told] == ["notice"]


def test_what_is_ticked_in_it_is_a_list_of_tasks() -> None:
    made = grid()
    made._guard(made, {"kind": "select", "keys": ["ink2", "not here"]}, [])
    assert [task.key for task in made.selected()] == ["ink2"]


def test_what_its_buttons_made_is_known_but_not_in_the_table() -> None:
    made = grid()
    made._engine.hub.put(finished("up", prompt="its child", via="U1", parent="oil2"))
    made._scope.adopt("up")
    assert "its child" not in made.saved.html()
    assert "up" not in made.places


def test_the_saved_page_is_a_table_of_the_pictures() -> None:
    page = Reader(grid().saved.html())
    assert [one["scope"] for one in page.all("th") if "scope" in one] == ["col", "col", "row", "row"]
    assert len(page.all("img")) == 4
    alts = [one["alt"] for one in page.all("img")]
    assert alts == [f"a fox, {words} --ar 3:2 --seed {seed}" for words in ("oil", "ink") for seed in (2, 11)]
    assert "seed 2" in page.text
    assert "a fox, … --ar 3:2" in page.text


def test_the_saved_page_says_what_was_said_and_what_went_wrong() -> None:
    rated = finished("a", prompt="x --seed 1", mark=Mark(rating=4, starred=True, note="more fog"))
    out = finished("b", prompt="x --seed 2", mark=Mark(rating=-1))
    failed = card("c", prompt="x --seed 3", phase="failure", message="The relay says no.")
    text = Reader(grid(rated, out, failed).saved.html()).text
    for said in ("★★★★☆", "more fog", "✕ Rejected", "Failed", "The relay says no."):
        assert said in text


def test_a_table_with_holes_says_so() -> None:
    cards = [
        finished(f"{n}", prompt=text) for n, text in enumerate(("x --s 50 --seed 1", "x --s 90 --seed 2"))
    ]
    assert Reader(grid(*cards).saved.html()).text.count("—") == 2


@pytest.mark.parametrize("text", ["<script>x()</script>", '"><img src=x onerror=x()>', "$x$", "</td><b>"])
def test_words_of_others_stay_text(text: str) -> None:
    cards = [finished("a", prompt=f"{text} one", via=text, message=text), finished("b", prompt=f"two {text}")]
    page = Reader(grid(*cards).saved.html())
    assert not {name for name, _ in page.elements} & {"script", "b", "style", "link"}
    assert all(src.startswith("data:") for src in (one["src"] for one in page.all("img")))
    assert len(page.all("img")) == 2


def test_a_thousand_tasks_stay_small() -> None:
    cards = [finished(f"k{n}", prompt=f"a fox --seed {n}") for n in range(1000)]
    engine = FakeEngine(*cards)
    made = Grid(engine, axes(cards))
    page = made.saved.html()
    assert len(page) < 3_000_000
    assert page.count("<tr ") == 125, "a line of a thousand would be no grid"
    assert "too many pictures" in page


def test_its_text_names_the_place_of_every_task() -> None:
    assert repr(grid()).splitlines() == [
        "4 tasks: a fox, … --ar 3:2",
        "Words oil · seed 2: Finished",
        "Words oil · seed 11: Finished",
        "Words ink · seed 2: Finished",
        "Words ink · seed 11: Finished",
    ]


def test_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUBO_LANG", "zh")
    made = grid()
    assert [one["label"] for one in made.factors] == ["词语", "seed"]
    assert "词语 ↓" in made.saved.html()
