"""What the browser puts together from the whole and its patches is what each card alone would say."""

import json

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.widgets.fakes import GRID_BUTTONS, SINGLE_BUTTONS, FakeEngine, card, listen
from yubo_nb.history import Mark
from yubo_nb.live.hub import Card
from yubo_nb.widgets.base import STATIC
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.wire import ButtonSets, card_row

pytestmark = pytest.mark.browser
CARDS = 60  # enough for what they have in common to be said only once
SHAPES = st.fixed_dictionaries(
    {"phase": st.sampled_from(["queued", "running", "success", "failure"])},
    optional={
        "origin": st.sampled_from(["https://relay.example", "https://other.example"]),
        "sandbox": st.booleans(),
        "status": st.sampled_from(["", "SUCCESS", "FROM_TOMORROW"]),
        "charged": st.sampled_from(["no", "yes", "refunded"]),
        "price": st.sampled_from([None, 0, 0.1]),
        "verb": st.sampled_from(["", "imagine", "vary"]),
        "width": st.sampled_from([None, 1024]),
        "height": st.sampled_from([None, 1024]),
        "percent": st.sampled_from([None, 0, 50]),
        "message": st.sampled_from(["", "Banned prompt: fox"]),
        "buttons": st.sampled_from([(), GRID_BUTTONS, SINGLE_BUTTONS]),
        "mark": st.sampled_from([Mark(), Mark(starred=True, rating=-1, note="no")]),
    },
)
SEEN = """([whole, patches]) => {
    const asked = [], store = new Store((message) => asked.push(message));
    store.replace(whole);
    for (const patch of patches) store.apply(patch, () => {});
    return { rows: store.rows, sets: store.sets, asked };
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser):
    context = chromium.new_context()
    page = context.new_page()
    page.evaluate(
        """async (source) => {
            const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
            Object.assign(window, await import(url));
        }""",
        (STATIC / "store.js").read_text("utf-8"),
    )
    yield page
    context.close()


def alone(cards: list[Card], sets: list[list[dict]]) -> list[dict]:
    """Each card by itself; a set of buttons as what it holds, for its number is the board's own."""
    own = ButtonSets()
    rows = [card_row(one, own) for one in cards]
    assert json.loads(json.dumps(own.sets)) == [s for s in own.sets if s in sets]
    return [{**row, **({"set": own.sets[row["set"]]} if "set" in row else {})} for row in rows]


def seen(page: Page, whole: dict, patches: list[dict]) -> list[dict]:
    got = page.evaluate(SEEN, [whole, patches])
    assert got["asked"] == []
    return [{**row, **({"set": got["sets"][row["set"]]} if "set" in row else {})} for row in got["rows"]]


@given(
    usual=SHAPES,
    others=st.lists(SHAPES, min_size=1, max_size=4),
    changes=st.lists(st.lists(st.tuples(st.integers(0, CARDS + 3), SHAPES), max_size=12), max_size=3),
    few=st.booleans(),
)
@settings(max_examples=40, deadline=None, phases=[Phase.generate])
def test_whole_and_patches_come_to_the_rows_that_were_meant(page: Page, usual, others, changes, few) -> None:
    shapes = [usual if n % 3 else others[n % len(others)] for n in range(5 if few else CARDS)]
    engine = FakeEngine(*(card(f"{n}", **shape) for n, shape in enumerate(shapes)))
    board = Board(engine)
    board._pace.touch = lambda **_kept: None  # type: ignore[method-assign]
    out = listen(board)
    first = board.as_told()
    assert bool(first["shared"]) is not few
    for change in changes:
        for number, shape in change:  # some are new
            engine.hub.put(card(f"{number}", **shape))
        board._flush()
    patches = [message for message in out if message["kind"] == "patch"]
    last = board.as_told()
    expected = alone([engine.hub.get(row["key"]) for row in board._told.rows()], last["sets"])
    assert seen(page, first, patches) == expected
    assert seen(page, last, []) == expected  # the same as a view that comes later


def test_of_many_alike_a_row_says_only_what_is_its_own(page: Page) -> None:
    made = [card(f"{n}", phase="success", charged="yes", width=1024) for n in range(CARDS - 1)]
    odd = card("odd", phase="failure", sandbox=False)
    whole = Board(FakeEngine(*made, odd)).as_told()
    assert whole["shared"] == {
        "origin": odd.origin, "phase": "success", "sandbox": True, "charged": "yes", "width": 1024,
    }  # fmt: skip
    assert set(whole["cards"][0]) == {"key", "prompt"}
    (row,) = [row for row in seen(page, whole, []) if row["key"] == "odd"]
    assert not {"sandbox", "charged", "width"} & set(row)
