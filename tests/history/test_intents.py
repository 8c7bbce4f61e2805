"""Paid calls are written down once, before they are made, and their outcome never goes back."""

import threading
from dataclasses import replace

import pytest

from yubo_nb.api.errors import BudgetExceeded, HistoryError
from yubo_nb.history import Caps, budget, intents


def test_a_call_is_on_the_disk_before_it_is_sent(scene) -> None:
    intent, new = scene.prepare("a cat", parent_task_id="5", custom_id="MJ::JOB", label="U1", gesture="g1")
    assert new
    assert (intent.status, intent.charged, intent.state) == ("PREPARED", "no", f"ynb1.{intent.intent_id}")
    found = scene.open_again().intent(intent.intent_id)
    assert found == intent


def test_ids_sort_by_the_time_they_were_made(scene) -> None:
    made = [scene.prepare(f"prompt {n}")[0].intent_id for n in range(20)]
    assert made == sorted(made) == [intent.intent_id for intent in scene.history.intents()]


def test_pictures_in_a_body_are_kept_as_digests(scene) -> None:
    intent, _ = scene.prepare(body={"prompt": "x", "base64Array": ["data:image/png;base64," + "A" * 9999]})
    assert intent.body["base64Array"][0].startswith("sha256:")
    assert len(scene.rows("SELECT body FROM intents")[0][0]) < 300
    other, _ = scene.prepare(body={"prompt": "x", "base64Array": ["data:image/png;base64," + "B" * 9999]})
    assert other.body_hash != intent.body_hash


def test_case_15_one_gesture_is_one_intent(scene) -> None:
    first, new = scene.prepare(gesture="click-1")
    again, repeated = scene.prepare(gesture="click-1")
    assert (new, repeated) == (True, False)
    assert again == first
    assert len(scene.history.intents()) == 1


def test_an_outcome_is_written_and_read(scene) -> None:
    intent = scene.accepted("17")
    assert (intent.status, intent.task_id, intent.charged, intent.code) == ("ACCEPTED", "17", "yes", 1)
    assert intent.sent_ms is not None
    assert intent.settled_ms is not None
    assert scene.history.intent_of(scene.origin, "17") == intent
    assert scene.history.intents("ACCEPTED", scene.origin) == [intent]
    assert scene.history.intents("DONE") == []
    assert scene.history.intents(origin="https://other.example") == []


@pytest.mark.parametrize(
    ("first", "then", "stays"),
    [
        ("DONE", "RUNNING", "DONE"),
        ("DONE", "FAILED", "DONE"),
        ("FAILED", "DONE", "DONE"),
        ("FAILED", "IN_DOUBT", "FAILED"),
        ("RUNNING", "ACCEPTED", "RUNNING"),
        ("RUNNING", "REJECTED", "RUNNING"),
        ("IN_DOUBT", "ACCEPTED", "ACCEPTED"),
        ("IN_DOUBT", "NOT_SENT", "NOT_SENT"),
        ("LOST_SIGHT", "RUNNING", "RUNNING"),
        ("RUNNING", "PREPARED", "RUNNING"),
    ],
)
def test_outcomes_never_go_back(scene, first, then, stays) -> None:
    intent = scene.accepted()
    scene.history.settle(intent.intent_id, first)
    assert scene.history.settle(intent.intent_id, then).status == stays


def test_a_call_with_an_outcome_is_not_sent_again(scene) -> None:
    intent = scene.accepted()
    with pytest.raises(HistoryError) as caught:
        scene.history.sending(intent.intent_id)
    assert caught.value.charged == "no"


def test_an_unknown_intent_is_a_clear_error(scene) -> None:
    with pytest.raises(HistoryError, match="no intent"):
        scene.history.settle("nobody", "DONE")
    with pytest.raises(HistoryError, match="no intent"):
        scene.history.sending("nobody")


def test_case_14_an_id_that_another_call_has_is_not_taken_over(scene) -> None:
    first = scene.accepted("17")
    second = scene.accepted("17")
    assert (second.status, second.task_id, second.charged) == ("IN_DOUBT", None, "unknown")
    assert "17" in (second.error or "")
    assert scene.history.intent(first.intent_id) == first


