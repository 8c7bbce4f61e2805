"""Paid calls from the wish to the wire: prepared and committed first, then sent, then followed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from yubo_nb.api import protocol
from yubo_nb.api.errors import BudgetExceeded, Closed, InvalidRequest, TaskNotFound, UnknownButton, YuboError
from yubo_nb.api.models import meaning_of
from yubo_nb.api.protocol import Request
from yubo_nb.history import Intent
from yubo_nb.lang import say
from yubo_nb.live.actions import by_name, pressable
from yubo_nb.live.desk import Desk
from yubo_nb.live.edits import Edits
from yubo_nb.live.fetcher import Fetcher
from yubo_nb.live.hub import Card
from yubo_nb.live.poller import Poller
from yubo_nb.live.rebuilding import pass_on_sources, rebuilt
from yubo_nb.live.submitter import Submitter
from yubo_nb.live.terms import Asked, Terms

Then = Callable[[str], object]
_RUNS = 8


class Orders:
    """What a submit, a press and a confirmation have in common. Engine thread only."""

    def __init__(
        self,
        desk: Desk,
        submitter: Submitter,
        poller: Poller,
        fetcher: Fetcher,
        spawn: Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"],
        *,
        terms: Terms,
    ) -> None:
        self._desk = desk
        self._edits = Edits(desk)
        self._submitter = submitter
        self._poller = poller
        self._fetcher = fetcher
        self._spawn = spawn
        self._terms = terms
        self._taken: dict[str, set[str]] = {}  # run of a cell → the intents its submits stand for
        self._unsure: dict[str, Request] = {}
        self._sends: set[asyncio.Task[None]] = set()
        self._shut = False

    def begin(
        self,
        request: Request,
        *,
        prompt: str,
        via: str,
        parent: str,
        custom_id: str | None,
        gesture: str | None,
        asked: Asked,
        again_of: str | None = None,
        then: Then | None = None,
    ) -> str:
        """Write a call down and send it; the key of its card. `then` is called if a dialog opens.

        Where a cell asks that asked for the same before, it is what that made.
        """
        above = self._desk.hub.get(parent)
        intent, new = self._prepare(
            request,
            prompt=prompt,
            parent_task_id=above.task_id if above else None,
            parent_intent_id=above.intent_id if above else None,
            custom_id=custom_id,
            label=via or None,
            gesture=gesture,
            price=self._terms.prices.get(request.charge_action),
            again_of=again_of,
            asked=asked,
        )
        if not new:
            return self._stands(intent, then, asked)
        self._desk.made(intent, via=via, parent=parent)
        self._send(intent.intent_id, intent, request, dialog=False, then=then)
        return intent.intent_id

    def press(
        self, key: str, wanted: str, *, gesture: str | None, asked: Asked, then: Then | None = None
    ) -> str:
        """Press a button of a card; only what its task offers can be pressed."""
        card = self._card(key)
        task = self._desk.tasks.get(key)
        button = by_name(pressable(card, task), wanted)
        if task is None or button.custom_id is None:
            raise UnknownButton(say("A link cannot be pressed.", "链接按钮无法点击。"), field="button")
        return self.begin(
            protocol.action(task.id, button.custom_id),
            prompt=card.prompt,
            via=button.caption,
            parent=key,
            custom_id=button.custom_id,
            gesture=gesture,
            asked=asked,
            then=then,
        )

    def confirm(
        self, key: str, *, prompt: str | None, mask: str | None, gesture: str | None, asked: Asked
    ) -> None:
        """Answer the dialog that a card waits with; nothing happens where this cell did so before."""
        card = self._card(key)
        if card.phase != "modal":
            if asked.cell and card.task_id and self._answered_here(card, asked):
                self._desk.reused(key)
                return
            raise InvalidRequest(
                say("This task does not wait for input.", "该任务没有在等待输入。"),
                field="task",
                task_id=card.task_id,
            )
        self.answer(key, prompt=prompt, mask=mask, gesture=gesture, asked=asked)

    def answer(
        self, key: str, *, prompt: str | None, mask: str | None, asked: Asked, gesture: str | None = None
    ) -> None:
        """`confirm` for a dialog that nobody was shown."""
        card = self._card(key)
        assert card.task_id is not None, "a dialog has an id"
        opener = self._desk.history.intent(card.intent_id) if card.intent_id else None
        text = card.prompt if prompt is None else prompt
        request = protocol.modal(
            card.task_id, text, mask, dialog=meaning_of(opener.custom_id).verb if opener else None
        )
        self._edits.sending(card, text, request.body or {})
        self._confirm(card, request, text, gesture=gesture, asked=asked)

    def send_again(self, intent: Intent, *, gesture: str | None, asked: Asked) -> str:
        """A new call like one in doubt, linked to it; what it may cost a second time is known to who asks."""
        card = self._desk.restore(intent)
        place = self._desk.history, self._desk.origin
        request = self._unsure.get(intent.intent_id) or rebuilt(*place, intent, card.task_id)
        if intent.endpoint == "submit/modal" and card.task_id:
            self._confirm(
                card, request, intent.prompt, gesture=gesture, asked=asked, again_of=intent.intent_id
            )
            return card.key
        made = self.begin(
            request,
            prompt=intent.prompt,
            via=intent.label or "",
            parent=card.parent,
            custom_id=intent.custom_id,
            gesture=gesture,
            asked=asked,
            again_of=intent.intent_id,
        )
        pass_on_sources(*place, intent.intent_id, made)
        return made

    def _confirm(
        self,
        card: Card,
        request: Request,
        text: str,
        *,
        gesture: str | None,
        asked: Asked,
        again_of: str | None = None,
    ) -> None:
        above = self._desk.hub.get(card.parent)
        intent, new = self._prepare(
            request,
            prompt=text,
            again_of=again_of,
            parent_task_id=above.task_id if above else None,
            parent_intent_id=card.intent_id,
            label=card.via or None,
            gesture=gesture,
            price=self._terms.prices.get(request.charge_action, card.price),
            asked=asked,
        )
        if new:
            self._desk.confirming(card.key, intent.price, intent.prompt)
            self._send(card.key, intent, request, dialog=True)

    def shut(self) -> None:
        """Take no more."""
        self._shut = True

    async def finished(self) -> None:
        """Wait for every call under way: its answer is about money."""
        while self._sends:
            await asyncio.gather(*self._sends, return_exceptions=True)

    def _prepare(self, request: Request, *, asked: Asked, **context: Any) -> tuple[Intent, bool]:
        if self._shut:
            raise Closed(say("The studio is closed.", "studio 已关闭。"))
        action, price = request.charge_action, context.get("price")
        history, terms = self._desk.history, self._terms
        cell, taken = asked.cell or None, self._taken_by(asked.run)
        try:
            with terms.alone():
                intent, new = history.prepare(
                    endpoint=request.endpoint,
                    action=action,
                    body=request.body or {},
                    origin=self._desk.origin,
                    dedupe=cell,
                    taken=taken,
                    again=asked.again,
                    caps=terms.caps(),
                    permit=lambda: terms.permit(asked, action, price),
                    **context,
                )
                if new:
                    terms.made(intent, history.intent)
        except BudgetExceeded as error:
            if terms.visitors:  # who have no cell to raise a cap in
                error.hint = say(
                    "Wait until older calls no longer count, or ask whoever runs this page.",
                    "请等较早的调用不再计入，或联系此页面的维护者。",
                )
            raise
        taken.add(intent.intent_id)
        return intent, new

    def _taken_by(self, run: str) -> set[str]:
        if not run:
            return set()
        if run not in self._taken:
            for old in tuple(self._taken)[:-_RUNS]:  # of the latest, threads may still be at work
                del self._taken[old]
            self._taken[run] = set()
        return self._taken[run]

    def _stands(self, intent: Intent, then: Then | None, asked: Asked) -> str:
        """The card of a call that was made before, followed to its end as if it had been made now."""
        row = self._desk.history.task(self._desk.origin, intent.task_id) if intent.task_id else None
        card = self._desk.restore(row or intent)
        if not card.complete:
            if card.task_id:
                self._poller.follow(card.task_id)
            elif intent.status == "DONE" and intent.images:
                self._fetcher.want_all(card.key, intent.images)
        if then is not None and card.phase == "modal":  # the program ended before the dialog was answered
            then(card.key)
        if asked.cell:
            self._desk.reused(card.key)
        return card.key

    def _answered_here(self, card: Card, asked: Asked) -> bool:
        last = self._desk.history.intent_of(self._desk.origin, card.task_id or "")
        return last is not None and last.endpoint == "submit/modal" and last.dedupe == asked.cell

    def _send(
        self, key: str, intent: Intent, request: Request, *, dialog: bool, then: Then | None = None
    ) -> None:
        async def send() -> None:
            card, outcome = await self._submitter.send(
                key, intent, request, dialog=dialog, answered=then is not None
            )
            if outcome.status in {"ACCEPTED", "NEEDS_INPUT"} and card.task_id:
                self._poller.follow(card.task_id)
            if outcome.status == "IN_DOUBT":
                self._unsure[intent.intent_id] = request  # with its pictures, which no row keeps
            if dialog and outcome.status == "ACCEPTED":
                self._edits.forget(key)
            if outcome.images:
                self._fetcher.want_all(key, outcome.images)
            if outcome.status == "NEEDS_INPUT" and then is not None:
                try:
                    then(key)
                except YuboError as error:
                    self._desk.reopened(key, str(error))

        task = self._spawn(send())
        self._sends.add(task)
        task.add_done_callback(self._sends.discard)

    def _card(self, key: str) -> Card:
        card = self._desk.hub.get(key)
        if card is None:
            raise TaskNotFound(say(f"No task {key!r} here.", f"这里没有任务 {key!r}。"))
        return card
