"""How a card moves on: pure, so that odd words of a relay can be tried by the dozen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yubo_nb.api.models import decode_task
from yubo_nb.live.advance import TERMINAL, advance
from yubo_nb.live.hub import Card

STATUSES = [
    "NOT_START",
    "SUBMITTED",
    "MODAL",
    "IN_PROGRESS",
    "SUCCESS",
    "FAILURE",
    "CANCEL",
    "",
    None,
    "TEA",
    7,
]
words = st.fixed_dictionaries(
    {
        "id": st.just("1"),
        "status": st.sampled_from(STATUSES),
        "progress": st.one_of(
            st.none(), st.integers(-5, 200), st.sampled_from(["", "12%", "(55%)", "100%", "soon"])
        ),
        "failReason": st.sampled_from([None, "", "no"]),
        "buttons": st.sampled_from(
            [None, [], "x", [{"customId": "MJ::JOB::upsample::1::u", "label": "U1"}, {}]]
        ),
        "imageUrl": st.sampled_from([None, "", 3]),
    }
)


def card(**fields) -> Card:
    return Card(key="k", origin="o", **fields)


@given(st.lists(words, max_size=8))
def test_no_word_of_a_relay_takes_anything_back(story):
    shown = card()
    for word in story:
        after = advance(shown, decode_task(word))
        if shown.phase in TERMINAL:
            assert after.phase == shown.phase
        if shown.percent is not None:
            assert after.percent >= shown.percent
        assert after.percent is None or 0 <= after.percent <= 100
        shown = after


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_late_modal_after_the_answer(confirmed):
    after = advance(card(phase="queued"), decode_task({"id": "1", "status": "MODAL"}), confirmed=confirmed)
    assert after.phase == ("queued" if confirmed else "modal")


def test_an_unknown_status_is_shown_as_it_is():
    after = advance(card(), decode_task({"id": "1", "status": "brewing", "progress": "30%"}))
    assert (after.phase, after.status, after.percent, after.settled) == ("unknown", "BREWING", 30, False)


def test_a_failure_keeps_the_percent_it_reached():
    task = decode_task({"id": "1", "status": "FAILURE", "progress": "100%", "failReason": "too odd"})
    after = advance(card(percent=40), task)
    assert (after.percent, after.message) == (40, "too odd")


def test_links_are_no_buttons():
    task = decode_task(
        {"id": "1", "status": "SUCCESS", "buttons": [{"customId": None, "label": "Web", "style": 5}]}
    )
    assert advance(card(), task).buttons == ()
