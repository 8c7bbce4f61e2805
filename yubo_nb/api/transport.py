"""The only file that knows httpx. Carries bytes there and back; judges, repeats and follows nothing.

httpx's transports are used without its client: redirects, cookies, auth flows and environment surprises are
what a paid call must not have, and they are half of a call's cost. Questions travel over lanes: at most ten
transports of one kept connection each, because httpcore's pool is quadratic in its connections and a
cancelled await can leave one unusable (a lane in trouble is thrown away). A paid call has a transport that
never keeps a connection.
"""

import asyncio
import ssl
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies, proxy_bypass

from yubo_nb.api.address import is_loopback
from yubo_nb.api.answers import Answer, Parcel, PictureAnswer, Trouble
from yubo_nb.api.key import Sealed, redact, watch_for
from yubo_nb.api.lanes import Lanes
from yubo_nb.api.lean import without
from yubo_nb.api.watch import Watch
from yubo_nb.lang import say

with without("httpx._main"):  # its command line: half of its import, with click, rich and pygments
    import httpx

if TYPE_CHECKING:
    from yubo_nb.api.pinned import Pinned

LANES = 10
CONNECT_S = 10.0
TOTAL_S = 100.0
PICTURE_S = 60.0
MAX_PICTURE = 25 * 2**20
USER_AGENT = "yubo_nb"
MAX_ANSWER = 64 * 2**20

_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_BROKEN = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError)

Headers = list[tuple[bytes, bytes]]


class _TooMuch(httpx.HTTPError):
    """An answer without end."""


class Route:
    """What does not change between calls to one origin, built once: URL parts, headers, TLS, proxy."""

    def __init__(self, origin: str, key_headers: Sealed[list[tuple[str, str]]], key: Sealed[str]) -> None:
        url = httpx.URL(origin)
        self._url = url
        self._raw_origin = (url.raw_scheme, url.raw_host, url.port)
        common = [
            ("Host", url.netloc.decode("ascii")),
            ("User-Agent", USER_AGENT),
            ("Accept", "application/json"),
            ("Accept-Encoding", "gzip, deflate"),
        ]
        self._headers: Sealed[Headers] = key_headers.map(
            lambda more: [(name.encode(), value.encode()) for name, value in [*common, *more]]
        )
        self._eraser = watch_for(key)
        self._tls: ssl.SSLContext | None = None
        self._proxy = _proxy_for(url)

    def __repr__(self) -> str:
        return f"Route({str(self._url)!r})"

    def request(self, parcel: Parcel, extensions: dict[str, Any]) -> httpx.Request:
        """An httpx request without httpx's merging: same bytes, a fraction of the work."""
        headers = self._headers.open().copy()
        body = parcel.body
        if body is not None:
            headers.append((b"Content-Type", b"application/json"))
            headers.append((b"Content-Length", str(len(body)).encode()))
        if parcel.paid:
            headers.append((b"Connection", b"close"))
        extensions["timeout"] = {"connect": CONNECT_S, "read": parcel.patience, "write": 60.0, "pool": 30.0}
        return httpx.Request(
            parcel.method,
            self._url.copy_with(raw_path=parcel.target.encode("ascii")),
            headers=headers,
            stream=httpx.ByteStream(body or b""),
            extensions=extensions,
        )

    def options(self, *, keep: int) -> dict[str, Any]:
        """What a real transport is made with. An http origin's TLS context trusts nobody: it needs none."""
        if self._tls is None:
            https = self._url.scheme == "https"
            self._tls = httpx.create_ssl_context() if https else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        limits = httpx.Limits(
            max_connections=1 if keep else None, max_keepalive_connections=keep, keepalive_expiry=20.0
        )
        return {"verify": self._tls, "limits": limits, "proxy": self._proxy, "retries": 0}

    def answer(self, response: httpx.Response, body: bytes) -> Answer:
        """The answer without any echo of the key."""
        headers, eraser = response.headers, self._eraser

        def header(name: str) -> str | None:
            value = headers.get(name)
            return None if value is None else eraser.clean_text(value)

        return Answer(response.status_code, eraser.clean(body), header)


def _proxy_for(url: httpx.URL) -> str | None:
    """The environment's proxy for this origin; never for this machine, which no proxy would find."""
    if is_loopback(url.host) or proxy_bypass(url.host):
        return None
    proxies = getproxies()
    found = proxies.get(url.scheme) or proxies.get("all")
    return found if found is None or "://" in found else f"http://{found}"


def _trouble(error: Exception) -> Trouble:
    """The fault as a value: the exception holds the request and would carry the key into tracebacks."""
    said = redact(" ".join(str(error).split()))[:160]
    if isinstance(error, httpx.TimeoutException) and said in {"", "timed out"}:
        said = say("timed out", "超时")
    name = type(error).__name__.lstrip("_")
    return Trouble(sent=not isinstance(error, _NEVER_LEFT), reason=f"{name}: {said}" if said else name)


