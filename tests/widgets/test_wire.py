import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.fakes import GRID_BUTTONS, SINGLE_BUTTONS, UUID, card, finished
from yubo_nb.live.hub import CardButton
from yubo_nb.widgets.names import button_name, picture_mark, row_breaks
from yubo_nb.widgets.wire import (
    BUTTON_LIMIT,
    DEFAULTS,
    PROMPT_LIMIT,
    STILL,
    ButtonSets,
    Told,
    card_row,
    plain,
)


def rows_of(buttons):
    rows: list[list[str]] = []
    for button, row in zip(buttons, row_breaks(buttons), strict=True):
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row].append(button.label or button.emoji)
    return rows


def test_the_buttons_of_a_grid_stand_in_two_rows():
    assert rows_of(GRID_BUTTONS) == [["U1", "U2", "U3", "U4", "🔄"], ["V1", "V2", "V3", "V4"]]


def test_the_buttons_of_a_single_picture_stand_by_kind():
    assert [row[0] for row in rows_of(SINGLE_BUTTONS)] == [
        "Upscale (Subtle)",
        "Vary (Subtle)",
        "Zoom Out 2x",
        "⬅️",
    ]


def test_a_name_says_what_a_button_does_and_what_is_seen():
    assert button_name(GRID_BUTTONS[1]) == "U2: Upscale 2"
    assert button_name(GRID_BUTTONS[4]) == "Make it again"
    assert button_name(SINGLE_BUTTONS[0]) == "Upscale (Subtle)"
    assert button_name(SINGLE_BUTTONS[8]) == "Pan left"


def test_a_label_that_lies_does_not_hide_what_the_button_does():
    # the act and its price come from the customId; the name must not follow the label
    assert (
        button_name(CardButton(f"MJ::JOB::reroll::0::{UUID}::SOLO", "U1", "", 2, "reroll"))
        == "U1: Make it again"
    )


def test_a_verb_nobody_knows_is_called_by_its_label():
    assert button_name(CardButton("MJ::New::1", "Dream on", "", 2, "unknown")) == "Dream on"


def test_an_emoji_name_is_no_emoji():
    assert picture_mark("upscale_1") == ""
    assert picture_mark("🔄") == "🔄"


def test_cards_with_the_same_buttons_share_a_set():
    sets = ButtonSets()
    other = UUID.replace("3785", "1111")
    moved = tuple(
        CardButton(b.custom_id.replace(UUID, other), b.label, b.emoji, b.style, b.verb) for b in GRID_BUTTONS
    )
    assert sets.number(GRID_BUTTONS) == (0, UUID)
    assert sets.number(moved) == (0, other)
    assert [row["id"].replace("*", other) for row in sets.sets[0]] == [b.custom_id for b in moved]


def test_a_star_in_a_custom_id_is_kept():
    odd = (CardButton(f"MJ::*::{UUID}", "x", "", 2, "unknown"),)
    sets = ButtonSets()
    assert sets.number(odd) == (0, "")
    assert sets.sets[0][0]["id"] == f"MJ::*::{UUID}"


def test_a_row_is_bounded_whatever_the_server_says():
    many = tuple(CardButton(f"b{n}", "x" * 5000, "", 2, "unknown") for n in range(20_000))
    sets = ButtonSets()
    row = card_row(card("a", prompt="p" * 5_000_000, message="m" * 100_000, buttons=many), sets)
    assert len(row["prompt"]) == PROMPT_LIMIT
    assert row["cut"] == 5_000_000 - PROMPT_LIMIT
    assert row["more"] == 20_000 - BUTTON_LIMIT
    assert len(json.dumps([row, sets.sets])) < 100_000


def test_terminal_codes_and_text_turners_are_taken_out():
    assert plain("\x1b[31mred\x1b[0m \u202etxet\u202c\x00 ok\nnext", 100) == "red txet ok\nnext"


def test_a_preview_is_a_number():
    assert card_row(card("a", picture="preview:a:17"), ButtonSets())["picture"] == 17
    assert card_row(card("a", picture="preview:b:17"), ButtonSets())["picture"] == "preview:b:17"


def applied(old, moves):
    rows = [dict(row) for row in old]
    for move in moves:
        for i, number in enumerate(move["at"]):
            for field, value in {
                **move.get("all", {}),
                **{f: c[i] for f, c in move.get("each", {}).items()},
            }.items():
                rows[number][field] = value
            rows[number] = {field: value for field, value in rows[number].items() if value is not None}
    return rows


cards = st.builds(
    card,
    phase=st.sampled_from(["queued", "running", "success"]),
    percent=st.none() | st.integers(0, 100),
    picture=st.sampled_from(["", "preview:a:1", "full:x"]),
    message=st.sampled_from(["", "late"]),
)


@given(st.lists(st.tuples(cards, cards), max_size=6))
def test_changes_make_the_old_rows_the_new_ones(pairs):
    told = Told()
    told.take(replace(before, key=f"{n}") for n, (before, _) in enumerate(pairs))
    old = told.rows()
    fresh, moves = told.take(replace(after, key=f"{n}") for n, (_, after) in enumerate(pairs))
    assert fresh == []
    assert applied(old, moves) == told.rows()


def test_a_tick_that_moves_every_card_is_one_small_move():
    told = Told()
    told.take(card(f"{n}", phase="running", percent=n % 50) for n in range(1000))
    _, moves = told.take(card(f"{n}", phase="running", percent=n % 50 + 7) for n in range(1000))
    assert len(moves) == 1
    assert len(json.dumps(moves, separators=(",", ":"))) / 1000 < 20


def test_the_same_news_for_many_cards_is_said_once():
    told = Told()
    told.take(card(f"{n}", phase="queued") for n in range(100))
    _, moves = told.take(card(f"{n}", phase="running", message="The relay is slow.") for n in range(100))
    assert moves == [{"at": list(range(100)), "all": {"phase": "running", "message": "The relay is slow."}}]


def test_the_address_of_a_missing_picture_comes_with_the_news_of_it():
    """A card's fields are listed twice for speed, and the address was in one list only: it was never told."""
    told = Told()
    told.take([card("a", phase="success")])
    _, moves = told.take([card("a", phase="success", picture_error="Gone.", picture_from="https://x/1.png")])
    assert moves == [{"at": [0], "each": {"picture_error": ["Gone."], "picture_from": ["https://x/1.png"]}}]
    assert set(DEFAULTS) <= set(STILL)


def test_a_card_that_did_not_change_is_not_told():
    told = Told()
    told.take([card("a", percent=3)])
    assert told.take([card("a", percent=3, children=("b",))]) == ([], [])


def test_a_finished_card_is_under_a_kilobyte():
    row = card_row(
        finished("0190f1c8-7a00-7abc-8def-0123456789ab", prompt="a lighthouse in fog " * 10), ButtonSets()
    )
    assert len(json.dumps(row)) < 1000


def test_what_was_left_or_reused_is_said_only_then():
    row = card_row(finished(), ButtonSets())
    assert {"left", "reused"}.isdisjoint(row)
    assert card_row(finished(left=True, reused=True), ButtonSets()) == {**row, "left": True, "reused": True}
