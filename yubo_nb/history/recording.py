"""Taking over what the relay says about a task. Runs once per task and poll, so every statement counts."""

from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select, update

from yubo_nb.api.models import Phase, Task, decode_task
from yubo_nb.history.clean import integer, maybe_text, text
from yubo_nb.history.database import Transaction
from yubo_nb.history.evidence import owner_of_task
from yubo_nb.history.ids import now_ms
from yubo_nb.history.intents import settle
from yubo_nb.history.records import STATE_PREFIX, Intent, IntentStatus, StoredTask
from yubo_nb.history.schema import PARAMETERS, events, raws, tasks
from yubo_nb.prompt import columns, normal_key

_c = tasks.c
_known = select(
    _c.number, _c.status, _c.phase, _c.percent, _c.prompt, raws.c.raw, _c.intent_id, _c.parent_task_id,
    _c.picture_hash, _c.picture_state, _c.picture_error, _c.first_seen_ms, _c.last_seen_ms,
).where(_c.origin == bindparam("origin"), _c.task_id == bindparam("task_id"), raws.c.number == _c.number)  # fmt: skip
_insert = tasks.insert().returning(_c.number)
_insert_raw = raws.insert()
insert_event = events.insert()

_STATE = (
    "action", "status", "phase", "terminal", "percent", "prompt", "prompt_en", "final_prompt", "description",
    "fail_reason", "image_url", "relay_seed", "mode", "submit_ms", "start_ms", "finish_ms", "last_seen_ms",
)  # fmt: skip
_LINKS = ("intent_id", "parent_task_id", "parent_intent_id", "label", "price", "charged")
_WORDS = (*(f"p_{name}" for name in PARAMETERS), "prompt_key")
_change = update(tasks).where(_c.number == bindparam("key"))
_set_state = _change.values({name: bindparam(f"new_{name}") for name in _STATE})
_set_links = _change.values({name: bindparam(f"new_{name}") for name in _LINKS})
_set_words = _change.values({name: bindparam(f"new_{name}") for name in _WORDS})
_set_raw = update(raws).where(raws.c.number == bindparam("key")).values(raw=bindparam("new_raw"))
_touch = _change.values(last_seen_ms=bindparam("now"))
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
        values |= {"first_seen_ms": now, **links, **_state(task, words, now), **_words(words)}
        number = transaction.row(_insert, **values)
        transaction.do(_insert_raw, {"number": number[0] if number else 0, "raw": task.raw})
        transaction.do(insert_event, event_of(origin, task_id, "state", task, now))
        _move_intent(transaction, intent, task)
        return StoredTask(origin, task_id, links["intent_id"], parent, task, None, "", "", now, now)

    number, status, phase, percent, words, raw, linked, parent, *picture, first, seen = row
    assumed = intent_id or linked
    if (
        parent_task_id
        or intent_id not in (None, linked)
        or task.state not in ("", STATE_PREFIX + (linked or ""))
    ):
        intent = owner_of_task(transaction, origin, task, assumed)
        parent = parent_task_id or parent or (intent.parent_task_id if intent else None)
        linked = intent.intent_id if intent else None
        transaction.do(_set_links, {"key": number, **_new(_links(intent, parent))})
    if raw == task.raw:
        if not 0 <= now - seen <= _TOUCH_AFTER_MS:
            transaction.do(_touch, {"key": number, "now": now})
            seen = now
        return StoredTask(origin, task_id, linked, parent, task, *picture, first, seen)
    if _takes_back(phase, task.phase):
        _refuse(transaction, origin, task_id, task, now)
        return StoredTask(origin, task_id, linked, parent, decode_task(raw, task_id), *picture, first, seen)

    words_now = task.prompt or words
    transaction.do(_set_state, {"key": number, **_new(_state(task, words_now, now))})
    transaction.do(_set_raw, {"key": number, "new_raw": task.raw})
    if words_now != words:
        transaction.do(_set_words, {"key": number, **_new(_words(words_now))})
    if (status, phase, percent) != (text(task.status), task.phase, task.percent):
        event = event_of(origin, task_id, "state", task, now)
        back = _ORDER.get(task.phase, 0) < _ORDER.get(phase, 0) or (task.percent or 0) < (percent or 0)
        transaction.do(insert_event, event | {"raw": raw} if back else event)
    if phase != task.phase and linked:
        _move_intent(transaction, owner_of_task(transaction, origin, task, linked), task)
    return StoredTask(origin, task_id, linked, parent, task, *picture, first, now)


def event_of(
    origin: str, task_id: str, kind: str, task: Task | None, now: int, detail: str = ""
) -> dict[str, Any]:
    """An event's row; of a task's state when there is one."""
    return {
        "at_ms": now,
        "origin": origin,
        "task_id": task_id,
        "kind": kind,
        "status": text(task.status) if task else None,
        "phase": task.phase if task else None,
        "percent": task.percent if task else None,
        "detail": text(detail),
        "raw": None,
    }


def _state(task: Task, words: str, now: int) -> dict[str, Any]:
    raw = task.raw
    # Both are found only by reading the whole of the task, which most have no reason for.
    seed = task.seed if b'"seed"' in raw else None
    mode = task.mode if b'"mode"' in raw or b'"messageContent"' in raw else ""
    return {
        "action": text(task.action),
        "status": text(task.status),
        "phase": task.phase,
        "terminal": task.terminal,
        "percent": task.percent,
        "prompt": text(words),
        "prompt_en": text(task.prompt_en),
        "final_prompt": text(task.final_prompt) if b'"finalPrompt"' in raw else "",
        "description": text(task.description),
        "fail_reason": text(task.fail_reason),
        "image_url": text(task.image_url),
        "relay_seed": integer(int(seed))
        if seed and seed.isascii() and seed.isdecimal() and len(seed) < 20
        else None,
        "mode": text(mode),
        "submit_ms": integer(task.submit_time),
        "start_ms": integer(task.start_time),
        "finish_ms": integer(task.finish_time),
        "last_seen_ms": now,
    }


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


def _new(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def _takes_back(old: str, new: Phase) -> bool:
    """Whether `new` would undo an end. A failure may still turn into a success; a success into nothing else."""
    return old in _FINAL and new != old and new != "success"


def _refuse(transaction: Transaction, origin: str, task_id: str, task: Task, now: int) -> None:
    """Note the state that was not taken over, once while it stays the same."""
    last = transaction.row(_last_refused, origin=origin, task_id=task_id)
    if last is None or last[0] != task.raw:
        transaction.do(insert_event, event_of(origin, task_id, "refused", task, now) | {"raw": task.raw})


def _move_intent(transaction: Transaction, intent: Intent | None, task: Task) -> None:
    if intent is None:
        return
    outcome = _OUTCOMES.get(task.phase, "ACCEPTED")
    if outcome != intent.status:
        settle(transaction, intent.intent_id, outcome, task_id=task.id)
