"""Fetching finished pictures. The client that does it has no key, so none can reach a picture's host."""

from collections.abc import Generator
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from yubo_nb.api.address import Address, is_loopback, parse_address
from yubo_nb.api.answers import PictureAnswer, Trouble, plain
from yubo_nb.api.errors import ImageRefused, PictureGone, PictureUnavailable
from yubo_nb.api.transport import AsyncPictureWire, PictureWire
from yubo_nb.lang import say

if TYPE_CHECKING:
    import httpx

HOPS = 3
MAX_BYTES = 25 * 2**20


class PictureClient:
    """Downloads pictures by address, whole, within a size and a minute. Awaited on any event loop.

    `base_url` is the relay's: an address on this machine is only followed when the relay itself is there, and
    a relay that names `localhost` (new-api without its ServerAddress) gets its own address put in.
    `max_bytes` caps a picture.
    """

    def __init__(
        self,
        base_url: str,
        *,
        transport: "httpx.AsyncBaseTransport | None" = None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._relay = parse_address(base_url, insecure=True)
        self._wire = AsyncPictureWire(transport, max_bytes)

    def __repr__(self) -> str:
        return f"PictureClient({self._relay.origin!r})"

    async def fetch(self, url: str) -> bytes:
        """The bytes of one picture, following at most three redirects, each checked like the first.

        Raises ImageRefused for an address or size that is not allowed, PictureGone for an expired link (403,
        404, 410), PictureUnavailable for everything that may work later.
        """
        steps = pursue(url, self._relay)
        reply = None
        try:
            while True:
                reply = await self._wire.get(steps.send(reply))
        except StopIteration as end:
            return end.value

    async def aclose(self) -> None:
        """Nothing is kept open between pictures; here so that it can be used like the other clients."""


def fetch_picture(url: str, relay: Address, wire: PictureWire) -> bytes:
    """The same, blocking, for pictures that a `Client` is given as addresses."""
    steps = pursue(url, relay)
    reply = None
    try:
        while True:
            reply = wire.get(steps.send(reply))
    except StopIteration as end:
        return end.value


def pursue(url: str, relay: Address) -> Generator[str, PictureAnswer | Trouble | None, bytes]:
    """The addresses to ask, one after another; returns the picture or raises why there is none."""
    for _hop in range(HOPS + 1):
        url = allowed(url, relay)
        answer = yield url
        if isinstance(answer, PictureAnswer):
            if answer.location is None:
                return _judged(answer, url)
            url = urljoin(url, answer.location)
            continue
        assert answer is not None
        raise _unavailable(url, answer.reason)
    raise ImageRefused(
        say(f"{shown(url)}: more than {HOPS} redirects.", f"{shown(url)}：重定向超过 {HOPS} 次。"),
        endpoint="picture",
    )


def shown(url: str) -> str:
    """An address short enough for a sentence, without its signature."""
    return plain(url.partition("?")[0], 120)


def allowed(url: str, relay: Address) -> str:
    """The address to connect to, or ImageRefused. The one place that guards where pictures come from."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    plain_address = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or not plain_address:
        raise ImageRefused(
            say(f"{shown(url)} is no picture's address.", f"{shown(url)} 不是图片地址。"), endpoint="picture"
        )
    if not is_loopback(host):
        return url
    if not relay.loopback:  # new-api without its ServerAddress means itself
        return relay.origin + relay.root + parts.path + (f"?{parts.query}" if parts.query else "")
    own = urlsplit(relay.origin)
    if (own.hostname, own.port) != (host, port):
        raise ImageRefused(
            say(f"{shown(url)} is on this machine.", f"{shown(url)} 指向本机。"), endpoint="picture"
        )
    return url


def _unavailable(url: str, reason: str) -> PictureUnavailable:
    return PictureUnavailable(
        say(f"{shown(url)} could not be fetched: {reason}.", f"{shown(url)} 无法下载：{reason}。"),
        endpoint="picture",
    )


def _judged(answer: PictureAnswer, url: str) -> bytes:
    if answer.too_big:
        raise ImageRefused(say(f"{shown(url)} is too big.", f"{shown(url)} 太大。"), endpoint="picture")
    if answer.status in {403, 404, 410}:
        raise PictureGone(
            say(
                f"{shown(url)} is gone (HTTP {answer.status}); links live about a day.",
                f"{shown(url)} 已失效（HTTP {answer.status}）；链接大约一天后过期。",
            ),
            endpoint="picture",
            http_status=answer.status,
        )
    if answer.status != 200:
        raise _unavailable(url, f"HTTP {answer.status}")
    if not answer.body:
        raise _unavailable(url, say("an empty body", "空内容"))
    return answer.body
