"""Sends a prepared call: write down that it goes, send it once, write down how it ended, show it."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Protocol

from yubo_nb.api.errors import NotSent, YuboError
from yubo_nb.api.models import Submission
from yubo_nb.api.protocol import Request
from yubo_nb.history import Intent
from yubo_nb.live.desk import Desk
from yubo_nb.live.hub import Card
from yubo_nb.live.outcome import Outcome, of_answer, of_error, of_known_id

_sending: ContextVar[str] = ContextVar("sending")  # the card whose call is under way in this coroutine


class Sender(Protocol):
    """The one door of the client; the resend rule for paid calls lives behind it."""

    async def send(self, request: Request) -> object: ...


class Submitter:
    """One call, one POST, one outcome; what may be sent again is decided behind the client's door."""

    def __init__(self, sender: Callable[[], Sender], desk: Desk) -> None:
        self._sender = sender
        self._desk = desk

    async def send(
        self, key: str, intent: Intent, request: Request, *, dialog: bool, answered: bool
    ) -> tuple[Card, Outcome]:
        """`dialog`: the call answers the dialog of the card `key` instead of making a card of its own.

        `answered`: should a dialog open, its answer follows at once, and nobody is asked.
        """
        _sending.set(key)
        outcome = await self._outcome(intent, request, dialog=dialog)
        card = self._desk.settled(key, intent.intent_id, outcome, dialog=dialog, answered=answered)
        return card, outcome

    def paused(self, seconds: float, reason: str) -> None:
        """The client's `on_wait`: the relay said "not now", and the card that waits says so too."""
        if key := _sending.get(""):
            self._desk.paused(key, reason, seconds)

    async def _outcome(self, intent: Intent, request: Request, *, dialog: bool) -> Outcome:
        intent_id, endpoint = intent.intent_id, request.endpoint
        try:
            self._desk.history.sending(intent.intent_id)
        except YuboError as error:  # not written down, so not sent
            return of_error(NotSent(error.message, hint=error.hint), intent_id=intent_id, endpoint=endpoint)
        try:
            answer = await self._sender().send(request.with_state(intent.state))
        except Exception as error:  # noqa: BLE001 - whatever it is, the row must say how the call ended
            return of_error(error, intent_id=intent_id, endpoint=endpoint)
        if not isinstance(answer, Submission):
            return of_error(
                TypeError(f"{request.endpoint} was answered with {type(answer).__name__}"),
                intent_id=intent_id,
                endpoint=endpoint,
            )
        if answer.task_id and not dialog and self._known(answer.task_id, intent):
            return of_known_id(answer, intent_id=intent_id, endpoint=endpoint)
        return of_answer(answer)

    def _known(self, task_id: str, intent: Intent) -> bool:
        if self._desk.key_of(task_id) not in {None, intent.intent_id}:
            return True
        other = self._desk.history.intent_of(self._desk.origin, task_id)
        return other is not None and other.intent_id != intent.intent_id
