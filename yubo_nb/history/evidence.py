"""Whose task is this? What the relay echoes decides over what was assumed, and heals calls in doubt."""

import re

from sqlalchemy import bindparam, select

from yubo_nb.api.models import Task
from yubo_nb.history.database import Transaction
from yubo_nb.history.intent_rows import by_id, intent_of_row
from yubo_nb.history.outcomes import settle
from yubo_nb.history.records import STATE_PREFIX, Intent
from yubo_nb.history.schema import intents
from yubo_nb.lang import say

_PARAMETERS = re.compile(r"(^|\s)(--|—).*", re.DOTALL)
_last_with_id = (
    select(intents.c.intent_id)
    .where(intents.c.origin == bindparam("origin"), intents.c.task_id == bindparam("task_id"))
    .order_by(intents.c.intent_id.desc())
    .limit(1)
)


def owner_of_task(transaction: Transaction, origin: str, task: Task, assumed: str | None) -> Intent | None:
    """The intent behind `task`, where `assumed` was answered with its id (None: look for one).

    An intent that turns out not to be the owner is in doubt from here on; one that is found by the
    `state` that came back is no longer.
    """
    ours = _intent(transaction, assumed or _by_id(transaction, origin, task.id))
    claimed = _claimed(transaction, origin, task)
    if claimed is not None and (ours is None or claimed.intent_id != ours.intent_id):
        if ours is not None and _one_task(ours, claimed, task.id):
            return ours
        if ours is not None:
            _doubt(transaction, ours, task)
        if claimed.task_id not in (None, task.id):
            return None  # it has a task of its own; this one only repeats its mark
        return settle(transaction, claimed.intent_id, "ACCEPTED", task_id=task.id, source="state")
    if ours is not None and claimed is None and is_foreign(ours, task):
        _doubt(transaction, ours, task)
        return None
    return ours


def _intent(transaction: Transaction, intent_id: str | None) -> Intent | None:
    row = transaction.row(by_id, intent_id=intent_id) if intent_id else None
    return intent_of_row(row) if row else None


def _by_id(transaction: Transaction, origin: str, task_id: str) -> str | None:
    row = transaction.row(_last_with_id, origin=origin, task_id=task_id)
    return row[0] if row else None


def _claimed(transaction: Transaction, origin: str, task: Task) -> Intent | None:
    """The intent whose mark the task carries, when it is one of ours at this origin."""
    if not task.state.startswith(STATE_PREFIX):
        return None
    intent = _intent(transaction, task.state.removeprefix(STATE_PREFIX).partition(".")[0])
    return intent if intent is not None and intent.origin == origin else None


def _one_task(ours: Intent, claimed: Intent, task_id: str) -> bool:
    """A dialog and its answer are two intents of one task, which keeps the mark of the first."""
    return claimed.task_id == task_id and task_id in (ours.task_id, ours.parent_task_id)


def is_foreign(intent: Intent, task: Task) -> bool:
    """A mark that is not ours proves another's task; without one, only other words in the prompt of an
    imagine do.
    """
    if task.state:
        return intent.intent_id not in task.state and intent.body.get("state") != task.state
    if not intent.endpoint.endswith("imagine"):
        return False
    return bool(_letters(intent.prompt) and _letters(task.prompt)) and not same_words(intent, task)


def same_words(intent: Intent, task: Task) -> bool:
    """Whether the prompts agree, as far as a relay leaves them alone."""
    sent, seen = _letters(intent.prompt), _letters(task.prompt)
    return bool(sent and seen) and (sent in seen or seen in sent)


def _letters(prompt: str) -> str:
    """The words alone: relays add picture addresses and take modes away, and none of them is to be trusted
    with blanks.
    """
    return "".join(filter(str.isalnum, _PARAMETERS.sub("", prompt))).casefold()


def _doubt(transaction: Transaction, intent: Intent, task: Task) -> None:
    if intent.status in ("SENDING", "ACCEPTED", "RUNNING", "LOST_SIGHT"):
        settle(
            transaction,
            intent.intent_id,
            "IN_DOUBT",
            error=say(
                f"The task {task.id}, whose id the relay answered with, is not the one that was sent.",
                f"中转返回的任务 {task.id} 并不是所提交的任务。",
            ),
        )
