"""Taking over what the relay says about a task. Runs once per task and poll, so every statement counts."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import bindparam, select
from sqlalchemy import text as sql

from yubo_nb.api.models import Phase, Task, decode_task
from yubo_nb.history.clean import integer, maybe_text, text
from yubo_nb.history.database import Transaction
from yubo_nb.history.evidence import owner_of_task
from yubo_nb.history.ids import now_ms
from yubo_nb.history.outcomes import settle
from yubo_nb.history.records import STATE_PREFIX, Intent, IntentStatus, PictureState, StoredTask
from yubo_nb.history.schema import PARAMETERS, events, raws, tasks
from yubo_nb.prompt import columns, normal_key

_c = tasks.c
_known = select(
    _c.number, _c.status, _c.phase, _c.percent, _c.prompt, raws.c.raw, _c.intent_id, _c.parent_task_id,
    _c.picture_hash, _c.picture_state, _c.picture_error, _c.first_seen_ms, _c.last_seen_ms,
).where(
    _c.origin == bindparam("origin"), _c.task_id == bindparam("task_id"), raws.c.number == _c.number
)  # fmt: skip
_insert = tasks.insert().returning(_c.number)
_insert_raw = raws.insert()
insert_event = events.insert()

_STATE = (
    "action", "status", "phase", "terminal", "percent", "prompt", "prompt_en", "final_prompt", "description",
    "fail_reason", "image_url", "relay_seed", "mode", "submit_ms", "start_ms", "finish_ms", "last_seen_ms",
)  # fmt: skip
_LINKS = ("intent_id", "parent_task_id", "parent_intent_id", "label", "price", "charged")
_WORDS = (*(f"p_{name}" for name in PARAMETERS), "prompt_key")
_set_state, _set_live_state, _set_links, _set_words, _touch, _set_raw = (
    sql(f"UPDATE {table} SET {', '.join(f'{name} = :{name}' for name in names)} WHERE number = :key")  # noqa: S608 - names of the schema
    for table, names in (
        ("tasks", _STATE),
        # Setting `terminal`, even to what it is, makes SQLite write the index of unfinished tasks anew.
        ("tasks", tuple(name for name in _STATE if name != "terminal")),
        ("tasks", _LINKS),
        ("tasks", _WORDS),
        ("tasks", ("last_seen_ms",)),
        ("raws", ("raw",)),
    )
)
_last_refused = (
    select(events.c.raw)
    .where(
        events.c.origin == bindparam("origin"),
        events.c.task_id == bindparam("task_id"),
        events.c.kind == "refused",
    )
    .order_by(events.c.event_id.desc())
    .limit(1)
)

# A state that did not change is not written on each poll: 1,000 tasks would be 1,000 writes per tick.
_TOUCH_AFTER_MS = 60_000
_FINAL = ("success", "failure", "cancelled")
_ORDER: dict[str, int] = {"queued": 1, "running": 2, "success": 3, "failure": 3, "cancelled": 3}
_OUTCOMES: dict[Phase, IntentStatus] = {
    "running": "RUNNING",
    "modal": "NEEDS_INPUT",
    "success": "DONE",
    "failure": "FAILED",
    "cancelled": "FAILED",
}


def record(
    transaction: Transaction, origin: str, task: Task, intent_id: str | None, parent_task_id: str | None
) -> StoredTask:
    """`Tasks.record` inside a transaction."""
    now = now_ms()
    task_id = text(task.id)
    row = transaction.row(_known, origin=origin, task_id=task_id)
    if row is None:
        intent = owner_of_task(transaction, origin, task, intent_id)
        parent = parent_task_id or (intent.parent_task_id if intent else None)
        values = {
            "origin": origin,
            "task_id": task_id,
            "picture_hash": None,
            "picture_state": "",
            "picture_error": "",
        }
        links = _links(intent, parent)
        words = task.prompt or (intent.prompt if intent else "")
        state = _state(task, words, now)
        values |= {"first_seen_ms": now, **links, **state, **_words(state["prompt"])}
        number = transaction.row(_insert, **values)
        transaction.do(_insert_raw, {"number": number[0] if number else 0, "raw": task.raw})
        transaction.do(insert_event, state_event(origin, task_id, "state", state))
        _move_intent(transaction, intent, task)
        return StoredTask(origin, task_id, links["intent_id"], parent, task, None, "", "", now, now)

    number, status, phase, percent, words, raw, linked, parent, *picture, first, seen = row
    picture = cast("tuple[str | None, PictureState, str]", tuple(picture))
    same = raw == task.raw
    assumed = intent_id or linked
    if parent_task_id or assumed != linked or not (same or task.state in ("", STATE_PREFIX + (linked or ""))):
        intent = owner_of_task(transaction, origin, task, assumed)
        parent = parent_task_id or parent or (intent.parent_task_id if intent else None)
        linked = intent.intent_id if intent else None
        transaction.do(_set_links, {"key": number, **_links(intent, parent)})
        if not _takes_back(phase, task.phase):  # it comes to the task late, and what that did is its outcome
            _move_intent(transaction, intent, task)
    if same:
        if not 0 <= now - seen <= _TOUCH_AFTER_MS:
            transaction.do(_touch, {"key": number, "last_seen_ms": now})
            seen = now
        return StoredTask(origin, task_id, linked, parent, task, *picture, first, seen)

    state = _state(task, task.prompt or words, now)
    if _takes_back(phase, state["phase"]):
        _refuse(transaction, state_event(origin, task_id, "refused", state) | {"raw": task.raw})
        return StoredTask(origin, task_id, linked, parent, task_of_raw(raw, task_id), *picture, first, seen)
    state["key"] = number
    transaction.do(_set_state if state["terminal"] or phase in _FINAL else _set_live_state, state)
    transaction.do(_set_raw, {"key": number, "raw": task.raw})
    if state["prompt"] != words:
        transaction.do(_set_words, {"key": number, **_words(state["prompt"])})
    if (status, phase, percent) != (state["status"], state["phase"], state["percent"]):
        event = state_event(origin, task_id, "state", state)
        if _ORDER.get(state["phase"], 0) < _ORDER.get(phase, 0) or (state["percent"] or 0) < (percent or 0):
            event["raw"] = raw  # going back: what the row forgets now
        transaction.do(insert_event, event)
    if phase != state["phase"] and linked:
        _move_intent(transaction, owner_of_task(transaction, origin, task, linked), task)
    return StoredTask(origin, task_id, linked, parent, task, *picture, first, now)


def task_of_raw(raw: object, task_id: str) -> Task:
    """The task that was kept. Bytes that a broken disk spoilt give one that says nothing, and is asked for
    again.
    """
    try:
        return decode_task(raw if isinstance(raw, bytes) else b"", task_id)
    except ValueError:
        return decode_task(b"{}", task_id)


def state_event(origin: str, task_id: str, kind: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """The row of an event about a task's state."""
    return {
        "at_ms": state["last_seen_ms"],
        "origin": origin,
        "task_id": task_id,
        "kind": kind,
        "status": state["status"],
        "phase": state["phase"],
        "percent": state["percent"],
        "detail": "",
        "raw": None,
    }


