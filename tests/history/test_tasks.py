"""Tasks as last seen: what a relay says is kept, and what it takes back is not believed."""

import json
from pathlib import Path

import pytest

from yubo_nb.api.models import decode_task
from yubo_nb.history.schema import PARAMETERS
from yubo_nb.prompt import COLUMNS


def test_a_task_comes_back_as_it_was_sent(scene) -> None:
    stored = scene.record(oddity={"deep": [1, 2]})
    scene.open_again()
    found = scene.history.task(scene.origin, "17")
    assert found == stored
    assert found.task.raw == stored.task.raw
    assert found.task.extra == {"oddity": {"deep": [1, 2]}}
    assert scene.history.task("https://other.example", "17") is None


def test_events_are_written_when_something_changed(scene) -> None:
    for status, progress in [
        ("SUBMITTED", ""),
        ("SUBMITTED", ""),
        ("IN_PROGRESS", "20%"),
        ("IN_PROGRESS", "20%"),
        ("SUCCESS", "100%"),
    ]:
        scene.record(status, progress)
    scene.record("SUCCESS", "100%", imageUrl="https://cdn.example/x.png")  # news, but no change of state
    scene.history.note_event(scene.origin, "17", "reconnected", "after 12 s")
    assert scene.rows("SELECT kind, status, percent, detail FROM events ORDER BY event_id") == [
        ("state", "SUBMITTED", None, ""),
        ("state", "IN_PROGRESS", 20, ""),
        ("state", "SUCCESS", 100, ""),
        ("reconnected", None, None, "after 12 s"),
    ]
    assert scene.history.task(scene.origin, "17").task.image_url.endswith("x.png")


@pytest.mark.parametrize("end", ["SUCCESS", "FAILURE", "CANCEL"])
def test_case_27_a_finished_task_stays_finished(scene, end) -> None:
    scene.record(end, "100%", failReason="x" if end == "FAILURE" else None)
    for _ in range(2):
        stored = scene.record("IN_PROGRESS", "35%")
        assert stored.task.status == end
    assert scene.history.task(scene.origin, "17").task.status == end
    refused = scene.rows("SELECT raw FROM events WHERE kind = 'refused'")
    assert [json.loads(raw)["progress"] for (raw,) in refused] == ["35%"]


def test_case_27_a_success_is_not_undone_and_a_failure_may_be(scene) -> None:
    scene.record("FAILURE", "", failReason="time out")
    assert scene.record("SUCCESS", "100%").task.status == "SUCCESS"
    assert scene.record("FAILURE", "", failReason="x").task.status == "SUCCESS"


def test_case_27_what_goes_back_is_kept_in_the_log(scene) -> None:
    scene.record("IN_PROGRESS", "60%")
    scene.record("IN_PROGRESS", "20%")
    raws = [raw for (raw,) in scene.rows("SELECT raw FROM events WHERE raw IS NOT NULL")]
    assert [json.loads(raw)["progress"] for raw in raws] == ["60%"]


@pytest.mark.parametrize(
    "odd",
    [
        {"status": None, "progress": None, "prompt": None, "buttons": None},
        {"status": 7, "progress": [], "prompt": {"a": 1}, "submitTime": "soon"},
        {"status": "DREAMING", "progress": "900%", "seed": "9" * 40, "submitTime": 10**30},
        {"prompt": "nul \x00 and half \ud83d", "seed": -1, "finishTime": -5},
        {"prompt": "a --seed 99999999999999999999 --ar 3:2"},
    ],
)
def test_case_28_odd_answers_are_stored_too(scene, odd) -> None:
    stored = scene.record(**odd)
    assert not stored.task.terminal
    assert scene.history.task(scene.origin, "17").task == stored.task


def test_every_captured_answer_is_stored(scene) -> None:
    examples = Path(__file__).parents[1] / "api" / "examples"
    found = sorted(examples.glob("task_*.json"))
    assert len(found) >= 5
    for number, path in enumerate(found):
        task = decode_task(json.loads(path.read_bytes()) | {"id": str(number)})
        assert scene.history.record(scene.origin, task).task == task


def test_the_intent_moves_with_its_task(scene) -> None:
    intent = scene.accepted("17")
    seen = []
    for status, progress in [("SUBMITTED", ""), ("IN_PROGRESS", "20%"), ("SUCCESS", "100%")]:
        stored = scene.record(status, progress)
        assert stored.intent_id == intent.intent_id
        seen.append(scene.history.intent(intent.intent_id).status)
    assert seen == ["ACCEPTED", "RUNNING", "DONE"]


def test_whether_a_failed_task_was_refunded_is_not_known_until_somebody_says_so(scene) -> None:
    intent = scene.accepted("17")
    scene.record("FAILURE", "", failReason="Banned")
    intent = scene.history.intent(intent.intent_id)
    assert (intent.status, intent.charged) == ("FAILED", "unknown")
    assert scene.history.spent(scene.origin).money_last_hour == 0.1  # held as charged
    scene.history.refund(intent.intent_id)
    assert scene.history.spent(scene.origin).money_last_hour == 0
    assert scene.rows("SELECT charged FROM tasks") == [("refunded",)]