def _no_whole_answer() -> str:
    return say(f"no whole answer within {TOTAL_S:.0f} s", f"{TOTAL_S:.0f} 秒内没有收到完整的应答")


def _check_size(size: int, deadline: float) -> None:
    if size > MAX_ANSWER:
        raise _TooMuch(say(f"more than {MAX_ANSWER >> 20} MB", f"超过 {MAX_ANSWER >> 20} MB"))
    if time.monotonic() > deadline:
        raise httpx.ReadTimeout(_no_whole_answer())


class Wire:
    """The blocking way to a relay. Usable from several threads."""

    def __init__(self, route: Route, transport: httpx.BaseTransport | None) -> None:
        self._route = route
        self._given = transport
        self._lanes = Lanes(lambda: httpx.HTTPTransport(**route.options(keep=1)))
        self._turn = threading.BoundedSemaphore(LANES)

    def carry(self, parcel: Parcel) -> Answer | Trouble:
        """One exchange. Never raises for anything the network or the server does."""
        try:
            if self._given is not None:
                return self._exchange(self._given, parcel, {})
            if parcel.paid:
                return self._carry_paid(parcel)
            with self._turn:
                lane = self._lanes.take()
                try:
                    answer = self._exchange(lane, parcel, {})
                except BaseException:
                    lane.close()
                    raise
                self._lanes.give(lane)
                return answer
        except _BROKEN as error:
            return _trouble(error)
        except BaseException as error:  # noqa: BLE001 - raised again at once
            raise error.with_traceback(None) from None  # httpx's frames hold the headers

    def _carry_paid(self, parcel: Parcel) -> Answer:
        with Watch(TOTAL_S) as watch, httpx.HTTPTransport(**self._route.options(keep=0)) as fresh:
            return self._exchange(fresh, parcel, {"trace": watch.trace})

    def _exchange(self, lane: httpx.BaseTransport, parcel: Parcel, extensions: dict[str, Any]) -> Answer:
        deadline = time.monotonic() + TOTAL_S
        response = lane.handle_request(self._route.request(parcel, extensions))
        try:
            parts: list[bytes] = []
            size = 0
            for part in response.iter_bytes():
                parts.append(part)
                size += len(part)
                _check_size(size, deadline)
        finally:
            response.close()
        return self._route.answer(response, b"".join(parts))

    def close(self) -> None:
        """Close what is idle. A given transport belongs to its giver and stays open."""
        for lane in self._lanes.drain():
            lane.close()


