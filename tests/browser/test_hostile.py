"""F4, the short form: hostile text through every field of the relay into every view (cases 61 to 67)."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from tests.browser.conftest import Stage
from tests.figures import f04_screen
from tests.widgets.fakes import UUID, FakeEngine, finished, listen
from yubo_nb.live.hub import CardButton
from yubo_nb.widgets import messages
from yubo_nb.widgets.board import Board
from yubo_nb.widgets.twin import Twin


@pytest.fixture(scope="module")
def result(chromium: Browser) -> Iterator[f04_screen.Result]:
    ours = logging.getLogger("yubo_nb")
    before = ours.level
    ours.setLevel(logging.CRITICAL)  # five errors a text are shown on purpose
    yield f04_screen.measure(chromium, per_class=1)
    ours.setLevel(before)


VIEWS = [
    "live board", "live card", "live lineage", "live grid", "live compare", "saved page", "saved lineage",
    "saved grid", "saved compare", "report", "nbconvert", "DataFrame", "exported page",
]  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("view", VIEWS)
def test_case_61_and_62_nothing_runs_nothing_loads_no_element_is_new(result, view: str) -> None:
    seen = result.views[view]
    assert seen.fired == []
    assert seen.loads == []
    assert result.new_elements[view] == set()


@pytest.mark.browser
@pytest.mark.parametrize("view", VIEWS)
def test_case_61_the_text_stays_readable(result, view: str) -> None:
    assert "<script>hit(0)</script>" in result.views[view].text


@pytest.mark.browser
@pytest.mark.parametrize(
    "view", [view for view in VIEWS if view not in {"nbconvert", "DataFrame", "exported page"}]
)
def test_case_65_no_character_controls_a_terminal_or_turns_the_text(result, view: str) -> None:
    assert result.views[view].control_characters == 0


@pytest.mark.browser
@pytest.mark.parametrize("view", [view for view in VIEWS if view != "nbconvert"])
def test_case_63_and_64_no_link_and_no_picture_from_elsewhere(result, view: str) -> None:
    addresses = {part for shape in result.views[view].shape for part in shape.split() if "=" in part}
    assert addresses <= {"src=blob", "src=data", "href=#"}


@pytest.mark.browser
def test_the_control_does_fire(result) -> None:
    assert len(set(result.control.fired)) >= 5
    assert result.control.loads


@pytest.mark.browser
def test_case_65_a_huge_prompt_and_many_buttons_stay_small_on_the_page(stage: Stage) -> None:
    many = tuple(CardButton(f"MJ::JOB::x{n}::1::{UUID}", f"B{n}", "", 2, "unknown") for n in range(20_000))
    engine = FakeEngine(finished("a", prompt="a fox " * 900_000, message="no " * 400_000, buttons=many))
    stage.show(Board(engine)).pump()
    stage.page.locator(".yb-actions .yb-more").click()
    assert stage.page.locator("#here *").count() < 1_500
    assert len(stage.page.locator("#here").inner_text()) < 20_000
    assert len(Twin(engine).html()) < 40_000


def test_case_66_a_label_that_lies_changes_neither_name_nor_act() -> None:
    liar = CardButton(f"MJ::JOB::upsample::1::{UUID}", "Free preview", "", 2, "upscale")
    board = Board(FakeEngine(finished("a", buttons=(liar,))))
    (buttons,) = board.as_told()["sets"]
    assert buttons[0]["verb"] == "upscale"
    assert "Upscale 1" in buttons[0]["name"]


@pytest.mark.parametrize("button", ["MJ::JOB::upsample::1::another-uuid", "", "__proto__", "x" * 1000])
@pytest.mark.parametrize("key", ["a", "b", "../a", ""])
def test_case_66_a_button_of_another_task_is_not_pressed(key: str, button: str) -> None:
    engine = FakeEngine(finished("a"))
    board = Board(engine)
    out = listen(board)
    board._guard(board, {"kind": "act", "gesture": "0" * 32, "key": key, "custom_id": button}, [])
    assert engine.acts == []
    assert [message["kind"] for message in out] == ["reply"]
    assert not out[0]["ok"]


NAMES = st.sampled_from(
    [
        "kind",
        "gesture",
        "key",
        "custom_id",
        "id",
        "size",
        "have",
        "text",
        "path",
        "url",
        "method",
        "api_key",
        "cap",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(
        ["act", "picture", "whole", "submit", "0" * 32, "a", "full:a", "../../etc/passwd", "http://x"]
    )
)
FORGED = st.dictionaries(NAMES, LEAVES | st.lists(LEAVES, max_size=2), max_size=6) | LEAVES | st.lists(LEAVES)


@settings(max_examples=1_000, deadline=None)
@given(FORGED)
def test_case_67_a_forged_message_is_refused_or_names_nothing_but_a_card(forged) -> None:
    try:
        read = messages.read(forged)
    except ValueError:
        return
    # Names and sizes and texts of the person, and nothing else that a message could name.
    assert type(read) is messages.KINDS[forged["kind"]]
    assert not set(forged) & {"path", "url", "method", "api_key", "cap"}


@settings(max_examples=300, deadline=None)
@given(FORGED)
def test_case_67_no_message_breaks_the_board_or_presses_what_is_not_there(forged) -> None:
    engine = FakeEngine(finished("a", buttons=()))
    board = Board(engine)
    listen(board)
    board._guard(board, forged, [])
    assert engine.acts == []
    assert all(asked == "full:a" for asked, _ in engine.asked)


def test_case_67_no_state_from_a_notebook_is_taken() -> None:
    board = Board(FakeEngine(finished("a")))
    before = board.get_state()
    board.set_state({"twin": "evil", "whole": {"cards": []}, "words": {"more": "<b>"}, "_esm": "hit()"})
    after = board.get_state()
    assert {k: v for k, v in after.items() if k != "whole"} == {
        k: v for k, v in before.items() if k != "whole"
    }
    assert after["whole"]["cards"] == before["whole"]["cards"]
