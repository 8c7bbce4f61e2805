"""What waiting raises for calls and tasks that did not end well."""

from yubo_nb.api.errors import NotSent, Rejected, SubmitInDoubt, TaskFailed, YuboError
from yubo_nb.api.models import Task
from yubo_nb.history import Intent
from yubo_nb.lang import say
from yubo_nb.live.hub import Card
from yubo_nb.live.reasons import reason


def failed(card: Card, task: Task) -> TaskFailed:
    """The error of a task that the relay took and that went wrong."""
    why, money = reason(card.phase, card.message), TaskFailed.remedy
    unanswered = why.kind == "expired" and card.charged == "no"  # a dialog costs when it is answered
    return TaskFailed(
        card.message,
        task=task,
        task_id=task.id,
        intent_id=card.intent_id,
        charged="no" if unanswered else None,
        hint=why.remedy if unanswered else say(f"{why.remedy} {money[0]}", f"{why.remedy}{money[1]}"),
    )


def ended_badly(intent: Intent) -> YuboError | None:
    """What `wait()` raises for a call that ended before this process began."""
    said = intent.error or intent.description or ""
    match intent.status:
        case "IN_DOUBT":
            doubt = say("Not sure whether this was accepted.", "不确定是否已被接受。")
            return SubmitInDoubt(said or doubt, intent_id=intent.intent_id, endpoint=intent.endpoint)
        case "REJECTED":
            return Rejected(said or say("The relay refused.", "中转站已拒绝。"), intent_id=intent.intent_id)
        case "NOT_SENT":
            return NotSent(said or say("It was never sent.", "未曾发送。"), intent_id=intent.intent_id)
        case _:
            return None
