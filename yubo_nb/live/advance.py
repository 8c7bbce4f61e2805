"""How a card moves on when the relay says something. Pure: card and task in, card out."""

from dataclasses import replace

from yubo_nb.api.answers import plain
from yubo_nb.api.models import Task
from yubo_nb.lang import say
from yubo_nb.live.hub import Card, CardButton, CardPhase
from yubo_nb.live.outcome import waiting_for_you
from yubo_nb.live.reasons import Reason

_REASON = 1_000  # characters of a reason that are shown; the task keeps it whole
TERMINAL: frozenset[str] = frozenset({"success", "failure", "cancelled"})


def advance(card: Card, task: Task, *, confirmed: bool = False) -> Card:
    """The card after this answer. It never leaves a terminal phase and its percent never falls.

    `confirmed`: the dialog was already sent, so a relay that still says MODAL is only late.
    """
    if card.phase in TERMINAL and task.phase != card.phase:
        return card
    if card.phase == "in_doubt" and task.phase == "modal":
        return card  # the relay may be late: nobody is asked again as if nothing had been sent
    phase: CardPhase = "queued" if task.phase == "modal" and confirmed else task.phase
    return replace(
        card,
        task_id=task.id,
        action=task.action or card.action,
        # Some servers write what a describe found where its prompt would be.
        prompt=card.prompt or ("" if task.action == "DESCRIBE" else task.prompt),
        phase=phase,
        status=task.status,
        percent=_percent(card.percent, task),
        message=_message(phase, task, card),
        queued=card.queued if phase == "queued" else None,
        buttons=_buttons(task) or card.buttons,
        submit_ms=task.submit_time or card.submit_ms,
        start_ms=task.start_time or card.start_ms,
        finish_ms=task.finish_time or card.finish_ms,
    )


def _percent(shown: int | None, task: Task) -> int | None:
    if task.phase == "success":
        return 100
    if task.percent is None or task.phase in TERMINAL:  # relays write 100 % on failures too
        return shown
    return max(shown or 0, task.percent)


def _message(phase: CardPhase, task: Task, card: Card) -> str:
    if card.phase == "modal" and phase in {"failure", "cancelled"}:
        return f"{Reason('expired').what} {plain(task.fail_reason, _REASON)}".strip()
    if phase == "failure":
        return plain(task.fail_reason, _REASON) or say(
            "Failed; the relay gave no reason.", "失败，中转站没有说明原因。"
        )
    if phase == "cancelled":
        return plain(task.fail_reason, _REASON) or say("Cancelled at the relay.", "已在中转站取消。")
    if phase == "modal":
        return card.message if card.phase == "modal" and card.message else waiting_for_you()
    return ""


def _buttons(task: Task) -> tuple[CardButton, ...]:
    return tuple(
        CardButton(button.custom_id, button.label, button.emoji, button.style, button.meaning.verb)
        for button in task.buttons
        if button.custom_id is not None
    )
