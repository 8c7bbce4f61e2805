"""The engine: one thread that sends, asks, fetches and keeps, so that a busy cell holds nothing up."""

import asyncio
import atexit
import time
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Never, ParamSpec, TypeVar

from yubo_nb.api.errors import Closed, PictureUnavailable, TaskNotFound, YuboError
from yubo_nb.api.models import Task
from yubo_nb.history import History, Intent
from yubo_nb.history.ledger import no_such_intent
from yubo_nb.lang import say
from yubo_nb.live.desk import Desk
from yubo_nb.live.fetcher import Fetcher
from yubo_nb.live.handle import TaskHandle
from yubo_nb.live.hub import Card, Hub
from yubo_nb.live.listener import Listener
from yubo_nb.live.orders import Orders
from yubo_nb.live.policy import PollPolicy
from yubo_nb.live.poller import Poller
from yubo_nb.live.settling import Found, Settling
from yubo_nb.live.submitter import Submitter
from yubo_nb.live.terms import Asked, Terms
from yubo_nb.live.thread import LoopThread
from yubo_nb.live.turns import Turns
from yubo_nb.live.waiting import Waiting

if TYPE_CHECKING:
    from concurrent.futures import Future

    from yubo_nb.api import AsyncClient, PictureClient
    from yubo_nb.api.protocol import Request

_LINKS_LIVE_MS = 24 * 3600 * 1000
_P = ParamSpec("_P")
_R = TypeVar("_R")


