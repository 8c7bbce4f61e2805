"""What an answer means: accepted, refused, or unknown. Here, and only here, a paid answer is judged.

The rule is one sentence: refused is only what the relay refused in so many words, accepted only what names an
id or a picture, and everything else is in doubt, because a second submit may be a second charge.
"""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from yubo_nb.api.answers import Answer, Complaint, plain, read_complaint
from yubo_nb.api.errors import (
    AuthError,
    PromptRejected,
    QueueFull,
    QuotaError,
    RateLimited,
    Rejected,
    RelayUnavailable,
    SubmitInDoubt,
    TaskNotFound,
    UnreadableAnswer,
    YuboError,
)
from yubo_nb.api.lacking import lacking, says_no_route
from yubo_nb.api.submission import Submission, decode_submission
from yubo_nb.api.wire import mapping, text
from yubo_nb.lang import say

_REFUSED_WHATEVER_THE_BODY = frozenset({401, 402, 403, 404, 405, 413, 414, 415, 422})
_REFUSING_CODES = frozenset({3, 4, 9, 24})
_NOT_FOUND = ("task_no_found", "task_not_found", "task_not_exist", "关联任务不存在", "任务不存在")
_SHORTEST_WAIT, _LONGEST_WAIT = 1.0, 120.0


def retry_after(header: str | None) -> float | None:
    """Seconds to wait as a `Retry-After` says, in numbers or as a date, within [1, 120]; None for rubbish."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            moment = parsedate_to_datetime(header)
            seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
    return None if math.isnan(seconds) else min(max(seconds, _SHORTEST_WAIT), _LONGEST_WAIT)


def _context(answer: Answer, complaint: Complaint, endpoint: str, task_id: str | None) -> dict[str, Any]:
    return {
        "endpoint": endpoint,
        "http_status": answer.status,
        "code": complaint.code,
        "request_id": complaint.request_id,
        "task_id": task_id,
    }


def refusal(answer: Answer, complaint: Complaint, endpoint: str, task_id: str | None = None) -> Rejected:
    """The error for an answer that refuses. Nothing was charged for any of them."""
    status, code, said = answer.status, complaint.code, complaint.message
    context = _context(answer, complaint, endpoint, task_id)
    if complaint.page is not None:
        said = say(f"a web page, “{complaint.page}”", f"一个网页“{complaint.page}”")
    # Some gateways say that the money is gone in the error's type alone, and in words that they are busy.
    typed = f", {complaint.kind.split()[-1]}" if complaint.about_money and complaint.kind else ""
    what = say(
        f"The relay refused {endpoint} (HTTP {status}{typed}): {said or 'no reason given'}.",
        f"中转站拒绝了 {endpoint}（HTTP {status}{typed}）：{said or '未说明原因'}。",
    ).replace("..", ".")
    if complaint.about_money or status == 402:
        return QuotaError(what, **context)
    if status == 429 or code in {23, 30}:
        wait = retry_after(answer.header("retry-after"))
        kind = QueueFull if code == 23 else RateLimited
        return kind(what, retry_after=wait, **context)
    if status in {404, 405} and says_no_route(complaint):
        return lacking(endpoint, status, complaint.request_id)
    if status == 401 or (status == 403 and complaint.is_json):
        return AuthError(what, **context)
    if code == 24:
        told = mapping(mapping(complaint.value).get("properties"))
        word, prompt_en = plain(text(told.get("bannedWord"))), text(told.get("promptEn"))
        return PromptRejected(
            _banned(endpoint, said, word, prompt_en), word=word, prompt_en=prompt_en, **context
        )
    if any(name in said for name in _NOT_FOUND):
        return TaskNotFound(what, **context)
    return Rejected(what, hint=_hint(status, code, said), **context)


def _banned(endpoint: str, said: str, word: str, prompt_en: str) -> str:
    if not word:
        return say(
            f"The relay refused {endpoint} for a banned word: {said}.",
            f"中转站因敏感词拒绝了 {endpoint}：{said}。",
        )
    where = plain(prompt_en)
    return say(
        f"The relay refused {endpoint}: “{word}” is a banned word" + (f" in “{where}”." if where else "."),
        f"中转站拒绝了 {endpoint}：“{word}”是敏感词" + (f"，出现在“{where}”中。" if where else "。"),
    )


def _hint(status: int, code: int | None, said: str) -> str:
    """What to do about a refusal that has no class of its own."""
    if status == 413:
        return say(
            "Send smaller pictures: below 4 MB each, 20 MB together.",
            "请缩小图片：每张小于 4 MB，总共小于 20 MB。",
        )
    if "unknown_action" in said:
        return say(
            "This gateway does not know this button; submit the text as a new imagine instead.",
            "该网关不认识此按钮；请把文本作为新的 imagine 提交。",
        )
    if code == 3:
        return say("No account is free at the relay now; try later.", "中转站暂无可用账号，请稍后再试。")
    if code == 5:
        return say(
            "The relay could not reach its upstream, which may still draw it untracked.",
            "中转站未能联系上游；上游仍可能在绘制，但无法跟踪。",
        )
    if code == 9:
        return say("The relay failed; sending again may work.", "中转站提交失败，可再试一次。")
    return ""


def _refuses(answer: Answer, complaint: Complaint) -> bool:
    status, code = answer.status, complaint.code
    exact = isinstance(mapping(complaint.value).get("code"), int)
    if status == 429 or status in _REFUSED_WHATEVER_THE_BODY:
        return True
    if status not in {200, 400} or not complaint.is_json or not isinstance(complaint.value, dict):
        return False
    if (
        code == 5 and exact
    ):  # other texts of code 5 come after the upstream was asked, and it may have said yes
        return complaint.message.startswith("do_request_failed")
    if exact and (code in _REFUSING_CODES or code in {23, 30}):
        return True
    return status == 400 and (code is None or not exact) and bool(complaint.message)


def judge_submit(answer: Answer, endpoint: str) -> Submission:
    """The outcome of a paid call: the accepted Submission, or raises Rejected… or SubmitInDoubt.

    Redirects, 5xx (503 too), cut and odd bodies, unknown codes and codes written as text are in doubt.
    """
    complaint = read_complaint(answer)
    if answer.status == 200 and isinstance(complaint.value, dict):
        submission = decode_submission(answer.body, answer.status, complaint.request_id)
        if submission.accepted:
            return submission
    if _refuses(answer, complaint):
        raise refusal(answer, complaint, endpoint)
    raise doubtful(answer, complaint, endpoint)


def doubtful(answer: Answer, complaint: Complaint, endpoint: str) -> SubmitInDoubt:
    """Sent, answered, and still unknown. An id that came along is kept, so that it can be looked at."""
    if complaint.page is not None:
        said = say(f"with a web page, “{complaint.page}”", f"返回了网页“{complaint.page}”")
    elif complaint.message:
        said = say(f"saying: {complaint.message}", f"内容：{complaint.message}")
    else:
        said = say("with nothing to read", "没有可读内容")
    hint = ""
    if answer.status == 501 or (complaint.page is not None and answer.status == 200):
        # new-api's front page: a wrong address, or an unknown path
        hint = say(
            "The base URL may be wrong, or the relay lacks this endpoint. Nothing was sent again.",
            "base URL 可能有误，或中转站没有此接口。没有重新提交。",
        )
    found = None
    if isinstance(complaint.value, dict) and complaint.code in {1, 21, 22}:
        found = decode_submission(answer.body, answer.status).task_id
    return SubmitInDoubt(
        say(
            f"Not sure whether {endpoint} was accepted: the relay answered HTTP {answer.status} {said}.",
            f"不确定 {endpoint} 是否已被接受：中转站返回 HTTP {answer.status}，{said}。",
        ),
        hint=hint,
        **_context(answer, complaint, endpoint, found),
    )


def unanswered(answer: Answer, endpoint: str, task_id: str | None = None) -> YuboError:
    """The error for a question (never a paid call) whose answer is not what was asked for."""
    complaint = read_complaint(answer)
    context = _context(answer, complaint, endpoint, task_id)
    status = answer.status
    if status >= 500 or status == 408:
        said = complaint.page if complaint.page is not None else complaint.message
        return RelayUnavailable(
            say(
                f"{endpoint} failed at the relay: HTTP {status} {said}.",
                f"{endpoint} 在中转站出错：HTTP {status} {said}。",
            ),
            retry_after=retry_after(answer.header("retry-after")),
            **context,
        )
    if complaint.page is not None:
        return UnreadableAnswer(
            say(
                f"{endpoint}: HTTP {status} came with a web page, “{complaint.page}”, instead of JSON.",
                f"{endpoint}：中转站以 HTTP {status} 返回了网页“{complaint.page}”，而不是 JSON。",
            ),
            **context,
        )
    if status >= 400 or (isinstance(complaint.value, dict) and complaint.message):
        return refusal(answer, complaint, endpoint, task_id)
    said = complaint.message or say("an empty body", "空内容")
    return UnreadableAnswer(
        say(
            f"{endpoint}: the relay answered HTTP {status} with something unreadable: {said}",
            f"{endpoint}：中转站返回 HTTP {status}，内容无法识别：{said}",
        ),
        **context,
    )