def test_the_answer_to_a_dialog_keeps_the_id_of_the_dialog(scene) -> None:
    dialog, _ = scene.prepare(endpoint="submit/action", action="inpaint", price=0.0)
    scene.history.sending(dialog.intent_id)
    asked = scene.history.settle(dialog.intent_id, "NEEDS_INPUT", task_id="17")
    assert asked.charged == "no"
    answer = scene.accepted("17", endpoint="submit/modal", action="modal", parent_task_id="17")
    assert (answer.status, answer.charged) == ("ACCEPTED", "yes")
    dialog = scene.history.intent(dialog.intent_id)
    assert (dialog.status, dialog.charged) == ("DONE", "no")
    assert scene.history.intent_of(scene.origin, "17") == answer


def test_an_answer_whose_reply_is_read_after_a_poll_is_no_doubt_and_is_paid_once(scene) -> None:
    """A poll saw the task run, and then end, before the reply to the dialog's answer was read: the answer was
    taken for one with another task's id, in doubt, and the dialog itself for what was paid.
    """
    dialog, _ = scene.prepare(endpoint="submit/action", action="variation")
    scene.history.sending(dialog.intent_id)
    scene.history.settle(dialog.intent_id, "NEEDS_INPUT", task_id="17")
    scene.record("MODAL", "0%")
    answer, _ = scene.prepare(
        endpoint="submit/modal", action="modal", parent_task_id="16", parent_intent_id=dialog.intent_id
    )
    scene.history.sending(answer.intent_id)
    scene.record("IN_PROGRESS", "20%")
    scene.record("SUCCESS", "100%")
    answer = scene.history.settle(answer.intent_id, "ACCEPTED", task_id="17", code=1)
    assert (answer.status, answer.charged) == ("ACCEPTED", "yes")
    dialog = scene.history.intent(dialog.intent_id)
    assert (dialog.status, dialog.charged) == ("DONE", "no")
    assert scene.history.intent_of(scene.origin, "17") == answer
    assert [amount for (amount,) in scene.rows("SELECT sum(amount) FROM ledger")] == pytest.approx([0.1])

    kept = scene.history.record(
        scene.origin, scene.task("SUCCESS", "100%"), intent_id=answer.intent_id
    )  # the next poll knows whose it is
    assert kept.intent_id == answer.intent_id
    assert scene.history.intent(answer.intent_id).status == "DONE"
    assert scene.rows("SELECT charged FROM tasks") == [("yes",)]


def test_the_id_of_a_third_call_is_still_another_tasks(scene) -> None:
    dialog, _ = scene.prepare(endpoint="submit/action", action="variation", price=0.0)
    scene.history.sending(dialog.intent_id)
    scene.history.settle(dialog.intent_id, "NEEDS_INPUT", task_id="17")
    other = scene.accepted("18")
    answer, _ = scene.prepare(endpoint="submit/modal", action="modal", parent_intent_id=dialog.intent_id)
    scene.history.sending(answer.intent_id)
    assert scene.history.settle(answer.intent_id, "ACCEPTED", task_id="18").status == "IN_DOUBT"
    assert scene.history.intent(other.intent_id) == other


def test_case_16_the_same_cell_again_gives_the_same_task(scene) -> None:
    first = scene.accepted("17", dedupe="cell-1:0")
    again, new = scene.prepare(dedupe="cell-1:0")
    assert not new
    assert again == first
    assert scene.prepare("another prompt", dedupe="cell-1:0")[1]
    assert scene.prepare(dedupe="cell-2:0")[1]
    assert scene.prepare(dedupe="cell-1:0", origin="https://other.example")[1]
    assert scene.prepare(again_of=first.intent_id)[0].again_of == first.intent_id


@pytest.mark.parametrize(
    ("status", "sent_again"), [("REJECTED", True), ("NOT_SENT", True), ("IN_DOUBT", False)]
)
def test_case_16_only_what_cost_nothing_is_asked_again(scene, status, sent_again) -> None:
    intent, _ = scene.prepare(dedupe="cell")
    scene.history.sending(intent.intent_id)
    scene.history.settle(intent.intent_id, status)
    assert scene.prepare(dedupe="cell")[1] is sent_again


