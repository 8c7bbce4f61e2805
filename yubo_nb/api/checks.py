"""Arguments that cannot succeed are refused here, before anything is sent: field, reason, fix."""

import re
from typing import Any
from urllib.parse import urlsplit

from yubo_nb.api.errors import InvalidRequest
from yubo_nb.lang import say

BOT_TYPES = ("MID_JOURNEY", "NIJI_JOURNEY")
DIMENSIONS = ("PORTRAIT", "SQUARE", "LANDSCAPE")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}")


def refuse(endpoint: str, field: str, en: str, zh: str) -> InvalidRequest:
    """The error for an argument, in the reader's language."""
    return InvalidRequest(say(f"{field}: {en}", f"{field}：{zh}"), field=field, endpoint=endpoint)


def a_text(endpoint: str, field: str, value: Any, limit: int | None = None) -> str:
    """Text and nothing else: new-api refuses numbers with a sentence about Go structs."""
    if not isinstance(value, str):
        kind = type(value).__name__
        raise refuse(
            endpoint,
            field,
            f"must be text, not {kind}; write it in quotes.",
            f"必须是文本，而不是 {kind}；请加引号。",
        )
    if limit is not None and len(value) > limit:
        raise refuse(
            endpoint,
            field,
            f"has {len(value)} characters, at most {limit} fit.",
            f"有 {len(value)} 个字符，最多 {limit} 个。",
        )
    try:
        value.encode()
    except UnicodeEncodeError:
        raise refuse(
            endpoint, field, "holds half a character; paste it anew.", "含有不完整的字符，请重新粘贴。"
        ) from None
    return value


def a_prompt(endpoint: str, value: Any) -> str:
    """A prompt with something in it; only blanks and parameters do not make a picture."""
    prompt = a_text(endpoint, "prompt", value)
    if not prompt.strip():
        raise refuse(endpoint, "prompt", "is empty; describe what to draw.", "为空；请描述要画的内容。")
    if "\x00" in prompt:
        raise refuse(endpoint, "prompt", "holds a NUL character; remove it.", "含有 NUL 字符，请删除。")
    return prompt


def an_id(endpoint: str, field: str, value: Any) -> str:
    """A task id as text, without blanks; it becomes part of an address."""
    task_id = a_text(endpoint, field, value).strip()
    if not _ID.fullmatch(task_id):
        raise refuse(
            endpoint,
            field,
            f"{task_id[:40]!r} is no task id; copy it from the task.",
            f"{task_id[:40]!r} 不是任务 id；请从任务中复制。",
        )
    return task_id


def one_of(endpoint: str, field: str, value: Any, allowed: tuple[str, ...]) -> str:
    """One word of a closed set, in any case."""
    word = a_text(endpoint, field, value).strip().upper()
    if word not in allowed:
        known = ", ".join(allowed)
        raise refuse(endpoint, field, f"{value!r} is not one of {known}.", f"{value!r} 不在 {known} 之中。")
    return word


def a_truth(endpoint: str, field: str, value: Any) -> bool:
    """True or False; "false" in quotes would be true to most readers."""
    if not isinstance(value, bool):
        raise refuse(endpoint, field, "must be True or False.", "必须是 True 或 False。")
    return value


def a_hook(endpoint: str, value: Any) -> str:
    """An http(s) address the relay can call, or "" for none. 2,000 characters at most (trueai)."""
    hook = a_text(endpoint, "notify_hook", value, 2000).strip()
    if hook and urlsplit(hook).scheme.lower() not in {"http", "https"}:
        raise refuse(
            endpoint, "notify_hook", "must be an http(s) address or empty.", "必须是 http(s) 地址或留空。"
        )
    return hook


def a_state(endpoint: str, value: Any) -> str:
    """Free text that comes back in the task; 255 characters at most (trueai). It is stored in clear."""
    return a_text(endpoint, "state", value, 255)


def whole(endpoint: str, field: str, value: Any, low: int, high: int) -> int:
    """A whole number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise refuse(
            endpoint,
            field,
            f"{value!r} is no whole number from {low} to {high}.",
            f"{value!r} 不是 {low} 到 {high} 的整数。",
        )
    return value


def shared(endpoint: str, notify_hook: str, state: str) -> dict[str, str]:
    """The two fields every submit takes. new-api drops the hook unless its owner allows callbacks."""
    return {"notifyHook": a_hook(endpoint, notify_hook), "state": a_state(endpoint, state)}
