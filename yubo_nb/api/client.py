"""The two clients. Everything they know is in `protocol` and `conversation`; here is only the sending."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from yubo_nb.api import account, extras, protocol
from yubo_nb.api.account import Quota
from yubo_nb.api.checks import refuse
from yubo_nb.api.conversation import Send, converse
from yubo_nb.api.core import Core, OnWait
from yubo_nb.api.errors import NotOffered, SubmitInDoubt, UnreadableAnswer
from yubo_nb.api.key import Sealed, seal
from yubo_nb.api.methods import later, method
from yubo_nb.api.profile import Mode, Profile
from yubo_nb.api.request import Request
from yubo_nb.api.submission import Submission
from yubo_nb.api.task import Task, merge_tasks
from yubo_nb.api.transport import MAX_PICTURE, AsyncWire, PictureWire, Wire

if TYPE_CHECKING:
    import httpx

CHUNK = 100  # ids a list call; one relay allows 500, no other says


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    if isinstance(ids, str):
        raise refuse("task/list-by-condition", "ids", "must be a list of ids.", "必须是 id 的列表。")
    unique = list(dict.fromkeys(ids))
    return (unique[start : start + CHUNK] for start in range(0, len(unique), CHUNK))


class Client(Core):
    """A relay, blocking. Usable from several threads; close it or use it in a `with`.

    `base_url`: the relay's address as people paste it. `mode`: fast, relax or turbo, written the way
    `profile` says (a known name or your own Profile); None leaves the relay's default. `on_wait(seconds,
    reason)` is called before each pause. `transport`: any httpx transport, for tests, proxies and servers in
    this process; it is not closed here. `insecure` allows http:// to another machine. Raises InvalidRequest;
    making one sends nothing.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str | Sealed[str],
        *,
        transport: "httpx.BaseTransport | None" = None,
        mode: Mode | None = None,
        profile: str | Profile = "new-api",
        on_wait: OnWait | None = None,
        insecure: bool = False,
    ) -> None:
        api_key = seal(api_key)  # no frame from here on shows it
        super().__init__(base_url, api_key, mode=mode, profile=profile, on_wait=on_wait, insecure=insecure)
        self._wire = Wire(self._route, transport)
        self._pictures = PictureWire(transport, MAX_PICTURE)
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
                    try:
                        reply = self._wire.carry(parcel)
                    except KeyboardInterrupt as interrupt:
                        self._note(interrupt, request)
                        raise
                else:
                    self._tell(step)
                    self._sleep(step.seconds)
                    reply = None
        except StopIteration as end:
            return end.value
        except (UnreadableAnswer, SubmitInDoubt, NotOffered) as error:
            self._name_address(error)
            raise

    imagine = method(protocol.imagine, Submission)
    action = method(protocol.action, Submission)
    modal = method(protocol.modal, Submission)
    blend = method(protocol.blend, Submission, "images")
    describe = method(protocol.describe, Submission, "image")
    shorten = method(protocol.shorten, Submission)
    swap_face = method(protocol.swap_face, Submission, "source", "target")
    fetch = method(protocol.fetch, Task)
    image_seed = method(protocol.image_seed, str)

    upload_discord_images = method(extras.upload_discord_images, Submission, "images")
    edits = method(extras.edits, Submission)
    video = method(extras.video, Submission)
    cancel = method(extras.cancel, bool)
    image = method(extras.image, bytes)
    models = method(account.models, list[str])

    def list(self, ids: Sequence[str]) -> "list[Task]":
        """Many tasks, 100 ids a call, merged by id; unknown ids are missing."""
        answers = [self.send(protocol.list_by_condition(chunk)) for chunk in _chunks(ids)]
        return merge_tasks(task for tasks in answers for task in tasks)

    def quota(self) -> Quota:
        """What the key may still spend, in the unit `account.Quota` tells. Raises NotOffered."""
        limit: Quota = self.send(account.subscription())
        return replace(limit, used=self.send(account.usage()))

    def download(self, url: str) -> bytes:
        """A picture by its address, without the key. Raises PictureUnavailable and its kinds."""
        from yubo_nb.api.download import fetch_picture  # the engine's client never needs it

        return fetch_picture(url, self.origin, self._pictures)

    def close(self) -> None:
        """Close the connections; calls after this raise Closed."""
        self._closed = True
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


class AsyncClient(Core):
    """The same, to be awaited, on one event loop at a time. Cancelling an await gives up its connection only.

    A cancelled paid call may still be accepted by the relay: give it a task of its own if you may have to
    stop waiting.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str | Sealed[str],
        *,
        transport: "httpx.AsyncBaseTransport | None" = None,
        mode: Mode | None = None,
        profile: str | Profile = "new-api",
        on_wait: OnWait | None = None,
        insecure: bool = False,
    ) -> None:
        api_key = seal(api_key)  # no frame from here on shows it
        super().__init__(base_url, api_key, mode=mode, profile=profile, on_wait=on_wait, insecure=insecure)
        self._wire = AsyncWire(self._route, transport)
        self._transport = transport
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
                    try:
                        reply = await self._wire.carry(parcel)
                    except asyncio.CancelledError as cancelled:
                        self._note(cancelled, request)
                        raise
                else:
                    self._tell(step)
                    await self._sleep(step.seconds)
                    reply = None
        except StopIteration as end:
            return end.value
        except (UnreadableAnswer, SubmitInDoubt, NotOffered) as error:
            self._name_address(error)
            raise

    imagine = later(protocol.imagine, Submission)
    action = later(protocol.action, Submission)
    modal = later(protocol.modal, Submission)
    blend = later(protocol.blend, Submission, "images")
    describe = later(protocol.describe, Submission, "image")
    shorten = later(protocol.shorten, Submission)
    swap_face = later(protocol.swap_face, Submission, "source", "target")
    fetch = later(protocol.fetch, Task)
    image_seed = later(protocol.image_seed, str)

    upload_discord_images = later(extras.upload_discord_images, Submission, "images")
    edits = later(extras.edits, Submission)
    video = later(extras.video, Submission)
    cancel = later(extras.cancel, bool)
    image = later(extras.image, bytes)
    models = later(account.models, list[str])

    async def list(self, ids: Sequence[str]) -> "list[Task]":
        """See `Client.list`."""
        found: list[Task] = []
        for chunk in _chunks(ids):
            found += await self.send(protocol.list_by_condition(chunk))
        return merge_tasks(found)

    async def quota(self) -> Quota:
        """See `Client.quota`."""
        limit: Quota = await self.send(account.subscription())
        return replace(limit, used=await self.send(account.usage()))

    async def download(self, url: str) -> bytes:
        """See `Client.download`."""
        from yubo_nb.api.download import PictureClient

        return await PictureClient(self.origin, transport=self._transport).fetch(url)

    async def aclose(self) -> None:
        """Close the connections; calls after this raise Closed."""
        self._closed = True
        await self._wire.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.aclose()
