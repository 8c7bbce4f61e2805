"""Paid calls, written down before they are made. One gesture, one row; one row, at most one POST by
itself.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from typing import Any, Unpack

from sqlalchemy import bindparam, select, update
from sqlalchemy.sql.selectable import Select

from yubo_nb.api.errors import HistoryError
from yubo_nb.history import owner
from yubo_nb.history.bodies import dump, fingerprint
from yubo_nb.history.budget import Caps, Spent, check, spent
from yubo_nb.history.clean import maybe_text, text
from yubo_nb.history.database import among
from yubo_nb.history.fallback import Outcome, keep
from yubo_nb.history.ids import new_id, now_ms
from yubo_nb.history.intent_rows import by_id, by_task, columns, intent_of_row
from yubo_nb.history.ledger import no_such_intent
from yubo_nb.history.outcomes import Ending, settle
from yubo_nb.history.part import Part
from yubo_nb.history.records import STATE_PREFIX, Intent, IntentStatus
from yubo_nb.history.schema import intents
from yubo_nb.lang import say

_c = intents.c
_all: Select[Any] = select(*columns).order_by(_c.intent_id)
_of_status = _all.where(_c.status == bindparam("status"))
_of_origin = _all.where(_c.origin == bindparam("origin"))
_of_both = _of_origin.where(_c.status == bindparam("status"))
_by_gesture = select(*columns).where(_c.gesture == bindparam("gesture"))
# What was refused or never left may be asked again; everything else stands for its repetition.
_same = (
    select(*columns)
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

_leave = (
    update(intents)
    .where(_c.intent_id == bindparam("key"), _c.status == "IN_DOUBT")
    .values(left_ms=bindparam("now"))
)


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
        **ending: Unpack[Ending],
    ) -> Intent:
        """Write an outcome; what is not given stays. The row as it is now, which may not be what was asked:

        an outcome never goes back (DONE to RUNNING), and an id that another intent already has is not
        taken over, the row is then IN_DOUBT. Money follows the status unless `charged` says otherwise.
        """
        try:
            durable = status not in ("RUNNING", "DONE", "FAILED", "LOST_SIGHT")
            with self._db.writing(durable=durable) as transaction:
                return settle(transaction, intent_id, status, **ending)
        except HistoryError as failure:
            if failure.__cause__ is None:
                raise  # no fault of the disk: there is no such intent, or this history may not be written
            raise self._not_saved(
                failure, Outcome(intent_id, status, ending.get("task_id"), ending.get("code"))
            ) from failure

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
            row = transaction.row(by_task, origin=origin, task_id=task_id)
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