def _state(task: Task, words: str, now: int) -> dict[str, Any]:
    raw, phase = task.raw, task.phase
    words = text(words)
    english = task.prompt_en
    # What is found only by reading more of the task than most have a reason for.
    mode = task.mode if b'"mode"' in raw or b'"messageContent"' in raw else ""
    final = task.final_prompt if b'"finalPrompt"' in raw else ""
    return {
        "action": text(task.action),
        "status": text(task.status),
        "phase": phase,
        "terminal": phase in _FINAL,
        "percent": task.percent,
        "prompt": words,
        "prompt_en": words if english == words else text(english),
        "final_prompt": text(final),
        "description": text(task.description),
        "fail_reason": text(task.fail_reason),
        "image_url": text(task.image_url),
        "relay_seed": _number(task.seed),
        "mode": text(mode),
        "submit_ms": integer(task.submit_time),
        "start_ms": integer(task.start_time),
        "finish_ms": integer(task.finish_time),
        "last_seen_ms": now,
    }


def _number(seed: str | None) -> int | None:
    return int(seed) if seed and seed.isascii() and seed.isdecimal() and len(seed) < 19 else None


def _links(intent: Intent | None, parent_task_id: str | None) -> dict[str, Any]:
    return {
        "intent_id": intent.intent_id if intent else None,
        "parent_task_id": parent_task_id,
        "parent_intent_id": intent.parent_intent_id if intent else None,
        "label": intent.label if intent else None,
        "price": intent.price if intent else None,
        "charged": intent.charged if intent else "unknown",
    }


@lru_cache(maxsize=512)
def _words(prompt: str) -> dict[str, Any]:
    """The columns of a prompt. Children mostly carry their parent's, so few are read twice."""
    row: dict[str, Any] = {}
    for name, value in columns(prompt).items():
        if name in PARAMETERS:
            row[f"p_{name}"] = (
                integer(value)
                if type(value) is int
                else maybe_text(value)
                if isinstance(value, str)
                else value
            )
    return row | {"prompt_key": text(normal_key(prompt))}


def _takes_back(old: str, new: Phase) -> bool:
    """Whether `new` would undo an end. A failure may still turn into a success; a success into nothing
    else.
    """
    return old in _FINAL and new not in (old, "success")


def _refuse(transaction: Transaction, event: Mapping[str, Any]) -> None:
    """Note the state that was not taken over, once while it stays the same."""
    last = transaction.row(_last_refused, origin=event["origin"], task_id=event["task_id"])
    if last is None or last[0] != event["raw"]:
        transaction.do(insert_event, event)


def _move_intent(transaction: Transaction, intent: Intent | None, task: Task) -> None:
    if intent is None:
        return
    outcome = _OUTCOMES.get(task.phase, "ACCEPTED")
    if outcome != intent.status:
        settle(transaction, intent.intent_id, outcome, task_id=task.id)
