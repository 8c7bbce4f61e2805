"""The engine: one thread that sends, asks, fetches and keeps, so that a busy cell holds nothing up."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from yubo_nb.api.errors import (
    HistoryError,
    InvalidRequest,
    PictureUnavailable,
    TaskNotFound,
    YuboError,
)
from yubo_nb.api.models import Task
from yubo_nb.history import Intent, Mark
from yubo_nb.history.ledger import no_such_intent
from yubo_nb.lang import say
from yubo_nb.live.handle import TaskHandle
from yubo_nb.live.hub import Card
from yubo_nb.live.reasons import FAILED
from yubo_nb.live.settling import Found
from yubo_nb.live.terms import Asked
from yubo_nb.live.works import Works

if TYPE_CHECKING:
    from concurrent.futures import Future

    from yubo_nb.api.account import Quota
    from yubo_nb.api.protocol import Request


class Engine(Works):
    """Owns client, poller, history writes and hub on one daemon thread; every method is safe from any thread.

    `client` and `pictures` are called once, on that thread. `origin` is the name under which the history
    keeps the tasks; `terms` say what calls cost and which may be made. `display` shows a handle in a
    notebook; whoever can do that sets it.
    """

    display: Callable[[TaskHandle], None] | None = None

    # paid calls ---------------------------------------------------------------------------------------------

    def submit(
        self,
        request: "Request",
        *,
        prompt: str = "",
        via: str = "",
        parent: str | None = None,
        custom_id: str | None = None,
        gesture: str | None = None,
        again: bool = False,
    ) -> TaskHandle:
        """Write the call down, committed, and return; it is sent from the engine thread.

        A `gesture` that was seen before gives the task it made then, and so does a cell that runs again,
        unless `again`. Raises HistoryError when it cannot be written down, BudgetExceeded,
        PaidCallsDisabled; nothing is sent in these cases.
        """
        asked = self._asked(gesture, again=again)
        key = self.call(
            self._orders.begin,
            request,
            prompt=prompt,
            via=via,
            parent=parent or "",
            custom_id=custom_id,
            gesture=gesture,
            asked=asked,
        )
        return self._handle(key, asked)

    def act(self, key: str, custom_id: str, *, gesture: str | None = None, again: bool = False) -> TaskHandle:
        """Press a button of a card, by customId or caption: what a click and `task.act` both do."""
        asked = self._asked(gesture, again=again)
        made = self.call(self._orders.press, key, custom_id, gesture=gesture, asked=asked)
        return self._handle(made, asked)

    def act_and_confirm(
        self,
        key: str,
        custom_id: str,
        *,
        prompt: str | None,
        mask: str | None = None,
        gesture: str | None = None,
        again: bool = False,
    ) -> TaskHandle:
        """Press a button that opens a dialog, and answer the dialog as soon as it is open."""
        asked = self._asked(gesture, again=again)

        def confirm(made: str) -> None:
            self._orders.answer(made, prompt=prompt, mask=mask, asked=asked)

        press = self._orders.press
        made = self.call(press, key, custom_id, gesture=gesture, asked=asked, then=confirm)
        return self._handle(made, asked)

    def confirm(
        self, key: str, *, prompt: str | None = None, mask: str | None = None, gesture: str | None = None
    ) -> TaskHandle:
        """Answer the dialog of a card in the phase "modal": this is the paid step. `mask` is a data URI."""
        asked = self._asked(gesture)
        self.call(self._orders.confirm, key, prompt=prompt, mask=mask, gesture=gesture, asked=asked)
        return self._handle(key, asked)

    def _asked(self, gesture: str | None, *, again: bool = False) -> Asked:
        """A gesture is a person's and no cell's."""
        return Asked() if gesture else replace(self.terms.asked(), again=again)

    def _handle(self, key: str, asked: Asked) -> TaskHandle:
        """A cell is told here, on its own thread, that what it asked for was there already."""
        if asked.cell and self.card(key).reused:
            self.terms.repeated(asked)
        return TaskHandle(self, key)

    # what is in doubt ---------------------------------------------------------------------------------------

    def intent(self, intent_id: str) -> Intent:
        """The row of a call. Raises HistoryError."""
        if (intent := self.history.intent(intent_id)) is None:
            raise no_such_intent(intent_id)
        return intent

    def look_for(self, intent_id: str, *, log: bool = False, balance: bool = False) -> Found:
        """Look for the task of a submit in doubt, and link it if it is certain. Free of charge."""
        look = self._settling.look
        found = self._thread.run(lambda: look(self.intent(intent_id), log=log, balance=balance))
        if found.task is not None:
            self.call(self._recall.known, found.task.id)
        return found

    def peek(self, task_id: str) -> Task:
        """A task as the relay has it now, kept nowhere. Raises TaskNotFound."""
        return self._thread.run(lambda: self._settling.fetch(task_id))

    def adopt(self, intent_id: str, task_id: str) -> TaskHandle:
        """Link a submit in doubt to the task it made. Raises TaskNotFound, InvalidRequest."""
        card = self._thread.run(lambda: self._settling.adopt(self.intent(intent_id), task_id))
        return TaskHandle(self, self.call(self._recall.go_on, card).key)

    def leave(self, intent_id: str) -> Card:
        """A person leaves this doubt as it is: still counted as charged, no longer asked about."""
        return self.call(self._desk.left, self.history.leave(intent_id))

    def send_again(self, intent_id: str, *, gesture: str | None = None) -> TaskHandle:
        """Make the same call once more: perhaps a second charge, and so a person's word."""
        asked = self._asked(gesture)
        made = self.call(self._orders.send_again, self.intent(intent_id), gesture=gesture, asked=asked)
        try:
            self.leave(intent_id)  # what to do about it is decided; that it may have been charged stays
        except HistoryError as error:  # the call is on its way all the same, and its handle must not be lost
            self.post(self.hub.notice, "error", str(error))
        return self._handle(made, asked)

    def quota(self) -> "Quota":
        """What the key may spend and has spent, kept for a doubt to come. Raises NotOffered."""
        return self._thread.run(self._balance.quota)

    # following ----------------------------------------------------------------------------------------------

    def follow(self, task_id: str) -> TaskHandle:
        """A handle for any task id: known here, in the history, or asked from the relay once.

        Raises TaskNotFound for an id that the relay does not know.
        """
        key = self.call(self._recall.known, task_id)
        if key is None:
            key = self._thread.run(lambda: self._recall.meet(task_id))
        return TaskHandle(self, key)

    def resume(self) -> list[TaskHandle]:
        """Follow everything the history holds unfinished. Sends nothing paid."""
        return [TaskHandle(self, key) for key in self.call(self._recall.unfinished)]

    def look_again(self, key: str) -> None:
        """Ask for a task that was out of sight, or for its missing picture."""
        self.card(key)
        self.call(self._recall.look_again, key)

    def seed(self, key: str) -> str:
        """The seed the relay drew with, asked from the relay. Raises TaskNotFound, RelayUnavailable."""
        card = self.card(key)
        if (task := self._desk.tasks.get(key)) is not None and task.seed:
            return task.seed
        if not card.task_id:
            raise TaskNotFound(say("This task has no id yet.", "该任务还没有 id。"))
        task_id = card.task_id
        return self._thread.run(lambda: self._client().image_seed(task_id))

    # what is known ------------------------------------------------------------------------------------------

    def card(self, key: str) -> Card:
        """The card as it is now. Raises TaskNotFound."""
        if (card := self.hub.get(key)) is None:
            raise TaskNotFound(say(f"No task {key!r} here.", f"这里没有任务 {key!r}。"))
        return card

    def task(self, key: str) -> Task | None:
        """The relay's last word on a card, None before its first."""
        return self._desk.tasks.get(key)

    def error(self, key: str) -> YuboError | None:
        """What waiting for this card raises."""
        return self._desk.errors.get(key)

    def children(self, key: str) -> tuple[str, ...]:
        """The keys of what a card's buttons made, oldest first, from the history too."""
        return self.call(self._desk.family, key)

    def completion(self, key: str) -> "Future[Card]":
        """Resolved when there is nothing to wait for any more; see `Card.complete`."""
        self._thread.refuse_here()
        return self.call(self._waiting.for_card, key)

    def pictures_of(self, key: str) -> tuple[str, ...]:
        """The ids of all full pictures of a card; more than one only where an answer brought several."""
        card = self.card(key)
        if several := self._fetcher.several.get(key):
            return tuple(f"full:{name}" for name in several)
        return (card.picture,) if card.picture.startswith("full:") else ()

    def picture(self, picture_id: str, size: int | None = None) -> tuple[bytes, str]:
        """Bytes and media type: WebP of at most `size` on the longer side; clips, and None, as they came."""
        if picture_id.startswith("preview:"):
            return self.call(self._fetcher.preview, picture_id), "image/webp"
        kind, _, name = picture_id.partition(":")
        if kind not in {"full", "clip"} or not name:
            raise PictureUnavailable(say("No such picture.", "没有这张图片。"), retryable=False)
        if size is None or kind == "clip":
            return self.history.pictures.original(name)
        return self.history.pictures.thumbnail(name, size), "image/webp"

    # what a person makes of it ------------------------------------------------------------------------------

    def mark(self, key: str, **said: Any) -> Mark:
        """Keep what a person says of a card; see `history.marks`. Raises InvalidRequest, HistoryError."""
        card = self.card(key)
        if card.phase == "sending":  # the name it is kept by is about to change
            raise InvalidRequest(say("It is being sent; mark it in a moment.", "正在发送，请稍后再标记。"))
        mark = self.history.mark(self.origin, card.task_id or card.intent_id or key, **said)
        self.call(lambda: self.hub.put(replace(self.card(key), mark=mark)))
        return mark

    def retry(self, key: str, *, gesture: str | None = None) -> TaskHandle:
        """The call of a card that went wrong, made anew: a new charge. Raises InvalidRequest."""
        card = self.card(key)
        if card.phase not in FAILED or card.intent_id is None:
            why = say(
                "Only what was sent from here and went wrong can be retried.",
                "只能重试从这里提交且出错的任务。",
            )
            raise InvalidRequest(why, field="task", task_id=card.task_id)
        return self.send_again(card.intent_id, gesture=gesture)

    def stop_watching(self, key: str) -> None:
        """Ask no more about a task, which goes on at the relay; `look_again` follows it anew. Free."""
        self.call(self._recall.let_go, key)

    def usual(self) -> dict[str, int]:
        """How long tasks took here of late, in milliseconds, by the verb that made them; "" is a prompt."""
        return self.history.usual(self.origin)
