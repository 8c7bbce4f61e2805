"""Brings pictures home: results into the history's cache, previews into memory for as long as a task runs."""

import asyncio
import base64
import binascii
from collections.abc import Callable, Coroutine
from io import BytesIO
from typing import Any, Protocol

from yubo_nb.api.errors import HistoryError, PictureGone, PictureUnavailable, YuboError
from yubo_nb.history import Picture, PictureState
from yubo_nb.history.clip_check import CLIPS, moves
from yubo_nb.lang import say
from yubo_nb.live.desk import Desk

PREVIEW_SIDE = 512
_MOST_CLIPS = 4  # a batch
_RETRY_AFTER = (1.0, 2.0, 4.0, 8.0, 16.0)


class Gallery(Protocol):
    """Where pictures come from; it holds no key."""

    async def fetch(self, url: str) -> bytes: ...


class Fetcher:
    """Decoding happens on a worker thread: a large PNG takes as long as a hundred polls."""

    def __init__(
        self, gallery: Callable[[], Gallery], desk: Desk, spawn: Callable[[Coroutine[Any, Any, None]], object]
    ) -> None:
        self._gallery = gallery
        self._desk = desk
        self._spawn = spawn
        self._gate = asyncio.Semaphore(4)
        self._busy: set[str] = set()
        self._peeked: dict[str, str] = {}  # key → address of the newest preview asked for
        self._previews: dict[str, tuple[int, bytes]] = {}
        self.several: dict[str, tuple[str, ...]] = {}
        """Hashes of the pictures of an answer that brought more than one, by card."""

    def want(self, key: str, task_id: str, url: str) -> None:
        """Fetch the result's picture; what goes wrong is said on the card."""
        self._previews.pop(key, None)
        if key not in self._busy:
            self._busy.add(key)
            self._spawn(self._bring(key, task_id, url))

    def want_all(self, key: str, urls: tuple[str, ...]) -> None:
        """Fetch the pictures of an answer that brought them at once; the first is the card's."""
        self._spawn(self._bring_all(key, urls))

    def want_clips(self, key: str, task_id: str, urls: tuple[str, ...]) -> None:
        """Fetch what moves; the picture, if the task has one, is fetched by itself."""
        if urls and f"clips:{key}" not in self._busy:
            self._busy.add(f"clips:{key}")
            self._spawn(self._bring_clips(key, task_id, urls[:_MOST_CLIPS]))

    def peek(self, key: str, url: str) -> None:
        """Fetch a preview, one at a time for each card; a preview that fails is not missed."""
        if self._peeked.get(key) != url and f"peek:{key}" not in self._busy:
            self._peeked[key] = url
            self._busy.add(f"peek:{key}")
            self._spawn(self._peek(key, url))

    def preview(self, picture_id: str) -> bytes:
        """The bytes of `preview:<key>:<n>`, WebP; a newer one of the same card stands in for an older."""
        kept = self._previews.get(picture_id.removeprefix("preview:").rpartition(":")[0])
        if kept is None:
            raise PictureUnavailable(say("This preview is gone.", "该预览已不存在。"))
        return kept[1]

    async def _bring(self, key: str, task_id: str, url: str) -> None:
        try:
            picture, moving = await self._keep(task_id, url, "result")
        except PictureUnavailable as error:
            state: PictureState = "WANTED" if error.retryable else "REFUSED"
            if isinstance(error, PictureGone):
                state = "GONE"
            self._failed(key, task_id, state, error)
        except HistoryError as error:
            self._desk.no_picture(key, str(error))
        else:
            self._shown(key, picture, moving=moving)
        finally:
            self._busy.discard(key)

    async def _bring_clips(self, key: str, task_id: str, urls: tuple[str, ...]) -> None:
        try:
            for number, url in enumerate(urls, 1):
                picture, moving = await self._keep(task_id, url, f"clip:{number}")
                self._shown(key, picture, moving=moving)
        except YuboError as error:
            self._desk.no_picture(key, error.message, getattr(error, "address", ""))
        finally:
            self._busy.discard(f"clips:{key}")

    def _shown(self, key: str, picture: Picture, *, moving: bool) -> None:
        """A picture is what the card shows; of a clip it learns only that it is there."""
        if picture.media_type not in CLIPS:
            self._desk.pictured(key, f"full:{picture.hash}", width=picture.width, height=picture.height)
        if moving:
            self._desk.clipped(key, f"clip:{picture.hash}")

    async def _bring_all(self, key: str, urls: tuple[str, ...]) -> None:
        for number, url in enumerate(urls):
            try:
                # There is no task id; the call's own stands in its place.
                picture, _ = await self._keep(key, url, f"cut:{number}" if number else "result")
            except YuboError as error:
                self._desk.no_picture(key, error.message, getattr(error, "address", ""))
                continue
            self.several[key] = (*self.several.get(key, ()), picture.hash)
            if self.several[key][0] == picture.hash:
                self._desk.pictured(key, f"full:{picture.hash}", width=picture.width, height=picture.height)

    async def _keep(self, task_id: str, url: str, role: str) -> tuple[Picture, bool]:
        """Into the cache, with the thumbnail that every view asks for first; and whether it moves."""
        history, origin = self._desk.history, self._desk.origin
        data = await self._fetch(url)
        picture = await asyncio.to_thread(history.pictures.add, data)
        if picture.media_type in CLIPS:
            role = role if role.startswith("clip:") else "clip:1"
        else:
            await asyncio.to_thread(history.pictures.thumbnail, picture.hash)
        history.picture_for(origin, task_id, picture.hash, role=role, url=url)
        if role == "result" and moves(data):
            history.picture_for(
                origin, task_id, picture.hash, role="clip:0", url=url
            )  # a relay may add videos
        return picture, picture.media_type in CLIPS or moves(data)

    async def _fetch(self, url: str) -> bytes:
        if url.startswith("data:"):
            return _inline(url)
        for wait in _RETRY_AFTER:
            try:
                async with self._gate:
                    return await self._gallery().fetch(url)
            except YuboError as error:
                if not error.retryable:
                    raise
            await asyncio.sleep(wait)
        async with self._gate:
            return await self._gallery().fetch(url)

    def _failed(self, key: str, task_id: str, state: PictureState, error: PictureUnavailable) -> None:
        try:
            self._desk.history.picture_failed(self._desk.origin, task_id, state, error.message)
        finally:
            self._desk.no_picture(key, error.message, error.address)

    async def _peek(self, key: str, url: str) -> None:
        try:
            async with self._gate:
                data = await self._gallery().fetch(url)
            small = await asyncio.to_thread(_shrink, data)
        except (YuboError, OSError, ValueError):
            return
        finally:
            self._busy.discard(f"peek:{key}")
        card = self._desk.hub.get(key)
        if card is None or card.settled:
            return
        number = self._previews.get(key, (0, b""))[0] + 1
        self._previews[key] = (number, small)
        self._desk.pictured(key, f"preview:{key}:{number}")


def _inline(url: str) -> bytes:
    try:
        return base64.b64decode(url.partition(",")[2], validate=True)
    except binascii.Error:
        raise PictureUnavailable(
            say("The picture is unreadable.", "图片无法读取。"), retryable=False
        ) from None


def _shrink(data: bytes) -> bytes:
    """Decoded and encoded anew: what is shown is a picture and small, whatever the server sent."""
    from PIL import Image

    with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
        if picture.width * picture.height > 64_000_000:
            raise ValueError("preview too large")
        picture.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))
        small = picture.convert("RGB")
        small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        out = BytesIO()
        small.save(out, "WEBP", quality=75, method=0)
        return out.getvalue()
