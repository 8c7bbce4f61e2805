"""Paid calls, written down before they are made. One gesture, one row; one row, at most one POST by
itself.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from typing import Any, cast

from sqlalchemy import bindparam, select, update
from sqlalchemy.sql.selectable import Select

from yubo_nb.api.errors import Charged, HistoryError
from yubo_nb.history import owner
from yubo_nb.history.bodies import dump, fingerprint
from yubo_nb.history.budget import Caps, Spent, check, spent
from yubo_nb.history.clean import integer, maybe_text, text
from yubo_nb.history.database import Row, Transaction, among
from yubo_nb.history.fallback import Outcome, keep
from yubo_nb.history.ids import new_id, now_ms
from yubo_nb.history.ledger import book, no_such_intent
from yubo_nb.history.part import Part
from yubo_nb.history.records import STATE_PREFIX, Intent, IntentStatus
from yubo_nb.history.schema import intents
from yubo_nb.lang import say

_c = intents.c
_columns = [_c[field.name] for field in fields(Intent)]
_all: Select[Any] = select(*_columns).order_by(_c.intent_id)
_of_status = _all.where(_c.status == bindparam("status"))
_of_origin = _all.where(_c.origin == bindparam("origin"))
_of_both = _of_origin.where(_c.status == bindparam("status"))
by_id = select(*_columns).where(_c.intent_id == bindparam("intent_id"))
_by_gesture = select(*_columns).where(_c.gesture == bindparam("gesture"))
_by_task = (
    select(*_columns)
    .where(_c.origin == bindparam("origin"), _c.task_id == bindparam("task_id"))
    .order_by(_c.intent_id.desc())  # of a dialog and its answer, the answer is the paid one
)
# What was refused or never left may be asked again; everything else stands for its repetition.
_same = (
    select(*_columns)
    .where(
        _c.origin == bindparam("origin"),
        _c.dedupe == bindparam("dedupe"),
        _c.endpoint == bindparam("endpoint"),
        _c.body_hash == bindparam("body_hash"),
        ~among(_c.status, "REJECTED", "NOT_SENT"),
    )
    .order_by(_c.intent_id)
)
_insert = intents.insert()
_to_sending = (
    update(intents)
    .where(_c.intent_id == bindparam("key"), among(_c.status, "PREPARED", "SENDING"))
    .values(status="SENDING", charged="unknown", sent_ms=bindparam("sent"), attempts=_c.attempts + 1)
)
_outcome = (
    update(intents)
    .where(_c.intent_id == bindparam("key"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "status",
                "task_id",
                "settled_ms",
                "code",
                "description",
                "charged",
                "error",
                "images",
            )
        }
    )
)
_answered = (
    update(intents)
    .where(
        _c.origin == bindparam("at"),
        _c.task_id == bindparam("task"),
        _c.intent_id != bindparam("key"),
        _c.status == "NEEDS_INPUT",
    )
    .values(status="DONE")
)

_leave = (
    update(intents)
    .where(_c.intent_id == bindparam("key"), _c.status == "IN_DOUBT")
    .values(left_ms=bindparam("now"))
)

_ENDED = ("DONE", "FAILED")
_FOLLOWED = ("ACCEPTED", "RUNNING", "NEEDS_INPUT", "LOST_SIGHT")


class Intents(Part):
    """Writing and reading intents."""

    def prepare(
        self,
        *,
        endpoint: str,
        action: str,
        body: Mapping[str, Any] | None,
        prompt: str,
        origin: str,
        parent_task_id: str | None = None,
        parent_intent_id: str | None = None,
        custom_id: str | None = None,
        label: str | None = None,
        gesture: str | None = None,
        price: float | None = None,
        dedupe: str | None = None,
        taken: Collection[str] = (),
        again: bool = False,
        again_of: str | None = None,
        mode: str | None = None,
        sweep: str | None = None,
        cell: str | None = None,
        caps: Caps | None = None,
        permit: Callable[[], None] | None = None,
    ) -> tuple[Intent, bool]:
        """Write down a call that is about to be made; on return it is on the disk. True when the row is new.

        False: this gesture was seen before, or the same body under the same `dedupe` key was sent to
        this origin and not refused; the row is that one, and nothing must be sent. `dedupe` names the
        cell that asks; the intents in `taken` stand for other submits of the same run of it, and `again`
        asks for a repetition. `again_of` links a call to the one it replaces. Before a row is written, in
        the same transaction, `permit` may raise, and BudgetExceeded is raised for what would pass `caps`.
        """
        body = body or {}
        body_hash = fingerprint(endpoint, body)
        intent_id = new_id()
        values: dict[str, Any] = {
            "intent_id": intent_id,
            "created_ms": now_ms(),
            "sent_ms": None,
            "settled_ms": None,
            "endpoint": endpoint,
            "action": action,
            "body": dump(body),
            "body_hash": body_hash,
            "prompt": text(prompt),
            "origin": origin,
            "state": STATE_PREFIX + intent_id,
            "status": "PREPARED",
            "task_id": None,
            "parent_task_id": parent_task_id,
            "parent_intent_id": parent_intent_id,
            "custom_id": maybe_text(custom_id),
            "label": maybe_text(label),
            "gesture": gesture,
            "price": price,
            "charged": "no",
            "code": None,
            "description": None,
            "error": None,
            "images": "[]",
            "again_of": again_of,
            "owner": owner.me(),
            "dedupe": dedupe,
            "mode": mode,
            "sweep": sweep,
            "cell": cell,
            "left_ms": None,
        }
        with self._db.writing(durable=True) as transaction:
            existing = transaction.row(_by_gesture, gesture=gesture) if gesture else None
            if existing is None and dedupe is not None and not again:
                same = transaction.rows(
                    _same, origin=origin, dedupe=dedupe, endpoint=endpoint, body_hash=body_hash
                )
                existing = next((row for row in same if row[0] not in taken), None)
            if existing is not None:
                return intent_of_row(existing), False
            if permit is not None:
                permit()
            if caps is not None:
                check(transaction, caps, origin=origin, price=price)
            transaction.do(_insert, {**values, "attempts": 0})
        return intent_of_row(tuple(values[field.name] for field in fields(Intent))), True

    def sending(self, intent_id: str) -> None:
        """The next thing is the first byte. Raises HistoryError when this intent already has an outcome."""
        with self._db.writing(durable=True) as transaction:
            if not transaction.do(_to_sending, {"key": intent_id, "sent": now_ms()}):
                found = transaction.row(by_id, intent_id=intent_id)
                if found is None:
                    raise no_such_intent(intent_id)
                raise HistoryError(
                    say("This call has been made already.", "该请求已经提交过。"), intent_id=intent_id
                )

    def settle(
        self,
        intent_id: str,
        status: IntentStatus,
        *,
        task_id: str | None = None,
        code: int | None = None,
        description: str | None = None,
        charged: Charged | None = None,
        error: str | None = None,
        images: tuple[str, ...] = (),
        source: str = "relay",
    ) -> Intent:
        """Write an outcome; what is not given stays. The row as it is now, which may not be what was asked:

        an outcome never goes back (DONE to RUNNING), and an id that another intent already has is not
        taken over, the row is then IN_DOUBT. Money follows the status unless `charged` says otherwise.
        """
        try:
            durable = status not in ("RUNNING", "DONE", "FAILED", "LOST_SIGHT")
            with self._db.writing(durable=durable) as transaction:
                return settle(
                    transaction,
                    intent_id,
                    status,
                    task_id=task_id,
                    code=code,
                    description=description,
                    charged=charged,
                    error=error,
                    images=images,
                    source=source,
                )
        except HistoryError as failure:
            if failure.__cause__ is None:
                raise  # no fault of the disk: there is no such intent, or this history may not be written
            raise self._not_saved(failure, Outcome(intent_id, status, task_id, code)) from failure

    def leave(self, intent_id: str) -> Intent:
        """A person has seen this doubt and leaves it. Nothing else changes; what is not in doubt stays."""
        with self._db.writing(durable=True) as transaction:
            transaction.do(_leave, {"key": intent_id, "now": now_ms()})
            row = transaction.row(by_id, intent_id=intent_id)
        if row is None:
            raise no_such_intent(intent_id)
        return intent_of_row(row)

    def _not_saved(self, failure: HistoryError, outcome: Outcome) -> HistoryError:
        """The error that tells an outcome to the person, since the history cannot: it must not get lost."""
        path = keep(self._db.place, outcome)
        what = outcome.task_id or outcome.status
        lost = say(f" The outcome of a call was not saved: {what}.", f" 一次请求的结果未能保存：{what}。")
        return HistoryError(
            failure.message + lost,
            intent_id=outcome.intent_id,
            task_id=outcome.task_id,
            code=outcome.code,
            charged="yes" if outcome.task_id else "unknown" if outcome.status == "IN_DOUBT" else "no",
            hint=say(
                f"It was written to {path} and is taken over when the history is opened again.",
                f"已写入 {path}，下次打开历史时会自动补记。",
            )
            if path
            else say("Write it down.", "请自行记下。"),
        )

    def intent(self, intent_id: str) -> Intent | None:
        """One intent by its id."""
        with self._db.reading() as transaction:
            row = transaction.row(by_id, intent_id=intent_id)
        return intent_of_row(row) if row else None

    def intent_of(self, origin: str, task_id: str) -> Intent | None:
        """The intent that made a task; the latest where a dialog and its answer share an id."""
        with self._db.reading() as transaction:
            row = transaction.row(_by_task, origin=origin, task_id=task_id)
        return intent_of_row(row) if row else None

    def intents(self, status: IntentStatus | None = None, origin: str | None = None) -> list[Intent]:
        """All intents, oldest first."""
        given = {name: value for name, value in (("status", status), ("origin", origin)) if value is not None}
        statement = {0: _all, 2: _of_both}.get(len(given), _of_status if status else _of_origin)
        with self._db.reading() as transaction:
            return [intent_of_row(row) for row in transaction.rows(statement, **given)]

    def spent(self, origin: str) -> Spent:
        """What the caps are compared with."""
        with self._db.reading() as transaction:
            return spent(transaction, origin)


def settle(
    transaction: Transaction,
    intent_id: str,
    status: IntentStatus,
    *,
    task_id: str | None = None,
    code: int | None = None,
    description: str | None = None,
    charged: Charged | None = None,
    error: str | None = None,
    images: tuple[str, ...] = (),
    source: str = "relay",
) -> Intent:
    """`Intents.settle` inside a transaction of the caller's."""
    row = transaction.row(by_id, intent_id=intent_id)
    if row is None:
        raise no_such_intent(intent_id)
    old = intent_of_row(row)
    if not _may_become(old.status, status):
        return old
    if task_id and task_id != old.task_id and _is_anothers(transaction, old, task_id):
        status, charged, error = (
            "IN_DOUBT",
            "unknown",
            say(
                f"The relay answered with the id {task_id} of another task.",
                f"中转返回的任务 id {task_id} 属于另一个任务。",
            ),
        )
        task_id = None
    after = charged or _money(old, status)
    before: Charged = "no" if old.status in ("PREPARED", "SENDING") else old.charged
    new = {
        "new_status": status,
        "new_task_id": None if status == "IN_DOUBT" else task_id or old.task_id,
        "new_settled_ms": now_ms(),
        "new_code": old.code if code is None else integer(code),
        "new_description": old.description if description is None else text(description),
        "new_charged": after,
        "new_error": old.error if error is None else text(error),
        "new_images": json.dumps(images or old.images),
    }
    transaction.do(_outcome, {"key": intent_id, **new})
    book(transaction, intent_id, old.origin, price=old.price, before=before, after=after, source=source)
    if status in ("ACCEPTED", "RUNNING", "DONE") and (task_id or old.task_id):
        transaction.do(_answered, {"at": old.origin, "task": task_id or old.task_id, "key": intent_id})
    now = transaction.row(by_id, intent_id=intent_id)
    return intent_of_row(cast("Row", now))