def test_the_parameters_of_a_prompt_have_columns(scene) -> None:
    scene.record(prompt="a fox --ar 3:2 --s 250 --seed 7 --tile --q 2 --sref 123")
    names = "p_ar, p_stylize, p_seed, p_tile, p_quality, p_sref, p_chaos, prompt_key"
    assert scene.rows(f"SELECT {names} FROM tasks") == [
        ("3:2", 250, 7, 1, 2.0, "123", None, "a fox --ar 3:2 --quality 2 --sref 123 --stylize 250 --tile")
    ]


def test_the_columns_are_those_of_the_prompt_language() -> None:
    # A new parameter needs a numbered migration; this test is what notices.
    assert {name: kind.__name__ for name, kind in COLUMNS.items()} == PARAMETERS


def test_case_14_a_mark_that_is_not_ours_puts_the_call_in_doubt(scene) -> None:
    intent = scene.accepted("17")
    stored = scene.record(state="somebody else's")
    assert stored.intent_id is None
    intent = scene.history.intent(intent.intent_id)
    assert (intent.status, intent.charged) == ("IN_DOUBT", "unknown")


def test_case_14_a_mark_that_comes_back_heals_the_call_it_belongs_to(scene) -> None:
    lost, _ = scene.prepare()
    scene.history.sending(lost.intent_id)
    scene.history.settle(lost.intent_id, "IN_DOUBT")
    other = scene.accepted("17")
    stored = scene.record(state=lost.state)
    assert stored.intent_id == lost.intent_id
    healed = scene.history.intent(lost.intent_id)
    assert (healed.status, healed.task_id, healed.charged) == ("RUNNING", "17", "yes")
    assert scene.history.intent(other.intent_id).status == "IN_DOUBT"


def test_case_14_other_words_under_our_id_are_not_our_task(scene) -> None:
    intent = scene.accepted("17", prompt="a red fox --ar 3:2")
    scene.record(prompt="https://cdn.example/a.png A red fox --v 7 --fast")
    assert scene.history.intent(intent.intent_id).status == "RUNNING"
    other = scene.accepted("18", prompt="a lighthouse")
    scene.record(id="18", prompt="a red fox")
    assert scene.history.intent(other.intent_id).status == "IN_DOUBT"


def test_a_state_of_the_users_own_is_ours(scene) -> None:
    intent = scene.accepted("17", body={"prompt": "a red fox", "state": "mine"})
    assert scene.record(state="mine").intent_id == intent.intent_id
    assert scene.history.intent(intent.intent_id).status == "RUNNING"


def test_a_dialog_and_its_answer_are_one_task(scene) -> None:
    dialog = scene.accepted("17", endpoint="submit/action", price=0.0, parent_task_id="5")
    scene.record("MODAL", "")
    assert scene.history.intent(dialog.intent_id).status == "NEEDS_INPUT"
    answer = scene.accepted("17", endpoint="submit/modal", parent_task_id="17")
    task = scene.task(state=dialog.state)
    stored = scene.history.record(scene.origin, task, intent_id=answer.intent_id)
    assert stored.intent_id == answer.intent_id
    assert scene.record("SUCCESS", "100%", state=dialog.state).intent_id == answer.intent_id
    assert scene.history.intent(answer.intent_id).status == "DONE"


def test_children_and_limits(scene) -> None:
    scene.record()
    for child in ("18", "19"):
        scene.history.record(scene.origin, scene.task(id=child), parent_task_id="17")
    assert [stored.task_id for stored in scene.history.children(scene.origin, "17")] == ["18", "19"]
    assert [stored.task_id for stored in scene.history.tasks_of(scene.origin)] == ["19", "18", "17"]
    assert len(scene.history.tasks_of(scene.origin, 1)) == 1


def test_case_35_what_to_follow_after_a_restart(scene) -> None:
    never_seen = scene.accepted("17")
    scene.accepted("18")
    scene.record(id="18")
    scene.accepted("19")
    scene.record("SUCCESS", "100%", id="19", imageUrl="https://cdn.example/x.png")
    scene.record(id="20")  # made elsewhere
    rejected, _ = scene.prepare()
    scene.history.settle(rejected.intent_id, "REJECTED")
    scene.open_again()
    found = scene.history.unfinished(scene.origin)
    assert [each.task_id for each in found] == ["17", "18", "20"]
    assert found[0] == never_seen
    assert scene.history.unfinished("https://other.example") == []
    assert [stored.task_id for stored in scene.history.without_picture(scene.origin)] == ["19"]


def test_all_tasks_of_one_answer_go_in_together(scene) -> None:
    stored = scene.history.record_all(scene.origin, [scene.task(id=str(n)) for n in range(100)])
    assert len(stored) == len(scene.history.tasks_of(scene.origin)) == 100
