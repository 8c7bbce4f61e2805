"""Fetching finished pictures. The client that does it has no key, so none can reach a picture's host."""

from collections.abc import Generator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from yubo_nb.api.address import parse_address
from yubo_nb.api.answers import PictureAnswer, Trouble, plain
from yubo_nb.api.errors import ImageRefused, PictureGone, PictureUnavailable
from yubo_nb.api.picture_address import check, rehome, unsigned
from yubo_nb.api.pinned import Pinned, next_hop, pin, pin_now
from yubo_nb.api.transport import MAX_PICTURE, AsyncPictureWire, PictureWire
from yubo_nb.lang import say

if TYPE_CHECKING:
    import httpx

HOPS = 3

# A text asks where an address leads, a Pinned asks for what is there.
Steps = Generator[str | Pinned, Pinned | PictureAnswer | Trouble | None, bytes]


class PictureClient:
    """Downloads pictures by address, whole, within a size and a minute. Awaited on any event loop.

    `base_url` is the relay's, the one place that may be local. Every address, redirects too, is judged, and
    the one that was judged is the one connected to; only an https address behind the environment's proxy is
    looked up by that proxy, and then the certificate vouches for the name. `max_bytes` caps a picture.
    """

    def __init__(
        self,
        base_url: str,
        *,
        transport: "httpx.AsyncBaseTransport | None" = None,
        max_bytes: int = MAX_PICTURE,
    ) -> None:
        self._home = parse_address(base_url, insecure=True).origin
        self._wire = AsyncPictureWire(transport, max_bytes)

    def __repr__(self) -> str:
        return f"PictureClient({self._home!r})"

    async def fetch(self, url: str) -> bytes:
        """The bytes of one picture, following at most three redirects.

        Raises ImageRefused for an address or size that is not allowed, PictureGone for an expired link (403,
        404, 410), PictureUnavailable for everything that may work later.
        """
        steps = pursue(url, self._home)
        reply = None
        try:
            while True:
                step = steps.send(reply)
                if isinstance(step, Pinned):
                    reply = await self._wire.get(step)
                elif self._wire.looks_up_itself(step):
                    reply = await pin(step, home=self._home)
                else:
                    reply = by_name(step, self._home)
        except StopIteration as end:
            return end.value

    async def aclose(self) -> None:
        """Nothing is kept open between pictures; here so that it can be used like the other clients."""


def fetch_picture(url: str, home: str, wire: PictureWire) -> bytes:
    """The same, blocking, for pictures that a `Client` is given as addresses."""
    steps = pursue(url, home)
    reply = None
    try:
        while True:
            step = steps.send(reply)
            if isinstance(step, Pinned):
                reply = wire.get(step)
            elif wire.looks_up_itself(step):
                reply = pin_now(step, home=home)
            else:
                reply = by_name(step, home)
    except StopIteration as end:
        return end.value


def by_name(url: str, home: str) -> Pinned:
    """A judged URL whose name somebody else looks up: a proxy, or a given transport."""
    target = check(url, home=home)
    return Pinned(target.url, target.host_header, target.host, target.host, target)


def pursue(url: str, home: str) -> Steps:
    """The way to a picture over its redirects; returns the bytes or raises why there are none."""
    url = rehome(url, home)
    for _hop in range(HOPS + 1):
        place = yield url
        assert isinstance(place, Pinned)
        answer = yield place
        while isinstance(answer, Trouble) and not answer.sent and (other := place.fallback()) is not None:
            place = other
            answer = yield place
        if isinstance(answer, Trouble):
            raise _unavailable(url, answer.reason)
        assert isinstance(answer, PictureAnswer)
        if answer.location is None:
            return _judged(answer, url)
        url = next_hop(place, answer.location, home=home).url
    at = _host(url)
    raise ImageRefused(
        say(
            f"The picture at {at} is behind more than {HOPS} redirects.", f"{at} 的图片重定向超过 {HOPS} 次。"
        ),
        endpoint="picture",
        address=unsigned(url),
    )


def _host(url: str) -> str:
    """The host, which is what a sentence has room for."""
    return plain(urlsplit(url).netloc.rpartition("@")[2], 80)


def _unavailable(url: str, reason: str) -> PictureUnavailable:
    at = _host(url)
    return PictureUnavailable(
        say(f"The picture could not be fetched from {at}: {reason}.", f"无法从 {at} 下载图片：{reason}。"),
        endpoint="picture",
        address=unsigned(url),
    )


def _judged(answer: PictureAnswer, url: str) -> bytes:
    at, known = _host(url), {"endpoint": "picture", "address": unsigned(url)}
    if answer.too_big:
        raise ImageRefused(say(f"The picture at {at} is too big.", f"{at} 的图片太大。"), **known)
    if answer.status in {403, 404, 410}:
        raise PictureGone(
            say(
                f"The picture is gone from {at} (HTTP {answer.status}); links live about a day.",
                f"{at} 上的图片已失效（HTTP {answer.status}）；链接大约一天后过期。",
            ),
            http_status=answer.status,
            **known,
        )
    if answer.status != 200:
        raise _unavailable(url, f"HTTP {answer.status}")
    if not answer.body:
        raise _unavailable(url, say("an empty body", "空内容"))
    return answer.body
