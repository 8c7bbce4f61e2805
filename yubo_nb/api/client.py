"""The two clients. Everything they know is in `protocol` and `conversation`; here is only the sending."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Never, Self, cast

from yubo_nb.api import protocol
from yubo_nb.api.address import parse_address
from yubo_nb.api.checks import refuse
from yubo_nb.api.conversation import Pace, Rest, Send, converse
from yubo_nb.api.errors import Closed, InvalidRequest
from yubo_nb.api.profile import Mode, Profile, profile_named
from yubo_nb.api.request import Request
from yubo_nb.api.submission import Submission
from yubo_nb.api.task import Task, merge_tasks
from yubo_nb.api.transport import AsyncWire, Parcel, Route, Wire
from yubo_nb.api.wire import dumps
from yubo_nb.lang import say

if TYPE_CHECKING:
    import httpx

OnWait = Callable[[float, str], None]
CHUNK = 100
_MODES = ("fast", "relax", "turbo", None)
_USER_AGENT = "yubo_nb"


class _Core:
    """What both clients are: an address, a way of writing, a pause. Holds no key that anything could show."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        mode: Mode | None,
        profile: str | Profile,
        on_wait: OnWait | None,
        insecure: bool,
    ) -> None:
        key = _checked_key(api_key)
        self._address = parse_address(base_url, insecure=insecure)
        self._profile = profile_named(profile)
        if mode not in _MODES:
            raise refuse(
                "connect", "mode", f"{mode!r} is none of {_MODES}.", f"{mode!r} 不在 {_MODES} 之中。"
            )
        self._mode: Mode | None = mode
        self._prefix = self._address.root + (self._profile.prefix(mode) or self._address.mode_prefix)
        self._route = Route(self._address.origin, self._profile.headers(key), key, _USER_AGENT)
        self._pace = Pace()
        self._on_wait = on_wait
        self._closed = False

    @property
    def origin(self) -> str:
        """Scheme, host and port, such as "https://relay.example"."""
        return self._address.origin

    @property
    def base_url(self) -> str:
        """The address as it is used, with the speed prefix."""
        return self._address.origin + self._prefix

    @property
    def advice(self) -> str:
        """What was changed about the pasted address, in a sentence; "" when nothing was."""
        return self._address.advice

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.origin!r})"

    def __reduce__(self) -> Never:
        raise TypeError(
            f"a {type(self).__name__} is never pickled: it holds a key; make it anew where it is needed"
        )

    def _parcel(self, request: Request) -> Parcel:
        if self._closed:
            raise Closed(say("The client was closed.", "客户端已关闭。"), endpoint=request.endpoint)
        prefix = self._prefix if request.path.startswith("/mj/") else self._address.root
        body = request.body
        if body is not None and request.paid:
            body = self._profile.with_mode(dict(body), self._mode)
        return Parcel(
            request.method,
            prefix + request.path,
            None if body is None else dumps(body),
            request.paid,
            request.patience,
        )

    def _tell(self, rest: Rest) -> None:
        if self._on_wait is not None:
            self._on_wait(rest.seconds, rest.reason)


def _checked_key(api_key: str) -> str:
    key = api_key.strip() if isinstance(api_key, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance] - callers are people
    key = key.removeprefix("Bearer ").strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise InvalidRequest(
            say(
                "api_key: is empty or holds blanks; copy it from the relay.",
                "api_key：为空或含有空白；请从中转站复制。",
            ),
            field="api_key",
            endpoint="connect",
        )
    return key


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    if isinstance(ids, str):
        raise refuse("task/list-by-condition", "ids", "must be a list of ids.", "必须是 id 的列表。")
    unique = list(dict.fromkeys(ids))
    return (unique[start : start + CHUNK] for start in range(0, len(unique), CHUNK))


