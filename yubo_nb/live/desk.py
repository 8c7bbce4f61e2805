"""The desk on which history, the relay's last word and the cards are kept in step. Engine thread only."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from yubo_nb.api.errors import HistoryError, YuboError
from yubo_nb.api.models import Task, meaning_of
from yubo_nb.history import History, Intent, IntentStatus, Mark, StoredTask
from yubo_nb.lang import say
from yubo_nb.live.advance import TERMINAL, advance
from yubo_nb.live.draft import draft
from yubo_nb.live.endings import ended_badly, failed
from yubo_nb.live.hub import Card, CardPhase, Hub
from yubo_nb.live.outcome import Outcome

_PHASES: dict[IntentStatus, CardPhase] = {
    "PREPARED": "sending",
    "SENDING": "sending",
    "ACCEPTED": "queued",
    "RUNNING": "running",
    "DONE": "success",
    "FAILED": "failure",
    "REJECTED": "rejected",
    "NOT_SENT": "not_sent",
    "NEEDS_INPUT": "modal",
    "IN_DOUBT": "in_doubt",
    "LOST_SIGHT": "lost",
}


class Desk:
    """Every change goes to the history first and to the hub second, so nothing is shown that is not kept."""

    def __init__(self, hub: Hub, history: History, *, origin: str, sandbox: bool) -> None:
        self.hub = hub
        self.history = history
        self.origin = origin
        self.sandbox = sandbox
        self.tasks: dict[str, Task] = {}
        self.errors: dict[str, YuboError] = {}
        self._keys: dict[str, str] = {}
        self._confirmed: set[str] = set()
        self._owns: set[tuple[str, str | None]] = set()  # card, intent of the answer to its dialog
        self._paid_by: dict[
            str, str
        ] = {}  # card → the intent that answered its dialog, until a task was seen

    def key_of(self, task_id: str) -> str | None:
        """The card of a task, None when there is none here."""
        return self._keys.get(task_id)

    def made(self, intent: Intent, *, via: str = "", parent: str = "") -> Card:
        """A card for an intent that is about to be sent."""
        card = Card(
            key=intent.intent_id,
            origin=self.origin,
            sandbox=self.sandbox,
            intent_id=intent.intent_id,
            action=intent.action.upper(),
            prompt=intent.prompt or "",
            via=via,
            verb=_verb(intent),
            charged=intent.charged,
            price=intent.price,
            submit_ms=intent.created_ms,
            parent=parent,
        )
        self._adopt(parent, card.key)
        return self.hub.put(card)

    def confirming(self, key: str, price: float | None) -> None:
        """The answer to this card's dialog is on its way; it is what costs."""
        self._confirmed.add(key)  # a poll that meets the answer on its way still hears MODAL
        self.hub.put(replace(self._card(key), phase="sending", message="", price=price))

    def reopened(self, key: str, why: str) -> None:
        """The dialog could not be answered; it waits for the person, who is told why."""
        self.hub.put(replace(self._card(key), phase="modal", message=why))

    def paused(self, key: str, why: str, seconds: float) -> None:
        """Say on the card why its call waits, and how long."""
        self.hub.put(replace(self._card(key), message=why, retry_ms=_now() + round(seconds * 1000)))

    def settled(self, key: str, intent_id: str, outcome: Outcome, *, dialog: bool, answered: bool) -> Card:
        """Commit how the POST ended, then show it."""
        message = outcome.message + self._keep(
            lambda: self.history.settle(
                intent_id,
                outcome.status,
                task_id=outcome.task_id,
                code=outcome.code,
                description=outcome.description,
                charged=outcome.charged,
                error=outcome.message if outcome.error else None,
                images=outcome.images,
            ),
            outcome.task_id,
        )
        card = self._card(key)
        phase = outcome.phase
        if dialog and phase == "queued":
            self._paid_by[key] = intent_id
        elif dialog:
            self._confirmed.discard(key)
        if dialog and phase in {"rejected", "not_sent"}:
            phase = "modal"  # the dialog stays open at the relay and can be sent again
        if answered and phase == "modal":
            phase, message = "sending", ""
        if outcome.error is not None and phase != "modal":
            self.errors[key] = outcome.error
        else:
            self.errors.pop(key, None)
        if outcome.task_id:
            self._keys.setdefault(outcome.task_id, key)
        return self.hub.put(
            replace(
                card,
                phase=phase,
                message=message,
                charged=outcome.charged if not dialog or outcome.charged != "no" else card.charged,
                task_id=outcome.task_id or card.task_id,
                queued=outcome.queued,
                retry_ms=None,
                draft=self._draft(card, intent_id) if phase == "modal" else "",
                finish_ms=_now() if phase == "success" else card.finish_ms,
                percent=100 if phase == "success" else card.percent,
            )
        )

    def heard(self, tasks: Sequence[Task]) -> list[Card]:
        """Keep and show what the relay says of some tasks, in one transaction."""
        kept: list[StoredTask] = []
        trouble = self._keep(lambda: kept.extend(self._record(tasks)), ", ".join(task.id for task in tasks))
        for row in kept:
            self._give_to_owner(row)
        return [self._show(task, trouble) for task in tasks]

    def adopted(self, intent: Intent, task_id: str) -> Card:
        """A submit that was in doubt has a task now."""
        card = self.restore(intent)
        self._keys[task_id] = card.key
        self.errors.pop(card.key, None)
        return self.hub.put(
            replace(card, phase="queued", task_id=task_id, charged=intent.charged, message="")
        )

    def _give_to_owner(self, row: StoredTask) -> None:
        """What a task says of itself decides whose it is; the card that was thought its own is in doubt."""
        key = self._keys.get(row.task_id)
        if key is None or row.intent_id == key or (key, row.intent_id) in self._owns:
            return
        owner = self.history.intent(row.intent_id) if row.intent_id else None
        if owner is not None and self._opener(owner).intent_id == key:
            self._owns.add((key, row.intent_id))
            return
        before = self.history.intent(key)
        if owner is not None:
            self.adopted(owner, row.task_id)
        elif before is not None:
            del self._keys[row.task_id]
        if before is not None and before.status == "IN_DOUBT":
            if error := ended_badly(before):
                self.errors[key] = error
            words = before.error or ""
            self.hub.put(
                replace(
                    self._card(key), phase="in_doubt", task_id=None, charged=before.charged, message=words
                )
            )

    def read(self, tasks: Sequence[Task]) -> list[Card]:
        """Show what another kernel has kept; writing it again might undo its next word."""
        paid = [task for task in tasks if self._keys.get(task.id) in self._paid_by]
        trouble = self._keep(lambda: self._record(paid), ", ".join(task.id for task in paid)) if paid else ""
        return [self._show(task, trouble) for task in tasks]

    def _record(self, tasks: Sequence[Task]) -> list[StoredTask]:
        alone = [task for task in tasks if self._keys.get(task.id) in self._paid_by]
        rows: list[StoredTask] = []
        # The first word since its dialog was answered: from now on the answer is what it cost.
        for task in alone:
            paid_by = self._paid_by.pop(self._keys[task.id])
            rows.append(self.history.record(self.origin, task, intent_id=paid_by))
        rest = [task for task in tasks if task not in alone]
        return [*rows, *self.history.record_all(self.origin, rest)]

    def _show(self, task: Task, trouble: str) -> Card:
        key = self._keys.setdefault(task.id, f"task:{task.id}")
        card = self.hub.get(key) or Card(
            key=key,
            origin=self.origin,
            sandbox=self.sandbox,
            task_id=task.id,
            phase="queued",
            charged="unknown",
        )
        moved = advance(card, task, confirmed=key in self._confirmed)
        if moved is card:  # a terminal card does not move; the history keeps the word as an event
            return card
        self.tasks[key] = task
        if moved.phase in TERMINAL and moved.phase != "success":
            if moved.charged == "yes":  # whether a failure is refunded, relays do not say with the task
                moved = replace(moved, charged="unknown")
            self.errors[key] = failed(moved, task)
        else:
            self.errors.pop(key, None)
        return self.hub.put(replace(moved, message=moved.message + trouble) if trouble else moved)

    def restore(self, row: Intent | StoredTask) -> Card:
        """Show what the history knows; the way back after a restart."""
        if isinstance(row, Intent):
            opener = self._opener(row)
            card = self._restore_intent(opener)
            return card if opener is row else self._doubt_answer(card, row)
        known = self._keys.get(row.task_id)
        if known and (card := self.hub.get(known)):
            return card
        sent = self.history.intent(row.intent_id) if row.intent_id else None
        intent = self._opener(sent) if sent else None
        key = intent.intent_id if intent else f"task:{row.task_id}"
        self._keys[row.task_id] = key  # before the parent is looked for: what a relay says may go in circles
        parent = self._parent_of(row.parent_task_id)
        self.tasks[key] = row.task
        card = Card(
            key=key,
            origin=self.origin,
            sandbox=self.sandbox,
            intent_id=intent.intent_id if intent else None,
            task_id=row.task_id,
            action=intent.action.upper() if intent else row.task.action,
            prompt=(intent.prompt if intent else "") or row.task.prompt,
            via=(intent.label if intent else "") or "",
            verb=_verb(intent) if intent else "",
            charged=intent.charged if intent else "unknown",
            price=intent.price if intent else None,
            phase="queued",
            parent=parent,
            mark=self._said_of(row.task_id, row.intent_id),
        )
        card = advance(card, row.task)
        if card.phase == "modal" and intent:
            card = replace(card, draft=self._draft(card, intent.intent_id))
        if row.picture_hash:
            card = replace(card, picture=f"full:{row.picture_hash}")
        elif row.picture_state in {"GONE", "REFUSED"}:
            card = replace(card, picture_error=row.picture_error or row.picture_state)
        if card.phase in {"failure", "cancelled"}:
            self.errors[key] = failed(card, row.task)
        self._adopt(parent, key)
        return self.hub.put(card)

    def _doubt_answer(self, card: Card, answer: Intent) -> Card:
        """Whether a dialog was answered is in doubt: it must not look as if it were still to be answered."""
        error = ended_badly(answer)
        if answer.status != "IN_DOUBT" or card.phase != "modal" or error is None:
            return card
        self.errors[card.key] = error
        return self.hub.put(
            replace(card, phase="in_doubt", charged=answer.charged, message=answer.error or "", draft="")
        )

    def family(self, key: str) -> tuple[str, ...]:
        """The children of a card, with those that only the history knows."""
        card = self._card(key)
        if card.task_id:
            for row in self.history.children(self.origin, card.task_id):
                self.restore(row)
        return self._card(key).children

    def pictured(
        self, key: str, picture: str, *, width: int | None = None, height: int | None = None
    ) -> None:
        if card := self.hub.get(key):
            self.hub.put(
                replace(
                    card,
                    picture=picture,
                    picture_error="",
                    width=width or card.width,
                    height=height or card.height,
                )
            )

    def no_picture(self, key: str, why: str) -> None:
        """The picture of a success will not come by itself."""
        if card := self.hub.get(key):
            self.hub.put(replace(card, picture_error=why))

    def lost(self, key: str, why: str) -> None:
        """Out of sight at the relay: the id is kept, and looking again is one click."""
        card = self._card(key)
        if card.intent_id:
            intent_id = card.intent_id
            self._keep(lambda: self.history.settle(intent_id, "LOST_SIGHT"), card.task_id)
        self.hub.put(replace(card, phase="lost", message=why))

    def looking(self, key: str) -> Card:
        """A card that was lost, or has no picture, is asked for again."""
        card = self._card(key)
        if card.phase == "lost":
            card = replace(card, phase="unknown", message="")
        return self.hub.put(replace(card, picture_error=""))

    def _opener(self, intent: Intent) -> Intent:
        """The answer to a dialog has no card of its own: it belongs to the call that opened the dialog."""
        if intent.endpoint != "submit/modal" or not intent.parent_intent_id:
            return intent
        opener = self.history.intent(intent.parent_intent_id)
        if opener is None:
            return intent
        if intent.status not in {"NOT_SENT", "REJECTED"}:
            self._confirmed.add(opener.intent_id)
        return opener

    def _restore_intent(self, intent: Intent) -> Card:
        if card := self.hub.get(intent.intent_id):
            return card
        if intent.task_id:
            self._keys.setdefault(intent.task_id, intent.intent_id)
        card = self.made(intent, via=intent.label or "", parent=self._parent_of(intent.parent_task_id))
        if error := ended_badly(intent):
            self.errors[card.key] = error
        phase = _PHASES.get(intent.status, "in_doubt")
        draft = self._draft(card, card.key) if phase == "modal" else ""
        message = intent.error or ""
        mark = self._said_of(intent.task_id, intent.intent_id)
        return self.hub.put(
            replace(card, task_id=intent.task_id, phase=phase, message=message, draft=draft, mark=mark)
        )

    def _said_of(self, task_id: str | None, intent_id: str | None) -> Mark:
        """What a person said of it, also before it had an id."""
        marks = (self.history.mark_of(self.origin, name) for name in (task_id, intent_id) if name)
        return next((mark for mark in marks if mark != Mark()), Mark())

    def _draft(self, card: Card, intent_id: str) -> str:
        opener = self.history.intent(card.intent_id or intent_id)
        return draft(self.tasks.get(card.parent), opener.custom_id) if opener else ""

    def _parent_of(self, task_id: str | None) -> str:
        """The parent's card, brought back too where the history has it: a child shows where it comes from."""
        if not task_id:
            return ""
        if (key := self._keys.get(task_id)) is not None:
            return key
        if (row := self.history.task(self.origin, task_id)) is not None:
            return self.restore(row).key
        intent = self.history.intent_of(self.origin, task_id)
        return intent.intent_id if intent else f"task:{task_id}"

    def _adopt(self, parent: str, child: str) -> None:
        card = self.hub.get(parent)
        if card is not None and child not in card.children:
            self.hub.put(replace(card, children=(*card.children, child)))

    def _card(self, key: str) -> Card:
        card = self.hub.get(key)
        assert card is not None, key
        return card

    def _keep(self, write: Callable[[], object], task_id: str | None) -> str:
        """Write to the history; a full disk after a submit must not hide the id, so it becomes a red note."""
        try:
            write()
        except HistoryError as error:
            note = say(
                f"The history could not be written; note this task id: {task_id or '-'}.",
                f"历史无法写入，请记下任务 id：{task_id or '-'}。",
            )
            self.hub.notice("error", f"{note} {error}")
            return " " + note
        return ""


def _verb(intent: Intent) -> str:
    return meaning_of(intent.custom_id).verb if intent.custom_id else ""


def _now() -> int:
    return int(time.time() * 1000)