class AsyncWire:
    """The same for one event loop at a time; a second loop finds no connections of a first."""

    def __init__(self, route: Route, transport: httpx.AsyncBaseTransport | None) -> None:
        self._route = route
        self._given = transport
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lanes = Lanes(lambda: httpx.AsyncHTTPTransport(**route.options(keep=1)))
        self._turn = asyncio.Semaphore(LANES)

    async def carry(self, parcel: Parcel) -> Answer | Trouble:
        """One exchange within 100 s. Never raises for anything the network or the server does."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._lanes.drain()  # their connections belong to a loop that is gone
            self._loop, self._turn = loop, asyncio.Semaphore(LANES)
        try:
            async with asyncio.timeout(TOTAL_S):
                if self._given is not None:
                    return await self._exchange(self._given, parcel)
                if parcel.paid:
                    async with httpx.AsyncHTTPTransport(**self._route.options(keep=0)) as fresh:
                        return await self._exchange(fresh, parcel)
                async with self._turn:
                    return await self._by_lane(parcel)
        except TimeoutError:
            return Trouble(sent=True, reason=_no_whole_answer())
        except _BROKEN as error:
            return _trouble(error)
        except BaseException as error:  # noqa: BLE001 - raised again at once
            raise error.with_traceback(None) from None  # httpx's frames hold the headers

    async def _by_lane(self, parcel: Parcel) -> Answer:
        lane = self._lanes.take()
        try:
            answer = await self._exchange(lane, parcel)
        except BaseException:
            await lane.aclose()
            raise
        self._lanes.give(lane)
        return answer

    async def _exchange(self, lane: httpx.AsyncBaseTransport, parcel: Parcel) -> Answer:
        deadline = time.monotonic() + TOTAL_S
        response = await lane.handle_async_request(self._route.request(parcel, {}))
        try:
            parts: list[bytes] = []
            size = 0
            async for part in response.aiter_bytes():
                parts.append(part)
                size += len(part)
                _check_size(size, deadline)
        finally:
            await response.aclose()
        return self._route.answer(response, b"".join(parts))

    async def aclose(self) -> None:
        """Close what is idle. A given transport belongs to its giver and stays open."""
        for lane in self._lanes.drain():
            await lane.aclose()


class _PictureRoute:
    """What both picture wires know: no key, a fresh connection a picture, a TLS context at first need."""

    def __init__(self, given: bool, max_bytes: int) -> None:  # noqa: FBT001 - private, named at both calls
        self.given = given
        self.max_bytes = max_bytes
        self._tls: ssl.SSLContext | None = None

    def looks_up_itself(self, url: str) -> bool:
        """Whether names are looked up here, so that a judged address can be connected to."""
        return not self.given and self._proxy(url) is None

    def _proxy(self, url: str) -> str | None:
        # Over https the certificate vouches for the name that a proxy looked up; over http nothing would.
        return _proxy_for(httpx.URL(url)) if url.startswith("https:") else None

    def options(self, place: "Pinned") -> dict[str, Any]:
        """What a transport for this picture is made with."""
        if self._tls is None:
            self._tls = httpx.create_ssl_context()
        return {"verify": self._tls, "proxy": self._proxy(place.target.url)}

    def request(self, place: "Pinned", extensions: dict[str, Any]) -> httpx.Request:
        """A GET of the judged address in the name of the host."""
        headers = {"Host": place.host_header, "Accept": "image/*", "Accept-Encoding": "identity"}
        limits = {"connect": CONNECT_S, "read": 30.0, "write": 30.0, "pool": 30.0}
        extensions |= {"timeout": limits, "sni_hostname": place.sni}
        return httpx.Request(
            "GET", place.url, headers=headers | {"User-Agent": USER_AGENT}, extensions=extensions
        )

    def told(self, response: httpx.Response) -> PictureAnswer | None:
        """What the headers alone settle: a redirect, or a size beyond the limit."""
        if 300 <= response.status_code < 400:
            location = response.headers.get("location") or ""
            return PictureAnswer(response.status_code, b"", location, too_big=False)
        length = response.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:18]) > self.max_bytes:
            return PictureAnswer(response.status_code, b"", None, too_big=True)
        return None


class PictureWire:
    """Blocking GETs of judged addresses, at most 60 s each."""

    def __init__(self, transport: httpx.BaseTransport | None, max_bytes: int) -> None:
        self._given = transport
        self._route = _PictureRoute(given=transport is not None, max_bytes=max_bytes)
        self.looks_up_itself = self._route.looks_up_itself

    def get(self, place: "Pinned") -> PictureAnswer | Trouble:
        """One exchange; redirects come back as they are. Never raises for what network or server do."""
        try:
            if self._given is not None:
                return self._exchange(self._given, place, {})
            with Watch(PICTURE_S) as watch, httpx.HTTPTransport(**self._route.options(place)) as fresh:
                return self._exchange(fresh, place, {"trace": watch.trace})
        except _BROKEN as error:
            return _trouble(error)

    def _exchange(
        self, lane: httpx.BaseTransport, place: "Pinned", extensions: dict[str, Any]
    ) -> PictureAnswer:
        response = lane.handle_request(self._route.request(place, extensions))
        try:
            if (told := self._route.told(response)) is not None:
                return told
            body = bytearray()
            for part in response.iter_bytes():
                body += part
                if len(body) > self._route.max_bytes:
                    return PictureAnswer(response.status_code, b"", None, too_big=True)
        finally:
            response.close()
        return PictureAnswer(response.status_code, bytes(body), None, too_big=False)


class AsyncPictureWire:
    """The same, to be awaited."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None, max_bytes: int) -> None:
        self._given = transport
        self._route = _PictureRoute(given=transport is not None, max_bytes=max_bytes)
        self.looks_up_itself = self._route.looks_up_itself

    async def get(self, place: "Pinned") -> PictureAnswer | Trouble:
        """One exchange; redirects come back as they are. Never raises for what network or server do."""
        try:
            async with asyncio.timeout(PICTURE_S):
                if self._given is not None:
                    return await self._exchange(self._given, place)
                async with httpx.AsyncHTTPTransport(**self._route.options(place)) as fresh:
                    return await self._exchange(fresh, place)
        except TimeoutError:
            late = say(
                f"no whole picture within {PICTURE_S:.0f} s", f"{PICTURE_S:.0f} 秒内没有收到完整的图片"
            )
            return Trouble(sent=True, reason=late)
        except _BROKEN as error:
            return _trouble(error)

    async def _exchange(self, lane: httpx.AsyncBaseTransport, place: "Pinned") -> PictureAnswer:
        response = await lane.handle_async_request(self._route.request(place, {}))
        try:
            if (told := self._route.told(response)) is not None:
                return told
            body = bytearray()
            async for part in response.aiter_bytes():
                body += part
                if len(body) > self._route.max_bytes:
                    return PictureAnswer(response.status_code, b"", None, too_big=True)
        finally:
            await response.aclose()
        return PictureAnswer(response.status_code, bytes(body), None, too_big=False)