class Engine:
    """Owns client, poller, history writes and hub on one daemon thread; every method is safe from any thread.

    `client` and `pictures` are called once, on that thread. `origin` is the name under which the history
    keeps the tasks; `terms` say what calls cost and which may be made. `display` shows a handle in a
    notebook; whoever can do that sets it.
    """

    def __init__(
        self,
        client: "Callable[[], AsyncClient]",
        pictures: "Callable[[], PictureClient]",
        history: History,
        *,
        origin: str,
        sandbox: bool = False,
        poll: PollPolicy | None = None,
        terms: Terms | None = None,
    ) -> None:
        self.hub = Hub()
        self.history = history
        self.origin = origin
        self.sandbox = sandbox
        self.display: Callable[[TaskHandle], None] | None = None
        self._make_client, self._make_gallery = client, pictures
        self._api: AsyncClient | None = None
        self._gallery: PictureClient | None = None
        self.terms = terms or Terms()
        self._thread = LoopThread("yubo-nb engine")
        self._thread.on_error = lambda error: self.hub.notice("error", str(error) or type(error).__name__)
        self._closing = False
        self._waiting = Waiting(self.hub)
        self._desk = Desk(self.hub, history, origin=origin, sandbox=sandbox)
        self._submitter = Submitter(self._client, self._desk)
        self._fetcher = Fetcher(self._pictures, self._desk, self._thread.spawn)
        self._listener = Listener(self._desk, self._fetcher)
        self._settling = Settling(self._client, self._desk, self._listener.heard)
        policy = poll or PollPolicy()
        self._poller = Poller(
            self._client,
            self._listener,
            Turns(history, origin, policy),
            policy,
            self._thread.spawn,
            watched=lambda: self.hub.watched,
        )
        self.hub.on_look = self._looked_at
        self._orders = Orders(
            self._desk, self._submitter, self._poller, self._fetcher, self._thread.spawn, terms=self.terms
        )

    def __reduce__(self) -> Never:
        raise TypeError("an open studio and its tasks are never pickled; keep a task's id instead")

    # the thread ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the thread; a second call changes nothing."""
        if not self._thread.alive:
            self._thread.start()
            atexit.register(_close, weakref.ref(self))  # a daemon thread would die with a POST in the air

    def close(self) -> None:
        """End polling and fetching and the thread. A POST under way is waited for: it is about money."""
        self._closing = True
        self._orders.shut()
        self._thread.stop(self._finish)

    @property
    def alive(self) -> bool:
        """Started in this process and not closed."""
        return self._thread.alive and not self._closing

    @property
    def prices(self) -> Mapping[str, float]:
        """What each kind of call costs, where that is known."""
        return self.terms.prices

    @property
    def online(self) -> str:
        """Empty while the relay answers, else a sentence that says since when it does not."""
        return self._listener.silence

    def call(self, fn: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run `fn` on the engine thread and return its result."""
        return self._thread.call(fn, *args, **kwargs)

    def post(self, fn: Callable[_P, object], *args: _P.args, **kwargs: _P.kwargs) -> None:
        """Run `fn` on the engine thread, later; an error becomes a notice of the hub."""
        self._thread.post(fn, *args, **kwargs)

    def idle(self, timeout: float = 30.0) -> None:
        """Wait until nothing is sent, asked or fetched any more. Raises TimeoutError."""
        self._thread.quiet(timeout)

    def paused(self, seconds: float, reason: str) -> None:
        """Give this to the client as `on_wait`, so that the card which waits can say so."""
        self._submitter.paused(seconds, reason)

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
        key = self.call(
            self._orders.begin,
            request,
            prompt=prompt,
            via=via,
            parent=parent or "",
            custom_id=custom_id,
            gesture=gesture,
            asked=self._asked(gesture, again=again),
        )
        return TaskHandle(self, key)

    def act(self, key: str, custom_id: str, *, gesture: str | None = None, again: bool = False) -> TaskHandle:
        """Press a button of a card, by customId or caption: what a click and `task.act` both do."""
        asked = self._asked(gesture, again=again)
        return TaskHandle(self, self.call(self._orders.press, key, custom_id, gesture=gesture, asked=asked))

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
        return TaskHandle(self, self.call(press, key, custom_id, gesture=gesture, asked=asked, then=confirm))

    def confirm(
        self, key: str, *, prompt: str | None = None, mask: str | None = None, gesture: str | None = None
    ) -> TaskHandle:
        """Answer the dialog of a card in the phase "modal": this is the paid step. `mask` is a data URI."""
        asked = self._asked(gesture)
        self.call(self._orders.confirm, key, prompt=prompt, mask=mask, gesture=gesture, asked=asked)
        return TaskHandle(self, key)

    def _asked(self, gesture: str | None, *, again: bool = False) -> Asked:
        """A gesture is a person's and no cell's."""
        return Asked() if gesture else replace(self.terms.asked(), again=again)

    # what is in doubt ---------------------------------------------------------------------------------------

    def intent(self, intent_id: str) -> Intent:
        """The row of a call. Raises HistoryError."""
        if (intent := self.history.intent(intent_id)) is None:
            raise no_such_intent(intent_id)
        return intent

    def look_for(self, intent_id: str, *, log: bool = False) -> Found:
        """Look for the task of a submit in doubt, and link it if it is certain. Free of charge."""
        found = self._thread.run(lambda: self._settling.look(self.intent(intent_id), log=log))
        if found.task is not None:
            self.call(self._recall, found.task.id)
        return found

    def peek(self, task_id: str) -> Task:
        """A task as the relay has it now, kept nowhere. Raises TaskNotFound."""
        return self._thread.run(lambda: self._settling.fetch(task_id))

    def adopt(self, intent_id: str, task_id: str) -> TaskHandle:
        """Link a submit in doubt to the task it made. Raises TaskNotFound, InvalidRequest."""
        card = self._thread.run(lambda: self._settling.adopt(self.intent(intent_id), task_id))
        return TaskHandle(self, self.call(self._continue, card).key)

    def send_again(self, intent_id: str, *, gesture: str | None = None) -> TaskHandle:
        """Make the same call once more: perhaps a second charge, and so a person's word."""
        asked = self._asked(gesture)
        send = self._orders.send_again
        return TaskHandle(self, self.call(send, self.intent(intent_id), gesture=gesture, asked=asked))

    # following ----------------------------------------------------------------------------------------------

    def follow(self, task_id: str) -> TaskHandle:
        """A handle for any task id: known here, in the history, or asked from the relay once.

        Raises TaskNotFound for an id that the relay does not know.
        """
        key = self.call(self._recall, task_id)
        if key is None:
            key = self._thread.run(lambda: self._meet(task_id))
        return TaskHandle(self, key)

    def resume(self) -> list[TaskHandle]:
        """Follow everything the history holds unfinished. Sends nothing paid."""
        return [TaskHandle(self, key) for key in self.call(self._resume)]

    def look_again(self, key: str) -> None:
        """Ask for a task that was out of sight, or for its missing picture."""
        self.call(self._look_again, key)

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

    def wait(self, key: str, timeout: float | None) -> Card:
        """The card once there is nothing to wait for any more. Raises TimeoutError, RuntimeError."""
        self._thread.refuse_here()
        future = self.completion(key)
        try:
            return future.result(timeout)
        finally:
            future.cancel()

    def completion(self, key: str) -> "Future[Card]":
        """Resolved when there is nothing to wait for any more; see `Card.complete`."""
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

    def picture_later(
        self,
        picture_id: str,
        size: int | None,
        give: "Callable[[bytes, str], None]",
        fail: "Callable[[str], None]",
    ) -> None:
        """`picture` on a worker thread; `give` or `fail` (with a sentence) is called on the engine thread."""

        async def bring() -> None:
            try:
                found = await asyncio.to_thread(self.picture, picture_id, size)
            except YuboError as error:
                fail(error.message)
            else:
                give(*found)

        self.post(lambda: self._thread.spawn(bring()))

    # on the engine thread -----------------------------------------------------------------------------------

    def _looked_at(self) -> None:
        if self.alive:
            with suppress(Closed):  # closed in this moment
                self.post(self._poller.hurry)

    def _client(self) -> "AsyncClient":
        if self._api is None:
            self._api = self._make_client()
        return self._api

    def _pictures(self) -> "PictureClient":
        if self._gallery is None:
            self._gallery = self._make_gallery()
        return self._gallery

    def _recall(self, task_id: str) -> str | None:
        key = self._desk.key_of(task_id)
        if key is None and (row := self.history.task(self.origin, task_id)) is not None:
            key = self._continue(self._desk.restore(row)).key
        if key is None and (intent := self.history.intent_of(self.origin, task_id)) is not None:
            key = self._continue(self._desk.restore(intent)).key
        return key

    async def _meet(self, task_id: str) -> str:
        return self._continue(self._listener.heard([await self._client().fetch(task_id)])[0]).key

    def _resume(self) -> list[str]:
        for intent in self.history.intents("IN_DOUBT", self.origin):
            self._desk.restore(intent)  # nothing to follow, and not to be forgotten
        for row in self.history.without_picture(self.origin):
            if time.time() * 1000 - row.last_seen_ms < _LINKS_LIVE_MS:
                self._look_again(self._desk.restore(row).key)
        rows = self.history.unfinished(self.origin)
        return [self._continue(self._desk.restore(row)).key for row in rows]

    def _look_again(self, key: str) -> None:
        self._desk.looking(key)
        card = self.card(key)
        if card.task_id and not card.picture.startswith("full:"):
            self._poller.follow(card.task_id)

    def _continue(self, card: Card) -> Card:
        if card.task_id and not card.complete:
            self._poller.follow(card.task_id)
        return card

    async def _finish(self) -> None:
        await self._orders.finished()
        await self._thread.clear()
        self._waiting.fail(Closed(say("The studio was closed while waiting.", "等待期间 studio 已关闭。")))
        if self._api is not None:
            await self._api.aclose()
        if self._gallery is not None:
            await self._gallery.aclose()


def _close(engine: "weakref.ref[Engine]") -> None:
    if (alive := engine()) is not None:
        alive.close()
