"""A task in every state and every oddity the family is known for."""

import copy
import pickle

import pytest

from yubo_nb.api.models import decode_task, decode_tasks, merge_tasks


@pytest.mark.parametrize(
    ("status", "phase"),
    [
        ("NOT_START", "queued"),
        ("SUBMITTED", "queued"),
        ("", "queued"),
        (None, "queued"),
        ("PENDING", "queued"),
        ("IN_PROGRESS", "running"),
        ("in_progress", "running"),
        ("PROCESSING", "running"),
        ("MODAL", "modal"),
        ("SUCCESS", "success"),
        ("FAILURE", "failure"),
        ("CANCEL", "cancelled"),
        ("BREWING", "unknown"),
        (7, "unknown"),
    ],
)
def test_statuses(status, phase):
    task = decode_task({"id": "1", "status": status})
    assert task.phase == phase
    assert task.terminal == (phase in {"success", "failure", "cancelled"})
    assert task.status == (str(status).upper() if status not in {"", None} else "NOT_START")


@pytest.mark.parametrize(
    ("progress", "percent"),
    [
        ("46%", 46),
        ("(15%)", 15),
        ("100%", 100),
        ("", None),
        (None, None),
        ("Waiting to start", None),
        ("(Stopped)", None),
        (46, 46),
        (46.7, 46),
        ("46", 46),
        ("250%", 100),
        (-3, 0),
        ("12.5%", 12),
        (True, None),
        ([], None),
    ],
)
def test_progress(progress, percent):
    assert decode_task({"id": "1", "progress": progress}).percent == percent


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (1730621826053, 1730621826053),
        (1730621826, 1730621826000),
        (1730621826.5, 1730621826000),
        ("1730621826053", 1730621826053),
        (0, None),
        (None, None),
        (-5, None),
        ("soon", None),
        (638900000000000000, None),
    ],
)
def test_times_are_milliseconds(sent, told):
    assert decode_task({"id": "1", "startTime": sent}).start_time == told


def test_frozen_at_100_percent_with_a_reason_is_a_failure():
    task = decode_task({"id": "1", "status": "IN_PROGRESS", "progress": "100%", "failReason": "上游任务超时"})
    assert task.phase == "failure"
    assert task.terminal
    assert (
        decode_task({"id": "1", "status": "IN_PROGRESS", "progress": "99%", "failReason": "x"}).phase
        == "running"
    )


def test_ids_as_numbers_and_missing():
    assert decode_task(b'{"id": 14001934816969359}').id == "14001934816969359"
    assert decode_task(b'{"status": "SUCCESS"}', "17").id == "17"
    assert decode_task(b'{"id": " 17 "}').id == "17"


def test_a_task_is_frozen_and_travels():
    task = decode_task(b'{"id": "1", "x": 5}')
    with pytest.raises(AttributeError):
        task.id = "2"
    for twin in (pickle.loads(pickle.dumps(task)), copy.deepcopy(task)):
        assert twin == task
        assert hash(twin) == hash(task)
    assert task != decode_task(b'{"id": "1"}')
    assert repr(decode_task({"id": "1", "prompt": "p" * 99})) == f"Task(1, NOT_START, '{'p' * 39}…')"


def test_sixty_keys_of_trueai_are_kept():
    body = {f"key{n}": None for n in range(60)} | {
        "id": "1",
        "seed": "636646138",
        "mode": "RELAX",
        "imageUrls": [{"url": "https://a/1", "thumbnail": None}, {"url": "https://a/2"}],
        "videoUrls": '[{"url": "https://a/v.mp4"}]',
    }
    task = decode_task(body)
    assert len(task.extra) == 64
    assert (task.seed, task.mode) == ("636646138", "RELAX")
    assert task.image_urls == ("https://a/1", "https://a/2")
    assert task.video_urls == ("https://a/v.mp4",)


def test_snake_case_pictures_of_cometapi():
    task = decode_task(
        {"id": "1", "image_urls": ["https://a/1"], "video_urls": None, "videoUrl": "https://a/v"}
    )
    assert (task.image_urls, task.video_urls) == (("https://a/1",), ("https://a/v",))


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("MODAL", "SUBMITTED", "SUBMITTED"),
        ("MODAL", "", "NOT_START"),
        ("MODAL", "IN_PROGRESS", "IN_PROGRESS"),
        ("SUCCESS", "IN_PROGRESS", "SUCCESS"),
        ("FAILURE", "SUCCESS", "SUCCESS"),
        ("IN_PROGRESS", "FAILURE", "FAILURE"),
        ("BREWING", "IN_PROGRESS", "IN_PROGRESS"),
    ],
)
def test_of_two_rows_the_more_advanced_is_kept(first, second, kept):
    """new-api makes a second row with the same id after a modal, and the older one goes stale."""
    rows = [decode_task({"id": "1", "status": status}) for status in (first, second)]
    for order in (rows, rows[::-1]):
        assert [task.status for task in merge_tasks(order)] == [kept]


def test_of_two_running_rows_the_further_is_kept():
    rows = [decode_task({"id": "1", "status": "IN_PROGRESS", "progress": f"{n}%"}) for n in (60, 30)]
    assert merge_tasks(rows)[0].percent == 60


def test_lists_leave_out_what_is_no_task():
    assert [task.id for task in decode_tasks(b'[{"id": "1"}, null, 5, [], {"id": 2}]')] == ["1", "2"]
    with pytest.raises(ValueError, match="array"):
        decode_tasks(b'{"id": "1"}')
