"""A daemon thread with its own event loop, and the ways to hand it work."""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import CancelledError, Future
from typing import Any, ParamSpec, TypeVar

from yubo_nb.api.errors import Closed
from yubo_nb.lang import say

_P = ParamSpec("_P")
_R = TypeVar("_R")


class LoopThread:
    """Runs callables and coroutines on one thread of its own, whatever loop the caller has."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pid = os.getpid()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()
        self._thread: threading.Thread | None = None
        self._called: set[Future[Any]] = set()
        self._tasks: set[asyncio.Task[Any]] = set()  # a loop keeps only weak references to its tasks
        self.on_error: Callable[[BaseException], None] = lambda _error: None

    @property
    def alive(self) -> bool:
        """Running, and in this process: a fork leaves the thread behind."""
        return self._pid == os.getpid() and self._thread is not None and self._thread.is_alive()

    @property
    def here(self) -> bool:
        """Called on the thread itself."""
        return self._thread is not None and threading.get_ident() == self._thread.ident

    def start(self) -> None:
        """Returns when the loop runs; a second call changes nothing."""
        if self.alive:
            return
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name=self._name, daemon=True)
        self._thread.start()
        ready.wait()

    def call(self, fn: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run `fn` there and wait. An interrupt of the caller ends the waiting, never the work."""
        if self.here:
            return fn(*args, **kwargs)
        result: Future[_R] = Future()
        self._called.add(result)  # before the loop is looked at: a loop that ends meanwhile fails it
        result.add_done_callback(self._called.discard)

        def run() -> None:
            try:
                result.set_result(fn(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 - it belongs to the waiting caller
                result.set_exception(error)

        self._soon(run)
        return result.result()

    def post(self, fn: Callable[_P, object], *args: _P.args, **kwargs: _P.kwargs) -> None:
        """Run `fn` there and do not wait; what it raises goes to `on_error`."""

        def run() -> None:
            try:
                fn(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 - nobody waits for it: shown instead
                self.on_error(error)

        self._soon(run)

    def spawn(self, coroutine: Coroutine[Any, Any, _R]) -> asyncio.Task[_R]:
        """Start a coroutine there; call this on the thread itself."""
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)

        def ended(task: asyncio.Task[_R]) -> None:
            self._tasks.discard(task)
            if not task.cancelled() and (error := task.exception()) is not None:
                self.on_error(error)

        task.add_done_callback(ended)
        return task

    def refuse_here(self) -> None:
        """Raise RuntimeError on the thread itself, which would wait for itself for ever."""
        if self.here:
            raise RuntimeError("the engine's own thread cannot wait for itself")

    def run(self, asked: Callable[[], Awaitable[_R]]) -> _R:
        """Await something there and wait for it. Not to be called on the thread itself."""
        self.refuse_here()
        loop = self._running()

        async def ask() -> _R:
            return await asked()

        try:
            return asyncio.run_coroutine_threadsafe(ask(), loop).result()
        except CancelledError:
            raise _closed() from None

    async def clear(self) -> None:
        """Cancel all spawned coroutines but the one that calls."""
        while left := self._tasks - {asyncio.current_task()}:
            for task in left:
                task.cancel()
            await asyncio.wait(left, timeout=1.0)  # a library may swallow a cancel; it gets another

    def quiet(self, timeout: float | None = None) -> None:
        """Wait until no spawned coroutine is left; for tests. Raises TimeoutError."""

        async def wait() -> None:
            while self._tasks:
                await asyncio.wait(set(self._tasks))
                await asyncio.sleep(0)  # lets the done callbacks start what follows

        asyncio.run_coroutine_threadsafe(wait(), self._running()).result(timeout)

    def stop(self, finish: Callable[[], Awaitable[None]]) -> None:
        """Run `finish` there, cancel what is left and end the thread; waits until it is gone."""
        if not self.alive:
            return
        thread, loop = self._thread, self._running()
        assert thread is not None
        done: Future[None] = Future()

        async def last() -> None:
            try:
                await finish()
                done.set_result(None)
            except BaseException as error:  # noqa: BLE001 - it belongs to the waiting caller
                done.set_exception(error)
            finally:
                self._ended.set()

        loop.call_soon_threadsafe(lambda: loop.create_task(last()))
        done.result()
        thread.join()

    def _soon(self, run: Callable[[], None]) -> None:
        try:
            self._running().call_soon_threadsafe(run)
        except RuntimeError:  # the loop was closed between the two
            raise _closed() from None

    def _running(self) -> asyncio.AbstractEventLoop:
        if self._pid != os.getpid():
            raise Closed(
                say(
                    "This process was forked from the one that is connected; its connection stays there.",
                    "本进程由已连接的进程 fork 而来，连接留在原进程。",
                )
            )
        if self._loop is None or not self.alive:
            raise _closed()
        return self._loop

    def _run(self, ready: threading.Event) -> None:
        async def live() -> None:
            self._loop = asyncio.get_running_loop()
            self._ended = asyncio.Event()
            ready.set()
            await self._ended.wait()

        try:
            asyncio.run(live())  # cancels what is left, and ends the loop's worker threads
        finally:
            self._loop = None
            for left in tuple(self._called):
                if not left.done():
                    left.set_exception(_closed())


def _closed() -> Closed:
    return Closed(say("The studio is closed.", "studio 已关闭。"))
