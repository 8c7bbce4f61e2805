"""The history as typed frames, the same by every way of reading."""

import sys
from pathlib import Path

import pandas as pd
import pytest

from yubo_nb.api.models import decode_task
from yubo_nb.data import frame
from yubo_nb.history import History
from yubo_nb.history.schema import PARAMETERS

FRAMES = {"tasks": frame.tasks, "images": frame.images, "events": frame.events, "ledger": frame.ledger}
WAYS = ["arrow", "cursor and arrow", "cursor"]


@pytest.fixture(params=WAYS)
def way(request, monkeypatch):
    """With the extra, with Arrow but without ADBC, with neither."""
    if request.param != "arrow":
        monkeypatch.setitem(sys.modules, "adbc_driver_sqlite", None)
    if request.param == "cursor":
        monkeypatch.setitem(sys.modules, "pyarrow", None)
    return request.param


def test_every_kind_of_call_is_a_row(history, way) -> None:
    rows = frame.tasks(history)
    assert rows["id"].fillna("none").tolist() == ["17", "18", "19", "none", "none", "none", "99"]
    assert rows["phase"].tolist() == [
        "success",
        "failure",
        "unknown",
        "in_doubt",
        "rejected",
        "success",
        "queued",
    ]
    assert rows["charged"].tolist() == ["yes", "refunded", "unknown", "unknown", "no", "yes", "yes"]
    assert rows["sandbox"].fillna(True).tolist() == [False, False, True, False, False, False, False]
    assert rows["intent_id"].isna().tolist() == [False, False, True, False, False, False, False]


def test_one_row_in_all_its_columns(history, way) -> None:
    row = frame.tasks(history).iloc[0]
    assert row["prompt"] == "a red fox --ar 3:2 --s 250 --seed 7"
    assert row["final_prompt"] == "a red fox --v 7.0"
    assert (row["ar"], row["stylize"], row["seed"]) == ("3:2", 250, 7)
    assert row["submitted"] == pd.Timestamp("2024-11-03T08:17:06.053", tz="UTC")
    assert (row["latency_s"], row["queue_s"]) == (40.0, 2.0)
    assert Path(row["picture"]).read_bytes()
    assert Path(row["picture"]).stem == row["picture_hash"]
    assert (row["rating"], row["starred"], row["note"]) == (4, True, "=1+1")
    assert pd.isna(row["fail_reason"])
    assert pd.isna(row["chaos"])


def test_a_child_names_its_parent_and_its_button(history, way) -> None:
    rows = frame.tasks(history)
    child = rows.iloc[1]
    assert (child["parent_id"], child["parent_intent"], child["via"]) == (
        "17",
        rows.iloc[0]["intent_id"],
        "U2",
    )
    assert (child["action"], child["fail_reason"]) == ("UPSCALE", "Banned")
    assert pd.isna(child["latency_s"])  # its end lies before its beginning
    assert child["seed"] == 7  # what the prompt says; where it says nothing, what the relay told


def test_other_text_stays_as_it_is(history, way) -> None:
    row = frame.tasks(history).iloc[2]
    assert row["prompt"] == "猫 'quoted' --q 2 --tile"
    assert (row["status"], row["quality"], row["tile"]) == ("DREAMING", 2.0, True)


def test_dtypes_are_as_documented(history, way) -> None:
    rows = frame.tasks(history)
    kinds = {"int": "Int64", "float": "Float64", "bool": "boolean", "str": "string"}
    expected = {name: kinds[kind] for name, kind in PARAMETERS.items()}
    expected |= dict.fromkeys(
        ("origin", "action", "status", "phase", "charged", "speed", "picture_state"), "category"
    )
    expected |= {"price": "Float64", "latency_s": "Float64", "queue_s": "Float64", "rating": "Int64"}
    expected |= dict.fromkeys(("submitted", "started", "finished"), "datetime64[ms, UTC]")
    expected |= dict.fromkeys(("sandbox", "starred", "left"), "boolean")
    for name in rows.columns:
        assert str(rows[name].dtype) == expected.get(name, "string"), name
        assert f"    {name} " in (frame.tasks.__doc__ or "") or name in PARAMETERS, name


@pytest.mark.parametrize("name", FRAMES)
def test_an_empty_history_has_the_same_columns_and_dtypes(history, empty, way, name) -> None:
    full, none = FRAMES[name](history), FRAMES[name](empty)
    assert len(none) == 0
    assert len(full) > 0
    assert list(none.columns) == list(full.columns)
    for column in full.columns:
        assert str(none[column].dtype) == str(full[column].dtype), column