class Client(_Core):
    """A relay, blocking. Usable from several threads; close it or use it in a `with`.

    `base_url`: the relay's address as people paste it. `mode`: fast, relax or turbo, written the way
    `profile` says (a known name or your own Profile); None leaves the relay's default. `on_wait(seconds,
    reason)` is called before each pause. `transport`: any httpx transport, for tests, proxies and servers in
    this process; it is not closed here. `insecure` allows http:// to another machine. Raises InvalidRequest;
    nothing is sent by making one.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        transport: "httpx.BaseTransport | None" = None,
        mode: Mode | None = None,
        profile: str | Profile = "new-api",
        on_wait: OnWait | None = None,
        insecure: bool = False,
    ) -> None:
        super().__init__(base_url, api_key, mode=mode, profile=profile, on_wait=on_wait, insecure=insecure)
        self._wire = Wire(self._route, transport)
        self._sleep = time.sleep

    def send(self, request: Request, *, tries: int = 4) -> Any:
        """Carry any Request out and return what it reads: the one door for all methods.

        A paid call raises NotSent, Rejected (and its kinds) or SubmitInDoubt; it is sent again by itself only
        when no connection was made or the relay said "not now". A question is asked up to `tries` times, then
        RelayUnavailable.
        """
        steps = converse(request, self._pace, tries=tries)
        parcel = self._parcel(request)
        reply = None
        try:
            while True:
                step = steps.send(reply)
                if isinstance(step, Send):
                    reply = self._wire.carry(parcel)
                else:
                    self._tell(step)
                    self._sleep(step.seconds)
                    reply = None
        except StopIteration as end:
            return end.value

    def imagine(self, prompt: str, **options: Any) -> Submission:
        """See `protocol.imagine`."""
        return cast("Submission", self.send(protocol.imagine(prompt, **options)))

    def action(self, task: str | Task, custom_id: str, **options: Any) -> Submission:
        """See `protocol.action`."""
        return cast("Submission", self.send(protocol.action(task, custom_id, **options)))

    def modal(self, task_id: str, prompt: str = "", mask: Any = None, **options: Any) -> Submission:
        """See `protocol.modal`."""
        return cast("Submission", self.send(protocol.modal(task_id, prompt, mask, **options)))

    def blend(self, images: Sequence[Any], **options: Any) -> Submission:
        """See `protocol.blend`."""
        return cast("Submission", self.send(protocol.blend(images, **options)))

    def describe(self, image: Any, **options: Any) -> Submission:
        """See `protocol.describe`."""
        return cast("Submission", self.send(protocol.describe(image, **options)))

    def shorten(self, prompt: str, **options: Any) -> Submission:
        """See `protocol.shorten`."""
        return cast("Submission", self.send(protocol.shorten(prompt, **options)))

    def swap_face(self, source: Any, target: Any, **options: Any) -> Submission:
        """See `protocol.swap_face`."""
        return cast("Submission", self.send(protocol.swap_face(source, target, **options)))

    def fetch(self, task_id: str) -> Task:
        """See `protocol.fetch`."""
        return cast("Task", self.send(protocol.fetch(task_id)))

    def list(self, ids: Sequence[str]) -> "list[Task]":
        """Many tasks, 100 ids a call, merged by id; unknown ids are missing."""
        return merge_tasks(
            task for chunk in _chunks(ids) for task in self.send(protocol.list_by_condition(chunk))
        )

    def image_seed(self, task_id: str) -> str:
        """See `protocol.image_seed`."""
        return cast("str", self.send(protocol.image_seed(task_id)))

    def close(self) -> None:
        """Close the connections; calls after this raise Closed."""
        self._closed = True
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


class AsyncClient(_Core):
    """The same, to be awaited, on one event loop at a time. Cancelling an await gives up its connection only.

    A cancelled paid call may still be accepted by the relay: give it a task of its own if you may have to
    stop waiting.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        transport: "httpx.AsyncBaseTransport | None" = None,
        mode: Mode | None = None,
        profile: str | Profile = "new-api",
        on_wait: OnWait | None = None,
        insecure: bool = False,
    ) -> None:
        super().__init__(base_url, api_key, mode=mode, profile=profile, on_wait=on_wait, insecure=insecure)
        self._wire = AsyncWire(self._route, transport)
        self._sleep = asyncio.sleep

    async def send(self, request: Request, *, tries: int = 4) -> Any:
        """See `Client.send`."""
        steps = converse(request, self._pace, tries=tries)
        parcel = self._parcel(request)
        reply = None
        try:
            while True:
                step = steps.send(reply)
                if isinstance(step, Send):
                    reply = await self._wire.carry(parcel)
                else:
                    self._tell(step)
                    await self._sleep(step.seconds)
                    reply = None
        except StopIteration as end:
            return end.value

    async def imagine(self, prompt: str, **options: Any) -> Submission:
        """See `protocol.imagine`."""
        return cast("Submission", await self.send(protocol.imagine(prompt, **options)))

    async def action(self, task: str | Task, custom_id: str, **options: Any) -> Submission:
        """See `protocol.action`."""
        return cast("Submission", await self.send(protocol.action(task, custom_id, **options)))

    async def modal(self, task_id: str, prompt: str = "", mask: Any = None, **options: Any) -> Submission:
        """See `protocol.modal`."""
        return cast("Submission", await self.send(protocol.modal(task_id, prompt, mask, **options)))

    async def blend(self, images: Sequence[Any], **options: Any) -> Submission:
        """See `protocol.blend`."""
        return cast("Submission", await self.send(protocol.blend(images, **options)))

    async def describe(self, image: Any, **options: Any) -> Submission:
        """See `protocol.describe`."""
        return cast("Submission", await self.send(protocol.describe(image, **options)))

    async def shorten(self, prompt: str, **options: Any) -> Submission:
        """See `protocol.shorten`."""
        return cast("Submission", await self.send(protocol.shorten(prompt, **options)))

    async def swap_face(self, source: Any, target: Any, **options: Any) -> Submission:
        """See `protocol.swap_face`."""
        return cast("Submission", await self.send(protocol.swap_face(source, target, **options)))

    async def fetch(self, task_id: str) -> Task:
        """See `protocol.fetch`."""
        return cast("Task", await self.send(protocol.fetch(task_id)))

    async def list(self, ids: Sequence[str]) -> "list[Task]":
        """See `Client.list`."""
        found: list[Task] = []
        for chunk in _chunks(ids):
            found += await self.send(protocol.list_by_condition(chunk))
        return merge_tasks(found)

    async def image_seed(self, task_id: str) -> str:
        """See `protocol.image_seed`."""
        return cast("str", await self.send(protocol.image_seed(task_id)))

    async def aclose(self) -> None:
        """Close the connections; calls after this raise Closed."""
        self._closed = True
        await self._wire.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()
