"""How a paid call ended: the row of its intent and its money move together, and never back."""

import json
from typing import TypedDict, cast

from sqlalchemy import bindparam, update

from yubo_nb.api.errors import Charged
from yubo_nb.history.clean import integer, text
from yubo_nb.history.database import Row, Transaction
from yubo_nb.history.ids import now_ms
from yubo_nb.history.intent_rows import by_id, by_task, intent_of_row
from yubo_nb.history.ledger import book, no_such_intent
from yubo_nb.history.records import Intent, IntentStatus
from yubo_nb.history.schema import intents
from yubo_nb.lang import say

_c = intents.c
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

_free = update(intents).where(_c.intent_id == bindparam("key")).values(charged="no")
_ENDED = ("DONE", "FAILED")
_FOLLOWED = ("ACCEPTED", "RUNNING", "NEEDS_INPUT", "LOST_SIGHT")


class Ending(TypedDict, total=False):
    """What may be known of an outcome beside its status."""

    task_id: str | None
    code: int | None
    description: str | None
    charged: Charged | None
    error: str | None
    images: tuple[str, ...]
    source: str


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
        if opener := _opener(transaction, old):
            _paid_by_its_answer(transaction, opener)
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
    task, also where a poll has seen it move on before the answer's reply was read.
    """
    if intent.parent_task_id == task_id:
        return False
    kin = {intent.intent_id}
    if opener := _opener(transaction, intent):
        kin.add(opener.intent_id)
    others = transaction.rows(by_task, origin=intent.origin, task_id=task_id)
    return any(
        other.intent_id not in kin and other.status != "NEEDS_INPUT" for other in map(intent_of_row, others)
    )


def _opener(transaction: Transaction, intent: Intent) -> Intent | None:
    """The call that opened the dialog which this one answers."""
    if intent.endpoint != "submit/modal" or not intent.parent_intent_id:
        return None
    row = transaction.row(by_id, intent_id=intent.parent_intent_id)
    return intent_of_row(row) if row else None


def _paid_by_its_answer(transaction: Transaction, opener: Intent) -> None:
    """A poll that came before the answer's reply took the dialog itself for what was paid."""
    if opener.charged == "yes":
        transaction.do(_free, {"key": opener.intent_id})
        key, origin, price = opener.intent_id, opener.origin, opener.price
        book(transaction, key, origin, price=price, before="yes", after="no", source="answer")


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
