"""The engine's works: client, poller, history and hub on one thread; put together, started and ended."""

import atexit
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Never, ParamSpec, TypeVar

from yubo_nb.api.errors import Closed
from yubo_nb.history import History
from yubo_nb.lang import say
from yubo_nb.live.balance import Balance
from yubo_nb.live.desk import Desk
from yubo_nb.live.fetcher import Fetcher
from yubo_nb.live.hub import Hub
from yubo_nb.live.listener import Listener
from yubo_nb.live.orders import Orders
from yubo_nb.live.policy import PollPolicy
from yubo_nb.live.poller import Poller
from yubo_nb.live.recall import Recall
from yubo_nb.live.settling import Settling
from yubo_nb.live.submitter import Submitter
from yubo_nb.live.terms import Terms
from yubo_nb.live.thread import LoopThread
from yubo_nb.live.turns import Turns
from yubo_nb.live.waiting import Waiting

if TYPE_CHECKING:
    from yubo_nb.api import AsyncClient, PictureClient

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Works:
    """What an engine is made of, and its life; what can be asked of it is `Engine`."""

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
        self._balance = Balance(self._client, history, origin)
        self._settling = Settling(self._client, self._desk, self._listener.heard, self._balance)
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
        self._recall = Recall(self._client, self._desk, self._listener, self._poller, self._fetcher)
        self._orders = Orders(
            self._desk, self._submitter, self._poller, self._fetcher, self._thread.spawn, terms=self.terms
        )

    def __reduce__(self) -> Never:
        raise TypeError("an open studio and its tasks are never pickled; keep a task's id instead")

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
        """Empty while the relay answers, else why it does not."""
        return self._listener.fault

    @property
    def silence(self) -> str:
        """The same as a whole sentence, with the time since when."""
        return self._listener.silence

    @property
    def last_seen_ms(self) -> int | None:
        """When the relay last answered, in epoch milliseconds; None while it does."""
        return self._listener.last_seen_ms

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

    async def _finish(self) -> None:
        await self._orders.finished()
        await self._thread.clear()
        self._waiting.fail(Closed(say("The studio was closed while waiting.", "等待期间 studio 已关闭。")))
        if self._api is not None:
            await self._api.aclose()
        if self._gallery is not None:
            await self._gallery.aclose()


def _close(engine: "weakref.ref[Works]") -> None:
    if (alive := engine()) is not None:
        alive.close()
