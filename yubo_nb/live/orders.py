"""Paid calls from the wish to the wire: prepared and committed first, then sent, then followed."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from yubo_nb.api import protocol
from yubo_nb.api.errors import Closed, InvalidRequest, TaskNotFound, UnknownButton, YuboError
from yubo_nb.api.models import meaning_of
from yubo_nb.api.protocol import Request
from yubo_nb.history import Intent
from yubo_nb.lang import say
from yubo_nb.live.actions import by_name, pressable
from yubo_nb.live.desk import Desk
from yubo_nb.live.fetcher import Fetcher
from yubo_nb.live.hub import Card
from yubo_nb.live.poller import Poller
from yubo_nb.live.submitter import Submitter

Then = Callable[[str], object]


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
        prices: Mapping[str, float],
    ) -> None:
        self._desk = desk
        self._submitter = submitter
        self._poller = poller
        self._fetcher = fetcher
        self._spawn = spawn
        self._prices = prices
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
        then: Then | None = None,
    ) -> str:
        """Write a call down and send it; the key of its card. `then` is called if a dialog opens."""
        above = self._desk.hub.get(parent)
        intent, new = self._prepare(
            request,
            prompt=prompt,
            parent_task_id=above.task_id if above else None,
            parent_intent_id=above.intent_id if above else None,
            custom_id=custom_id,
            label=via or None,
            gesture=gesture,
            price=self._prices.get(request.charge_action),
        )
        if not new:
            return self._desk.restore(intent).key
        self._desk.made(intent, via=via, parent=parent)
        self._send(intent.intent_id, intent, request, dialog=False, then=then)
        return intent.intent_id

    def press(self, key: str, wanted: str, *, gesture: str | None, then: Then | None = None) -> str:
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
            then=then,
        )

    def confirm(self, key: str, *, prompt: str | None, mask: str | None, gesture: str | None) -> None:
        """Answer the dialog that a card waits with."""
        card = self._card(key)
        if card.phase != "modal":
            raise InvalidRequest(
                say("This task does not wait for input.", "该任务没有在等待输入。"),
                field="task",
                task_id=card.task_id,
            )
        self.answer(key, prompt=prompt, mask=mask, gesture=gesture)

    def answer(self, key: str, *, prompt: str | None, mask: str | None, gesture: str | None = None) -> None:
        """`confirm` for a dialog that nobody was shown."""
        card = self._card(key)
        assert card.task_id is not None, "a dialog has an id"
        opener = self._desk.history.intent(card.intent_id) if card.intent_id else None
        text = card.prompt if prompt is None else prompt
        request = protocol.modal(
            card.task_id, text, mask, dialog=meaning_of(opener.custom_id).verb if opener else None
        )
        above = self._desk.hub.get(card.parent)
        intent, new = self._prepare(
            request,
            prompt=text,
            parent_task_id=above.task_id if above else None,
            parent_intent_id=card.intent_id,
            label=card.via or None,
            gesture=gesture,
            price=self._prices.get(request.charge_action, card.price),
        )
        if new:
            self._desk.confirming(key, intent.price)
            self._send(key, intent, request, dialog=True)

    def shut(self) -> None:
        """Take no more."""
        self._shut = True

    async def finished(self) -> None:
        """Wait for every call under way: its answer is about money."""
        while self._sends:
            await asyncio.gather(*self._sends, return_exceptions=True)

    def _prepare(self, request: Request, **context: Any) -> tuple[Intent, bool]:
        if self._shut:
            raise Closed(say("The studio is closed.", "studio 已关闭。"))
        return self._desk.history.prepare(
            endpoint=request.endpoint,
            action=request.charge_action,
            body=request.body or {},
            origin=self._desk.origin,
            **context,
        )

    def _send(
        self, key: str, intent: Intent, request: Request, *, dialog: bool, then: Then | None = None
    ) -> None:
        async def send() -> None:
            card, outcome = await self._submitter.send(
                key, intent, request, dialog=dialog, answered=then is not None
            )
            if outcome.status in {"ACCEPTED", "NEEDS_INPUT"} and card.task_id:
                self._poller.follow(card.task_id)
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