def test_case_24_a_race_gives_one_task(scene) -> None:
    together = threading.Barrier(8)
    made = []

    def submit() -> None:
        together.wait()
        made.append(scene.prepare(dedupe="cell"))

    threads = [threading.Thread(target=submit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(new for _, new in made) == 1
    assert len({intent.intent_id for intent, _ in made}) == 1


def test_case_18_a_loop_stops_at_the_cap_exactly(scene) -> None:
    caps = Caps(calls_per_hour=20)
    made = 0
    with pytest.raises(BudgetExceeded) as caught:  # noqa: PT012 - it is the loop that stops
        for n in range(1000):
            scene.prepare(f"prompt {n}", caps=caps)
            made += 1
    assert made == 20
    assert caught.value.charged == "no"
    assert len(scene.history.intents()) == 20


def test_case_18_a_restart_does_not_reset_the_cap(scene) -> None:
    for n in range(3):
        scene.accepted(str(n))
    scene.open_again()
    with pytest.raises(BudgetExceeded):
        scene.prepare(caps=Caps(calls_per_hour=3))
    scene.prepare(caps=Caps(calls_per_hour=3), origin="http://127.0.0.1:1")  # the sandbox has its own


def test_case_18_a_session_goes_on_until_an_hour_passes_without_a_call(scene, monkeypatch) -> None:
    # It was the process: a kernel that was started again had a session of its own, and the cap with it.
    clock = [1_700_000_000_000]
    for module in (budget, intents):
        monkeypatch.setattr(module, "now_ms", lambda: clock[0])
    caps = Caps(calls_per_session=5, money_per_session=10.0)
    for n in range(5):
        scene.accepted(str(n), caps=caps)
        clock[0] += 50 * 60_000
    with pytest.raises(BudgetExceeded, match=r"cap of 5 paid calls in this session is reached \(5 so far\)"):
        scene.prepare(caps=caps)
    scene.open_again()
    with pytest.raises(BudgetExceeded):
        scene.prepare(caps=caps)
    clock[0] += 10 * 60_000  # an hour since the last
    scene.prepare(caps=caps)
    assert scene.history.spent(scene.origin).calls_this_session == 1
    clock[0] -= 3 * 3_600_000  # the clock is set back: what lies ahead of it is of this session too
    assert scene.history.spent(scene.origin).calls_this_session >= 1


def test_case_18_money_counts_what_is_held(scene) -> None:
    caps = Caps(money_per_hour=0.3, money_per_session=1.0)
    first, *_ = (scene.accepted(str(n), caps=caps) for n in range(3))
    with pytest.raises(BudgetExceeded):
        scene.prepare(caps=caps)
    scene.prepare(caps=caps, price=0.0)  # what is free passes
    scene.history.refund(first.intent_id)
    fourth, _ = scene.prepare(caps=caps)
    with pytest.raises(BudgetExceeded):
        scene.prepare(caps=caps)
    scene.history.sending(fourth.intent_id)
    scene.history.settle(fourth.intent_id, "REJECTED")
    fifth, _ = scene.prepare(caps=caps)
    scene.history.sending(fifth.intent_id)
    scene.history.settle(fifth.intent_id, "IN_DOUBT")
    with pytest.raises(BudgetExceeded):  # a doubt is held as if it were charged
        scene.prepare(caps=caps)
    spent = scene.history.spent(scene.origin)
    assert spent.money_last_hour == pytest.approx(0.3)
    assert spent.calls_this_session == 4


def test_case_55_origins_are_told_apart(scene) -> None:
    scene.history.know_origin("http://127.0.0.1:1", sandbox=True)
    scene.history.know_origin(scene.origin, sandbox=False)
    assert scene.history.origins() == {"http://127.0.0.1:1": True, scene.origin: False}


def test_case_3_a_doubt_that_is_left_stays_one(scene) -> None:
    doubt = scene.accepted("1")
    scene.history.settle(doubt.intent_id, "IN_DOUBT")
    before = scene.history.intent(doubt.intent_id)
    left = scene.history.leave(doubt.intent_id)
    assert left.left_ms
    assert replace(left, left_ms=None) == before
    assert scene.open_again().intents("IN_DOUBT") == [left]
    sure = scene.accepted("2", body={"prompt": "a crow"})
    assert scene.history.leave(sure.intent_id).left_ms is None
    with pytest.raises(HistoryError, match="no intent"):
        scene.history.leave("nobody's")


def test_every_text_is_kept_whatever_is_in_it(scene) -> None:
    prompt = "nul \x00 half \ud83d bidi \u202e 猫 🦊"
    intent, _ = scene.prepare(prompt)
    assert "猫 🦊" in scene.history.intent(intent.intent_id).prompt
