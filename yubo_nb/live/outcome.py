"""What the end of a POST means: for the intent's row, for the card, and for the money."""

from dataclasses import dataclass, replace

from yubo_nb.api.errors import Charged, NotSent, SubmitInDoubt, YuboError
from yubo_nb.api.models import Submission
from yubo_nb.history import IntentStatus
from yubo_nb.lang import say
from yubo_nb.live.hub import CardPhase


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error` is what `wait()` raises; None where the task goes on."""

    status: IntentStatus
    phase: CardPhase
    charged: Charged
    message: str = ""
    task_id: str | None = None
    queued: int | None = None
    code: int | None = None
    description: str = ""
    images: tuple[str, ...] = ()
    error: YuboError | None = None


def of_answer(answer: Submission) -> Outcome:
    """The outcome of an answer that the client has judged to be an acceptance."""
    if answer.images:
        note = say(
            "Finished pictures without a task id: no follow-up actions.",
            "直接返回了成品图，没有任务 id，无法继续操作。",
        )
        ended = Outcome("DONE", "success", "yes", note, images=answer.images)
    elif answer.needs_modal:
        ended = Outcome("NEEDS_INPUT", "modal", "no", waiting_for_you(), answer.task_id)
    else:
        ended = Outcome("ACCEPTED", "queued", "yes", "", answer.task_id, answer.queued)
    return replace(ended, code=answer.code, description=answer.description)


def of_error(error: Exception, *, intent_id: str, endpoint: str) -> Outcome:
    """The outcome of a POST that raised. Whatever cannot be explained is a doubt, never a refusal."""
    if isinstance(error, YuboError) and error.charged == "no":
        error.intent_id = error.intent_id or intent_id
        if isinstance(error, NotSent):
            return Outcome("NOT_SENT", "not_sent", "no", str(error), error=error)
        return Outcome("REJECTED", "rejected", "no", str(error), code=error.code, error=error)
    if isinstance(error, SubmitInDoubt):
        error.intent_id = error.intent_id or intent_id
        return Outcome("IN_DOUBT", "in_doubt", "unknown", str(error), code=error.code, error=error)
    doubt = SubmitInDoubt(
        say(
            f"Not sure whether this was accepted ({type(error).__name__}).",
            f"不确定是否已被接受（{type(error).__name__}）。",
        ),
        endpoint=endpoint,
        intent_id=intent_id,
    )
    doubt.__cause__ = error
    return Outcome("IN_DOUBT", "in_doubt", "unknown", str(doubt), error=doubt)


def of_known_id(answer: Submission, *, intent_id: str, endpoint: str) -> Outcome:
    """The relay answered with the id of another row: nobody can tell whether it was charged again."""
    doubt = SubmitInDoubt(
        say(
            f"The relay answered with task {answer.task_id}, which is here already.",
            f"中转站返回了已存在的任务 {answer.task_id}。",
        ),
        endpoint=endpoint,
        code=answer.code,
        intent_id=intent_id,
        task_id=answer.task_id,
    )
    return Outcome(
        "IN_DOUBT",
        "in_doubt",
        "unknown",
        str(doubt),
        code=answer.code,
        description=answer.description,
        error=doubt,
    )


def waiting_for_you() -> str:
    """What a card with an open dialog says."""
    return say(
        "Waiting for your input; nothing is charged until you confirm.", "等待你的输入，确认前不会扣费。"
    )