@pytest.mark.parametrize("name", FRAMES)
def test_all_ways_of_reading_give_the_same(history, monkeypatch, name) -> None:
    quick = FRAMES[name](history)
    monkeypatch.setitem(sys.modules, "adbc_driver_sqlite", None)
    pd.testing.assert_frame_equal(FRAMES[name](history), quick)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    plain = FRAMES[name](history)
    pd.testing.assert_frame_equal(plain.astype(object), quick.astype(object), check_dtype=False)


@pytest.mark.parametrize("name", FRAMES)
def test_one_origin_alone(history, way, name) -> None:
    found = FRAMES[name](history, origin="http://127.0.0.1:5")
    assert set(found["origin"].dropna()) <= {"http://127.0.0.1:5"}
    assert len(found) == {"tasks": 1, "images": 0, "events": 1, "ledger": 0}[name]
    assert len(FRAMES[name](history, origin="x' OR '1'='1")) == 0
    assert len(FRAMES[name](history, origin="{t} %s :x")) == 0


def test_images_events_and_ledger(history, way) -> None:
    (image,) = frame.images(history).to_dict("records")
    assert (image["task_id"], image["role"], image["state"], image["width"]) == ("17", "result", "CACHED", 64)
    events = frame.events(history)
    assert events["kind"].tolist() == ["state"] * 3
    assert events["at"].dt.tz is not None
    ledger = frame.ledger(history)
    assert ledger["kind"].tolist() == ["charge", "charge", "doubt", "refund", "doubt", "charge", "charge"]
    assert ledger["amount"].sum() == pytest.approx(0.4)
    assert ledger["task_id"].tolist()[:2] == ["17", "18"]


def test_a_dialog_and_its_answer_are_one_row(empty, way) -> None:
    common = {"body": {}, "prompt": "a fox", "origin": "o"}
    press, _ = empty.prepare(endpoint="submit/action", action="custom_zoom", price=0.0, **common)
    empty.sending(press.intent_id)
    empty.settle(press.intent_id, "NEEDS_INPUT", task_id="20")
    assert frame.tasks(empty)["phase"].tolist() == ["modal"]
    answer, _ = empty.prepare(
        endpoint="submit/modal", action="modal", price=0.1, parent_intent_id=press.intent_id, **common
    )
    empty.sending(answer.intent_id)
    empty.settle(answer.intent_id, "ACCEPTED", task_id="20")
    empty.record("o", decode_task(b'{"id": "20", "status": "SUCCESS"}'), intent_id=answer.intent_id)
    (row,) = frame.tasks(empty).to_dict("records")
    assert (row["id"], row["intent_id"], row["price"]) == ("20", answer.intent_id, 0.1)


def test_a_picture_that_came_without_a_task_is_found_by_its_intent(history, way) -> None:
    rows = frame.tasks(history)
    intent = rows.iloc[5]["intent_id"]
    digest = rows.iloc[0]["picture_hash"]
    history.picture_for(rows.iloc[5]["origin"], intent, digest)
    assert frame.tasks(history).iloc[5]["picture"] == rows.iloc[0]["picture"]


def test_long_histories_come_whole_over_many_batches(empty, way) -> None:
    with empty._db.writing() as transaction:
        transaction.text(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 45000)"
            " INSERT INTO tasks(origin, task_id, charged, action, status, phase, terminal, prompt, prompt_en,"
            " final_prompt, description, fail_reason, image_url, mode, picture_state, picture_error, "
            "first_seen_ms,"
            " last_seen_ms, prompt_key, p_seed, submit_ms)"
            " SELECT 'o', i, 'yes', 'IMAGINE', CASE WHEN i > 44000 THEN 'LATE' ELSE 'SUCCESS' END, "
            "'success', 1, 'p',"
            " '', '', '', CASE WHEN i = 44999 THEN 'late' ELSE '' END, '', '', '', '', 0, 0, 'p',"
            " CASE WHEN i = 45000 THEN 4294967295 END, i FROM n"
        )
    rows = frame.tasks(empty)
    assert len(rows) == 45000
    assert rows["id"].tolist() == [str(n) for n in range(1, 45001)]
    assert rows["status"].value_counts()["LATE"] == 1000
    assert rows["fail_reason"].dropna().tolist() == ["late"]
    assert rows["seed"].dropna().tolist() == [4294967295]
    assert rows["submitted"].iloc[-1] == pd.Timestamp(45000, unit="ms", tz="UTC")


def test_a_path_with_odd_characters(tmp_path, way) -> None:
    with History(tmp_path / "50% odd?#'x" / "h.sqlite3") as history:
        assert len(frame.tasks(history)) == 0
