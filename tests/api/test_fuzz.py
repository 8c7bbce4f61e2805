"""Hostile and odd answers: nothing but our own errors, no lost digits, no state that goes back.

2,000 examples for each reader; tests/figures/f06_readers.py tries them on many more.
"""

# ruff: noqa: PT017 - which error comes depends on the example, so it is caught and looked at

import json
import os
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yubo_nb.api import protocol
from yubo_nb.api.account import models, subscription, usage
from yubo_nb.api.answers import Answer, Trouble, read_complaint
from yubo_nb.api.buttons import meaning_of
from yubo_nb.api.conversation import RESENDS, Pace, Rest, Send, converse
from yubo_nb.api.errors import InvalidRequest, NotSent, RateLimited, Rejected, SubmitInDoubt, YuboError
from yubo_nb.api.extras import cancel, image
from yubo_nb.api.judge import judge_submit, retry_after
from yubo_nb.api.models import Submission, decode_submission, decode_task, decode_tasks, merge_tasks
from yubo_nb.api.results import choices_of, tokens_of

EXAMPLES = int(os.environ.get("YUBO_EXAMPLES", "2000"))
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
quick = settings(thorough, max_examples=max(EXAMPLES // 8, 100))

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["SUCCESS", "IN_PROGRESS", "MODAL", "", "100%", "46%", "(15%)", "0", "-1", "1", "21"])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
fields = (
    scalars | scalars | values
)  # most of a relay's fields are flat, and flat ones are made in a tenth of the time
TASK_KEYS = [
    *("id", "action", "status", "prompt", "promptEn", "description", "state", "submitTime", "startTime"),
    *("finishTime", "progress", "imageUrl", "failReason", "buttons", "properties", "seed", "imageUrls"),
    *("image_urls", "videoUrl", "videoUrls", "mode", "extra"),
]
tasks = st.dictionaries(st.sampled_from(TASK_KEYS) | st.text(max_size=6), fields, max_size=24)
button_lists = st.lists(
    st.dictionaries(st.sampled_from(["customId", "emoji", "label", "type", "style"]), fields), max_size=5
)
SUBMIT_KEYS = [
    "code",
    "description",
    "result",
    "properties",
    "message",
    "success",
    "error",
    "created",
    "data",
    "type",
]
codes = st.sampled_from([0, 1, 3, 4, 5, 9, 21, 22, 23, 24, 30, -1, 77, "1", "21", 1.0, None, True])
submits = st.dictionaries(st.sampled_from(SUBMIT_KEYS), values, max_size=8) | st.builds(
    lambda code, result, text: {"code": code, "result": result, "description": text},
    codes,
    values | st.text(string.digits, min_size=1, max_size=20),
    st.sampled_from(
        ["ok", "Waiting for window confirm", "窗口等待", "do_request_failed ", "quota_not_enough "]
    ),
)
statuses = st.sampled_from(
    [200, 200, 200, 201, 204, 301, 302, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 524]
)
pages = st.sampled_from(
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"<!doctype html><title>x</title>",
        b"\xff\xfe",
        b'"\\ud83d"',
        b"NaN",
        b"[" * 5000,
    ]
)


def written(value) -> bytes:
    return json.dumps(value).encode()


bodies = st.binary(max_size=80) | pages | st.builds(written, values) | st.builds(written, submits)
headers = st.sampled_from([{}, {"retry-after": "5"}, {"retry-after": "x"}, {"x-oneapi-request-id": "2024"}])
answers = st.builds(lambda status, body, told: Answer(status, body, told.get), statuses, bodies, headers)


def read_everything(task):
    """Every attribute there is; the types are what they say."""
    for name in ("id", "action", "status", "prompt", "prompt_en", "final_prompt", "description", "state"):
        assert isinstance(getattr(task, name), str)
    for name in ("progress", "fail_reason", "image_url", "mode", "phase"):
        assert isinstance(getattr(task, name), str)
    for name in ("submit_time", "start_time", "finish_time"):
        assert getattr(task, name) is None or getattr(task, name) > 0
    assert task.percent is None or 0 <= task.percent <= 100
    assert task.seed is None or task.seed
    assert all(isinstance(url, str) for url in (*task.image_urls, *task.video_urls))
    assert all(button.caption and button.meaning.charge_action for button in task.buttons)
    assert task.terminal == (task.phase in {"success", "failure", "cancelled"})
    assert isinstance(repr(task), str)
    choices_of(task), tokens_of(task), hash(task), task.is_grid, dict(task.properties)


@thorough
@given(tasks, button_lists)
def test_any_object_is_a_task_and_nothing_of_it_is_lost(body, buttons):
    body = body | {"buttons": buttons}
    task = decode_task(written(body))
    read_everything(task)
    again = decode_task(task.raw)
    assert again == task
    unknown = {key for key in body if key not in TASK_KEYS}
    assert unknown <= {*task.extra} or any("\ud800" <= c <= "\udfff" for key in body for c in key)


@thorough
@given(st.binary(max_size=200) | bodies)
def test_any_bytes_are_a_task_or_a_value_error(data):
    for decode in (decode_task, decode_submission):
        try:
            found = decode(data)
        except ValueError:
            continue
        if decode is decode_task:
            read_everything(found)
    try:
        found = decode_tasks(data)
    except ValueError:
        return
    for task in found:
        read_everything(task)


