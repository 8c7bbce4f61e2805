"""The ledger only grows, and its sum is what is held."""

import itertools

import pytest

from yubo_nb.history import Mark


def test_charge_doubt_and_refund_are_rows(scene) -> None:
    first = scene.accepted("17")
    scene.history.refund(first.intent_id, note="seen in the log")
    second, _ = scene.prepare()
    scene.history.sending(second.intent_id)
    scene.history.settle(second.intent_id, "IN_DOUBT")
    scene.history.settle(second.intent_id, "ACCEPTED", task_id="18", source="person")
    third, _ = scene.prepare()
    scene.history.sending(third.intent_id)
    scene.history.settle(third.intent_id, "IN_DOUBT")
    scene.history.charge(third.intent_id, "no", source="log")
    rejected, _ = scene.prepare()
    scene.history.sending(rejected.intent_id)
    scene.history.settle(rejected.intent_id, "REJECTED")
    assert scene.rows("SELECT kind, round(amount, 2), source, note FROM ledger ORDER BY entry_id") == [
        ("charge", 0.1, "relay", ""),
        ("refund", -0.1, "relay", "seen in the log"),
        ("doubt", 0.1, "relay", ""),
        ("confirm", 0.0, "person", ""),
        ("doubt", 0.1, "relay", ""),
        ("release", -0.1, "log", ""),
    ]


@pytest.mark.parametrize("path", list(itertools.product(("yes", "no", "unknown", "refunded"), repeat=3)))
def test_the_sum_is_always_what_is_held(scene, path) -> None:
    intent = scene.accepted()
    for charged in path:
        scene.history.charge(intent.intent_id, charged, source="person")
    total = sum(amount for (amount,) in scene.rows("SELECT amount FROM ledger"))
    assert total == pytest.approx(0.1 if path[-1] in ("yes", "unknown") else 0.0)


def test_a_charge_without_a_known_price_is_a_row_without_an_amount(scene) -> None:
    scene.accepted(price=None)
    assert scene.rows("SELECT kind, amount FROM ledger") == [("charge", None)]


def test_marks_change_only_what_is_given(scene) -> None:
    scene.record()
    assert scene.history.mark_of(scene.origin, "17") == Mark()
    scene.history.mark(scene.origin, "17", rating=4, note="good", tags=("b", "a", "a", " "))
    assert scene.history.mark(scene.origin, "17", starred=True) == Mark(4, True, "good", ("a", "b"))
    assert scene.history.mark(scene.origin, "17", rating=0, note="", tags=()) == Mark(None, True, None, ())
    assert scene.history.mark(scene.origin, "17", part=2, rating=-1) == Mark(-1)
    with pytest.raises(ValueError, match="rating"):
        scene.history.mark(scene.origin, "17", rating=9)