def _may_become(old: IntentStatus, new: IntentStatus) -> bool:
    if new in ("PREPARED", "SENDING"):
        return False
    if old in _ENDED:
        return new in _ENDED and not (old == "DONE" and new == "FAILED")
    if old in _FOLLOWED and new in ("REJECTED", "NOT_SENT"):
        return False  # what the relay took, it cannot have refused
    return not (old == "RUNNING" and new == "ACCEPTED")


def _is_anothers(transaction: Transaction, intent: Intent, task_id: str) -> bool:
    """Whether another intent has this id. The answer to a dialog keeps the dialog's id: that is the same
    task.
    """
    if intent.parent_task_id == task_id:
        return False
    others = transaction.rows(_by_task, origin=intent.origin, task_id=task_id)
    return any(
        other.intent_id != intent.intent_id and other.status != "NEEDS_INPUT"
        for other in map(intent_of_row, others)
    )


def _money(old: Intent, status: IntentStatus) -> Charged:
    """What an outcome says about the money, where nobody says more."""
    if old.charged == "refunded":
        return "refunded"
    if status in ("REJECTED", "NOT_SENT"):
        return "no"
    if status == "NEEDS_INPUT":
        return "no" if old.status in ("PREPARED", "SENDING") else old.charged
    if status == "IN_DOUBT":
        return "unknown"
    if status in ("ACCEPTED", "RUNNING", "DONE"):
        return "no" if old.price == 0 else "yes"
    if status == "FAILED" and old.charged == "yes":
        return "unknown"  # many relays give the money back, some do not, and none says so with the task
    return old.charged  # losing sight of a task changes nothing


def intent_of_row(row: Row) -> Intent:
    """A row of the columns of `Intent`, in their order."""
    values = dict(zip((field.name for field in fields(Intent)), row, strict=True))
    body, images = _json(values["body"]), _json(values["images"])
    values["body"] = body if isinstance(body, dict) else {}
    values["images"] = tuple(cast("list[str]", images)) if isinstance(images, list) else ()
    return Intent(**values)


def _json(stored: str) -> object:
    """None for what a broken disk made of it: one row must not hide all others."""
    try:
        return json.loads(stored)
    except (ValueError, TypeError):
        return None
