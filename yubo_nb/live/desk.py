"""The desk on which history, the relay's last word and the cards are kept in step. Engine thread only."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from yubo_nb.api.errors import HistoryError
from yubo_nb.api.models import Task
from yubo_nb.history import Intent, StoredTask
from yubo_nb.lang import say
from yubo_nb.live.advance import TERMINAL, advance
from yubo_nb.live.endings import ended_badly, failed
from yubo_nb.live.hub import Card
from yubo_nb.live.outcome import Outcome
from yubo_nb.live.reasons import reason
from yubo_nb.live.shelf import Shelf


class Desk(Shelf):
    """Every change goes to the history first and to the hub second, so nothing is shown that is not kept."""

    def confirming(self, key: str, price: float | None, prompt: str) -> None:
        """The answer to this card's dialog is on its way; it is what costs, and what is drawn."""
        self._confirmed.add(key)  # a poll that meets the answer on its way still hears MODAL
        card = self._card(key)
        self.hub.put(replace(card, phase="sending", message="", price=price, prompt=prompt or card.prompt))

    def reopened(self, key: str, why: str) -> None:
        """The dialog could not be answered; it waits for the person, who is told why."""
        self.hub.put(replace(self._card(key), phase="modal", message=why))

    def paused(self, key: str, why: str, seconds: float) -> None:
        """Say on the card why its call waits, and how long. It is no refusal as long as it waits."""
        busy = reason("rejected", why)
        why = busy.what if busy.kind == "queue" else why
        self.hub.put(replace(self._card(key), message=why, retry_ms=_now() + round(seconds * 1000)))

    def settled(self, key: str, intent_id: str, outcome: Outcome, *, dialog: bool, answered: bool) -> Card:
        """Commit how the POST ended, then show it."""
        error = self._priced(outcome.error)
        trouble = self._keep(
            lambda: self.history.settle(
                intent_id,
                outcome.status,
                task_id=outcome.task_id,
                code=outcome.code,
                description=outcome.description,
                charged=outcome.charged,
                error=error.message if error else None,
                images=outcome.images,
            ),
            outcome.task_id,
        )
        card = self._card(key)
        phase = outcome.phase
        if dialog and phase == "queued":
            self._paid_by[key] = intent_id
            if card.phase in TERMINAL:  # the task was quicker than this answer
                phase = card.phase
        elif dialog:
            self._confirmed.discard(key)
        if dialog and phase in {"rejected", "not_sent"}:
            phase = "modal"  # the dialog stays open at the relay and can be sent again
        message = outcome.message
        if error is not None:  # the views say themselves what a card that has ended costs, and what to do
            message = str(error) if phase == "modal" else error.message
        if answered and phase == "modal":
            phase, message = "sending", ""
        if error is not None and phase != "modal":
            self.errors[key] = error
        else:
            self.errors.pop(key, None)
        if outcome.task_id:
            self._keys.setdefault(outcome.task_id, key)
        return self.hub.put(
            replace(
                card,
                phase=phase,
                message=message + trouble,
                charged=outcome.charged if not dialog or outcome.charged != "no" else card.charged,
                task_id=outcome.task_id or card.task_id,
                queued=outcome.queued,
                retry_ms=None,
                left=False,
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
            replace(card, phase="queued", task_id=task_id, charged=intent.charged, message="", left=False)
        )

    def left(self, intent: Intent) -> Card:
        """A person leaves this call in doubt; where it answered a dialog, the card is the dialog's."""
        card = self.restore(intent)
        doubt = self.errors.get(card.key)  # the card may have gone on to another call since
        asked = doubt is None or doubt.intent_id != intent.intent_id or intent.left_ms is None
        return card if asked else self.hub.put(replace(card, left=True))

    def reused(self, key: str) -> None:
        """A cell that ran again was given this card, and nothing was sent."""
        self.hub.put(replace(self._card(key), reused=True))

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
            words = self._failed(key, ended_badly(before))
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
            self._failed(key, failed(moved, task))
        else:
            self.errors.pop(key, None)
        return self.hub.put(replace(moved, message=moved.message + trouble) if trouble else moved)

    def pictured(
        self, key: str, picture: str, *, width: int | None = None, height: int | None = None
    ) -> None:
        if card := self.hub.get(key):
            self.hub.put(
                replace(
                    card,
                    picture=picture,
                    picture_error="",
                    picture_from="",
                    width=width or card.width,
                    height=height or card.height,
                )
            )

    def clipped(self, key: str, *clips: str) -> None:
        """There is something that moves; after those already here."""
        if card := self.hub.get(key):
            fresh = [clip for clip in clips if clip not in card.clips]
            self.hub.put(replace(card, clips=(*card.clips, *fresh), picture_error=""))

    def no_picture(self, key: str, why: str, address: str = "") -> None:
        """The picture of a success will not come by itself."""
        if card := self.hub.get(key):
            self.hub.put(replace(card, picture_error=why, picture_from=address))

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
        return self.hub.put(replace(card, picture_error="", picture_from=""))

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


def _now() -> int:
    return int(time.time() * 1000)