@quick
@given(st.integers(1, 10**24))
def test_ids_keep_every_digit(number):
    assert decode_task(b'{"id": %d}' % number).id == str(number)
    got = decode_submission(b'{"code": 1, "result": %d}' % number)
    assert got.task_id == str(number)
    assert got.accepted


@thorough
@given(answers)
def test_a_paid_answer_is_accepted_refused_or_in_doubt_and_nothing_else(answer):
    try:
        got = judge_submit(answer, "submit/imagine")
    except Rejected as error:
        assert error.charged == "no"
        assert answer.status not in {201, 204, 301, 302, 408, 500, 502, 503, 524}
    except SubmitInDoubt as error:
        assert error.charged == "unknown"
    else:
        assert isinstance(got, Submission)
        assert answer.status == 200
        assert got.task_id or got.images
        body = json.loads(got.raw)
        assert body.get("code") in {1, 21, 22} or "created" in body


@quick
@given(answers)
def test_questions_end_in_a_value_or_one_of_our_errors(answer):
    read_complaint(answer)
    asked = [protocol.fetch("1"), protocol.list_by_condition(["1"]), protocol.image_seed("1")]
    asked += [cancel("1"), image("1"), subscription(), usage(), models()]
    for request in asked:
        try:
            request.read(answer)
        except YuboError as error:
            assert str(error)
            assert not isinstance(error, SubmitInDoubt)
            assert error.charged == "no"


replies = st.lists(
    answers
    | st.builds(Trouble, st.just(False), st.just("refused"))
    | st.builds(Trouble, st.just(True), st.just("cut")),
    min_size=1,
    max_size=12,
)


@thorough
@given(replies)
def test_a_paid_call_goes_out_again_only_when_certainly_not_accepted(script):
    sent = []
    steps = converse(protocol.imagine("a cat"), _Instant())
    reply = None
    script = iter(script)
    outcome = None
    try:
        while True:
            step = steps.send(reply)
            if isinstance(step, Send):
                if sent:  # the one before must have been certainly refused
                    assert (isinstance(sent[-1], Trouble) and not sent[-1].sent) or not_now(sent[-1])
                reply = next(script)
                sent.append(reply)
            else:
                assert isinstance(step, Rest)
                assert 0 < step.seconds <= 132
                reply = None
    except StopIteration as end:
        outcome = end.value
        if outcome is None:
            return  # the script ran out inside the loop above
        assert outcome.accepted
    except (Rejected, NotSent, SubmitInDoubt):
        pass
    except RuntimeError:
        raise
    assert len(sent) <= 2 * RESENDS


def not_now(answer) -> bool:
    try:
        judge_submit(answer, "submit/imagine")
    except RateLimited:
        return True
    except YuboError:
        return False
    return False


class _Instant(Pace):
    """A pause that is over when it begins."""

    def hold(self, seconds, reason):
        assert 1 <= seconds <= 132


rows = st.builds(  # few ids, so that most lists have some twice
    lambda body, task_id, status: {**body, "id": task_id, "status": status},
    st.dictionaries(st.sampled_from(TASK_KEYS), fields, max_size=6),
    st.sampled_from(["1", "2", 2, "", None]) | scalars,
    st.sampled_from(["SUCCESS", "FAILURE", "IN_PROGRESS", "MODAL", "CANCEL", ""]) | scalars,
)


@quick
@given(st.lists(rows, max_size=6))
def test_merging_keeps_one_task_per_id_and_never_goes_back(rows):
    found = decode_tasks(written(rows))
    merged = merge_tasks(found)
    assert len({task.id for task in merged}) == len(merged)
    assert {task.id for task in merged} == {task.id for task in found}
    for task in merged:
        same = [other for other in found if other.id == task.id]
        assert task.terminal or not any(other.terminal for other in same)


@quick
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(["MJ", "JOB", "Job", "upsample", "1", "pan_left", "", "Outpaint", "75"]), max_size=6
    ).map("::".join)
)
def test_any_custom_id_has_a_meaning(custom_id):
    meaning = meaning_of(custom_id)
    assert meaning.charge_action
    assert meaning.opens_dialog in {"always", "perhaps", "never"}


@quick
@given(st.text(max_size=40) | st.floats().map(str) | st.integers().map(str))
def test_any_retry_after_is_a_bearable_wait(header):
    wait = retry_after(header)
    assert wait is None or 1 <= wait <= 120


@quick
@given(values, values, values)
def test_arguments_of_any_type_are_sent_or_refused(first, second, third):
    builders = [
        lambda: protocol.imagine(first, state=second, notify_hook=third),
        lambda: protocol.action(first, second, choose_same_channel=third),
        lambda: protocol.modal(first, second),
        lambda: protocol.shorten(first, bot_type=second),
        lambda: protocol.fetch(first),
    ]
    for build in builders:
        try:
            request = build()
        except InvalidRequest as error:
            assert error.field
            assert str(error)
        else:
            json.dumps(request.body)


def test_deep_nesting_and_huge_numbers_are_no_surprise():
    for data in (b"[" * 100_000, b'{"id":' + b"[" * 50_000, b'{"id": ' + b"9" * 5000 + b"}"):
        try:
            read_everything(decode_task(data))
        except ValueError:
            continue


@pytest.mark.parametrize("bad", [b"", b"[]", b"5", b"{", b"null"])
def test_what_is_no_object_is_a_value_error(bad):
    with pytest.raises(ValueError, match=r"."):
        decode_task(bad)
