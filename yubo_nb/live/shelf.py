"""Cards as the history knows them: made for a call about to go out, and brought back after a restart."""

import traceback
from dataclasses import replace

from yubo_nb.api.errors import YuboError
from yubo_nb.api.models import Task, meaning_of
from yubo_nb.api.picture_address import unsigned
from yubo_nb.history import History, Intent, IntentStatus, Mark, StoredTask
from yubo_nb.live.advance import advance
from yubo_nb.live.draft import draft
from yubo_nb.live.endings import ended_badly, failed
from yubo_nb.live.hub import Card, CardPhase, Hub

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


class Shelf:
    """Nothing is changed here but what is shown. Engine thread only."""

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
        unanswered = intent is not None and intent.charged == "no" and key not in self._confirmed
        self.tasks[key] = row.task
        card = Card(
            key=key,
            origin=self.origin,
            sandbox=self.sandbox,
            intent_id=intent.intent_id if intent else None,
            task_id=row.task_id,
            action=intent.action.upper() if intent else row.task.action,
            prompt=sent.prompt if sent else "",  # of an answered dialog, the answer's
            via=(intent.label if intent else "") or "",
            verb=_verb(intent) if intent else "",
            charged=intent.charged if intent else "unknown",
            price=intent.price if intent else None,
            phase="modal" if unanswered else "queued",
            parent=parent,
            mark=self._said_of(row.task_id, row.intent_id),
        )
        card = advance(card, row.task)
        if card.phase == "modal" and intent:
            card = replace(card, draft=self._draft(card, intent.intent_id))
        clips = self.history.pictures_as(self.origin, row.task_id, "clip")
        card = replace(card, clips=tuple(f"clip:{name}" for name in clips))
        if row.picture_hash:
            card = replace(card, picture=f"full:{row.picture_hash}")
        elif row.picture_state in {"GONE", "REFUSED"}:
            card = replace(card, picture_error=row.picture_error or row.picture_state)
            card = replace(card, picture_from=unsigned(row.task.image_url))
        if card.phase in {"failure", "cancelled"}:
            self._failed(key, failed(card, row.task))
        self._adopt(parent, key)
        return self.hub.put(card)

    def family(self, key: str) -> tuple[str, ...]:
        """The children of a card, with those that only the history knows."""
        card = self._card(key)
        if card.task_id:
            for row in self.history.children(self.origin, card.task_id):
                self.restore(row)
        return self._card(key).children

    def _restore_intent(self, intent: Intent) -> Card:
        if card := self.hub.get(intent.intent_id):
            return card
        if intent.task_id:
            self._keys.setdefault(intent.task_id, intent.intent_id)
        card = self.made(intent, via=intent.label or "", parent=self._parent_of(intent.parent_task_id))
        message = self._failed(card.key, ended_badly(intent))
        phase = _PHASES.get(intent.status, "in_doubt")
        draft = self._draft(card, card.key) if phase == "modal" else ""
        return self.hub.put(
            replace(
                card,
                task_id=intent.task_id,
                phase=phase,
                message=message,
                draft=draft,
                left=intent.left_ms is not None,
                mark=self._said_of(intent.task_id, intent.intent_id),
            )
        )

    def _said_of(self, task_id: str | None, intent_id: str | None) -> Mark:
        """What a person said of it, also before it had an id."""
        marks = (self.history.mark_of(self.origin, name) for name in (task_id, intent_id) if name)
        return next((mark for mark in marks if mark != Mark()), Mark())

    def _doubt_answer(self, card: Card, answer: Intent) -> Card:
        """Whether a dialog was answered is in doubt: it must not look as if it were still to be answered."""
        error = ended_badly(answer)
        if answer.status != "IN_DOUBT" or card.phase != "modal" or error is None:
            return card
        return self.hub.put(
            replace(
                card,
                phase="in_doubt",
                charged=answer.charged,
                message=self._failed(card.key, error),
                draft="",
                left=answer.left_ms is not None,
            )
        )

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

    def _failed(self, key: str, error: YuboError | None) -> str:
        """Keep what waiting for the card raises, if anything; what happened, in its words."""
        if self._priced(error) is None or error is None:
            return ""
        self.errors[key] = error
        return error.message

    def _priced(self, error: YuboError | None) -> YuboError | None:
        """To be kept as long as its card: in the sandbox it speaks of play money, and of the frames that it
        came through nothing is held back, which would be the request and all its pictures.
        """
        met: BaseException | None = error
        while met is not None:
            traceback.clear_frames(met.__traceback__)
            met = met.__cause__ or met.__context__
        if error is not None:
            error.play_money = self.sandbox
        return error

    def _card(self, key: str) -> Card:
        card = self.hub.get(key)
        assert card is not None, key
        return card


def _verb(intent: Intent) -> str:
    return meaning_of(intent.custom_id).verb if intent.custom_id else ""
