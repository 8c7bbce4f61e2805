"""The relay's words for a failure, read for its kind; every kind says what happened and what to do."""

import errno
import sqlite3

import pytest

from yubo_nb.history.faults import history_error
from yubo_nb.live.reasons import KINDS, Reason, reason


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("[Invalid parameter] `--ar 0:2` is out of range", "parameter"),
        ("Invalid Form Body", "parameter"),
        ("The relay refused submit/imagine (HTTP 400): prompt_is_required.", "parameter"),
        ("[Banned prompt detected] `gore`", "word"),
        ("可能包含敏感词", "word"),
        ("[Request cancelled due to image filters]", "filter"),
        ("[Request cancelled due to output filters]", "filter"),
        ("Blocked", "filter"),
        ("Content policy violation", "filter"),
        ("[Invalid link] Could not fetch the image", "picture"),
        ("base64格式错误", "picture"),
        ("任务超时", "time_out"),
        ("任务提交超时", "time_out"),
        ("上游任务超时（超过1小时）", "time_out"),
        ("[Queue full] You can only run 3 jobs", "queue"),
        ("提交失败，队列已满，请稍后重试", "queue"),
        ("当前分组负载已饱和，请稍后再试，或升级账户以提升服务质量。", "queue"),
        ("Credits exhausted", "credit"),
        ("quota_not_enough", "credit"),
        # A gateway says in its error's type that the money is gone, and in words that it is busy.
        ("(HTTP 429, insufficient_user_quota): 当前分组上游负载已饱和，请稍后再试.", "credit"),
        ("（HTTP 402）：当前分组上游负载已饱和，请稍后再试。", "credit"),
        ("The relay refused submit/imagine (HTTP 401): 该令牌额度已用尽.", "credit"),
        ("The relay refused submit/imagine (HTTP 401): 无效的令牌.", "key"),
        ("无可用的账号实例", "account"),
        ("No available account instance", "account"),
        ("Pending mod message", "account"),
        ("Subscription required", "account"),
        ("[Action needed to continue] accept the terms", "account"),
        ("[...] /captcha/embedded/1", "account"),
        ("关联任务不存在或已失效", "parent"),
        ("[Internal Server Error] …", "server"),
        ("[Sorry! Could not complete the job!]", "server"),
        ("提交失败，系统异常", "server"),
        ("取消任务", "cancelled"),
        ("", "unsaid"),
        ("Failed; the relay gave no reason.", "unsaid"),
        ("Something nobody has seen.", "other"),
    ],
)
def test_the_kind_is_read_from_the_words(said: str, kind: str) -> None:
    assert reason("failure", said).kind == kind


def test_a_code_and_a_phase_say_more_than_words() -> None:
    assert reason("rejected", "submit failed", code=24).kind == "word"
    assert reason("rejected", "no", code=23).kind == "queue"
    assert reason("not_sent", "No route to host.").kind == "connection"
    assert reason("cancelled", "").kind == "cancelled"


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("The relay refused submit/imagine: “gore” is a banned word in “much gore”.", "gore"),
        ("中转站拒绝了 submit/imagine：“血腥”是敏感词。", "血腥"),
        ("[Banned prompt detected] `gore`", "gore"),
        ("可能包含敏感词", ""),
    ],
)
def test_the_banned_word_is_named(said: str, word: str) -> None:
    assert reason("rejected", said).word == word


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_has_both_sentences(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUBO_LANG", lang)
    for kind in KINDS:
        told = Reason(kind)
        end = "。" if lang == "zh" else "."
        assert told.what.endswith(end), kind
        assert told.remedy.endswith(end), kind


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "full"),
        OSError(errno.EROFS, "read-only"),
        sqlite3.DatabaseError("not a database"),
    ],
)
def test_a_history_that_cannot_be_written_is_no_fault_of_the_network(monkeypatch, fault, language):
    """Every call that was not sent said "No connection was made", on a full disk too."""
    monkeypatch.setenv("YUBO_LANG", language)
    assert reason("not_sent", str(history_error(fault, "history.sqlite3"))).kind == "history"
