"""Tasks as they were last seen: reading them, and the doors to writing them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select

from yubo_nb.api.models import Task
from yubo_nb.history.clean import text
from yubo_nb.history.database import Row, among
from yubo_nb.history.ids import now_ms
from yubo_nb.history.intent_rows import by_id, intent_of_row
from yubo_nb.history.part import Part
from yubo_nb.history.recording import insert_event, record, state_event, task_of_raw
from yubo_nb.history.records import Intent, StoredTask
from yubo_nb.history.schema import intents, raws, tasks

_c = tasks.c
_origin = _c.origin == bindparam("origin")
_stored = select(
    _c.origin, _c.task_id, _c.intent_id, _c.parent_task_id, raws.c.raw, _c.picture_hash, _c.picture_state,
    _c.picture_error, _c.first_seen_ms, _c.last_seen_ms,
).where(raws.c.number == _c.number, _origin)  # fmt: skip
_get = _stored.where(_c.task_id == bindparam("task_id"))
_newest = _stored.order_by(_c.number.desc()).limit(bindparam("most"))
_children = _stored.where(_c.parent_task_id == bindparam("task_id")).order_by(_c.number)
_open = _stored.where(~_c.terminal).order_by(_c.number)
_unpictured = _stored.where(
    _c.phase == "success", _c.image_url != "", among(_c.picture_state, "", "WANTED")
).order_by(_c.number)
_never_seen = (
    select(intents.c.intent_id)
    .where(
        intents.c.origin == bindparam("origin"),
        among(intents.c.status, "ACCEPTED", "RUNNING", "NEEDS_INPUT"),
        intents.c.task_id.is_not(None),
        ~select(_c.number).where(_c.origin == intents.c.origin, _c.task_id == intents.c.task_id).exists(),
    )
    .order_by(intents.c.intent_id)
)


_told = select(_c.task_id, raws.c.raw, _c.last_seen_ms).where(
    raws.c.number == _c.number, _origin, _c.task_id == bindparam("task_id")
)
_lately_open = select(_c.task_id).where(_origin, ~_c.terminal, _c.first_seen_ms >= bindparam("since_ms"))
_lately_sent = select(intents.c.task_id).where(
    intents.c.origin == bindparam("origin"),
    intents.c.created_ms >= bindparam("since_ms"),
    among(intents.c.status, "ACCEPTED", "RUNNING", "NEEDS_INPUT"),
    intents.c.task_id.is_not(None),
)


class Tasks(Part):
    """Writing and reading tasks."""

    def record(
        self, origin: str, task: Task, *, intent_id: str | None = None, parent_task_id: str | None = None
    ) -> StoredTask:
        """Keep what the relay says about a task now; what is known of it afterwards.

        An event row is added when status, phase or percent changed, and the intent behind the task moves
        with it. A finished task stays finished: a state that would take that back becomes an event, and
        `task` of what is returned is the one that was kept.
        """
        with self._db.writing() as transaction:
            return record(transaction, origin, task, intent_id, parent_task_id)

    def record_all(self, origin: str, found: Iterable[Task]) -> list[StoredTask]:
        """`record` for every task of one answer, in one transaction. Intents are found by the tasks' ids."""
        with self._db.writing() as transaction:
            return [record(transaction, origin, task, None, None) for task in found]

    def task(self, origin: str, task_id: str) -> StoredTask | None:
        """One task as last seen."""
        with self._db.reading() as transaction:
            row = transaction.row(_get, origin=origin, task_id=task_id)
        return _task_of_row(row) if row else None

    def tasks_of(self, origin: str, limit: int | None = None) -> list[StoredTask]:
        """The tasks of an origin, newest first."""
        return self._many(_newest, origin=origin, most=2**31 - 1 if limit is None else limit)

    def children(self, origin: str, task_id: str) -> list[StoredTask]:
        """What was made from a task, oldest first."""
        return self._many(_children, origin=origin, task_id=task_id)

    def unfinished(self, origin: str) -> list[Intent | StoredTask]:
        """What to follow after a restart: accepted calls that were never looked at since, and tasks without
        an end.
        """
        with self._db.reading() as transaction:
            waiting = [
                transaction.row(by_id, intent_id=row[0])
                for row in transaction.rows(_never_seen, origin=origin)
            ]
            running = transaction.rows(_open, origin=origin)
        return [*(intent_of_row(row) for row in waiting if row), *map(_task_of_row, running)]

    def under_way(self, origin: str, since_ms: int) -> set[str]:
        """The ids of tasks begun since then that have no end yet, by whichever process they were begun."""
        with self._db.reading() as transaction:
            values = {"origin": origin, "since_ms": since_ms}
            sent = transaction.rows(_lately_sent, **values)
            return {task_id for (task_id,) in [*sent, *transaction.rows(_lately_open, **values)]}

    def last_words(self, origin: str, task_ids: Iterable[str]) -> list[tuple[Task, int]]:
        """What the relay last said about these tasks, and when it was last asked (within a minute)."""
        with self._db.reading() as transaction:
            rows = [transaction.row(_told, origin=origin, task_id=text(task_id)) for task_id in task_ids]
        return [(task_of_raw(raw, task_id), seen) for task_id, raw, seen in filter(None, rows)]

    def without_picture(self, origin: str) -> list[StoredTask]:
        """Tasks that ended well and whose picture is not in the cache, though it may still be had."""
        return self._many(_unpictured, origin=origin)

    def note_event(self, origin: str, task_id: str, kind: str, detail: str) -> None:
        """Something worth remembering that is no change of state, e.g. "reconnected"."""
        nothing = {"status": None, "phase": None, "percent": None, "last_seen_ms": now_ms()}
        event = state_event(origin, text(task_id), kind, nothing) | {"detail": text(detail)}
        with self._db.writing() as transaction:
            transaction.do(insert_event, event)

    def _many(self, statement: Any, **values: Any) -> list[StoredTask]:
        with self._db.reading() as transaction:
            rows = transaction.rows(statement, **values)
        return [_task_of_row(row) for row in rows]


def _task_of_row(row: Row) -> StoredTask:
    origin, task_id, intent_id, parent, raw, *rest = row
    return StoredTask(origin, task_id, intent_id, parent, task_of_raw(raw, task_id), *rest)
