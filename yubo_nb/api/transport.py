"""The only file that knows httpx. Carries bytes there and back; judges, repeats and follows nothing.

httpx's transports are used without its client: redirects, cookies, auth flows and environment surprises are
what a paid call must not have, and they are half of a call's cost. Questions travel over lanes: at most ten
transports of one kept connection each, because httpcore's pool is quadratic in its connections and a
cancelled await can leave one unusable (a lane in trouble is thrown away). A paid call has a transport that
never keeps a connection.
"""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar
from urllib.request import getproxies, proxy_bypass

import httpx

from yubo_nb.api.answers import Answer, Trouble
from yubo_nb.api.key import Eraser, Sealed, redact

LANES = 10
CONNECT_S = 10.0
TOTAL_S = 100.0
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
L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes over the wire. `target` is path and query; `patience` the longest wait for a byte in s."""

    method: str
    target: str
    body: bytes | None
    paid: bool
    patience: float = 30.0


class _TooMuch(httpx.HTTPError):
    """An answer without end."""


class Route:
    """What does not change between calls to one origin, built once: URL parts, headers, TLS, proxy."""

    def __init__(self, origin: str, key_headers: list[tuple[str, str]], key: str, user_agent: str) -> None:
        url = httpx.URL(origin)
        self._url = url
        self._raw_origin = (url.raw_scheme, url.raw_host, url.port)
        common = [
            ("Host", url.netloc.decode("ascii")),
            ("User-Agent", user_agent),
            ("Accept", "application/json"),
        ]
        common += [("Accept-Encoding", "gzip, deflate"), *key_headers]
        self._headers = Sealed[Headers]([(name.encode(), value.encode()) for name, value in common])
        self._eraser = Eraser(key)
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
        return Answer(response.status_code, self._eraser.clean(body), response.headers.get)


def _proxy_for(url: httpx.URL) -> str | None:
    """The environment's proxy for this origin, as every other program on the machine would choose it."""
    if proxy_bypass(url.host):
        return None
    proxies = getproxies()
    found = proxies.get(url.scheme) or proxies.get("all")
    return found if found is None or "://" in found else f"http://{found}"


def _trouble(error: Exception) -> Trouble:
    """The fault as a value: the exception holds the request and would carry the key into tracebacks."""
    said = redact(" ".join(str(error).split()))[:160]
    name = type(error).__name__.lstrip("_")
    return Trouble(sent=not isinstance(error, _NEVER_LEFT), reason=f"{name}: {said}" if said else name)


def _check_size(size: int, deadline: float) -> None:
    if size > MAX_ANSWER:
        raise _TooMuch(f"more than {MAX_ANSWER >> 20} MB")
    if time.monotonic() > deadline:
        raise httpx.ReadTimeout(f"no whole answer within {TOTAL_S:.0f} s")


class _Lanes(Generic[L]):
    """Idle transports, newest first, so that few connections stay warm. Usable from any thread."""

    def __init__(self, make: Callable[[], L]) -> None:
        self._make = make
        self._idle: list[L] = []
        self._lock = threading.Lock()

    def take(self) -> L:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._make()

    def give(self, lane: L) -> None:
        with self._lock:
            self._idle.append(lane)

    def drain(self) -> list[L]:
        with self._lock:
            idle, self._idle = self._idle, []
        return idle


class _Watch:
    """Ends a blocking call at a total time: httpx's limits are per read, so a trickle could go on for ever.

    The connection is learned from httpcore's trace and shut down under the reader, which then sees a broken
    read.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._stream: Any = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._stream = info.get("return_value")

    def _cut(self) -> None:
        found = None if self._stream is None else self._stream.get_extra_info("socket")
        if found is not None:
            try:
                found.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # already gone


class Wire:
    """The blocking way to a relay. Usable from several threads."""

    def __init__(self, route: Route, transport: httpx.BaseTransport | None) -> None:
        self._route = route
        self._given = transport
        self._lanes = _Lanes(lambda: httpx.HTTPTransport(**route.options(keep=1)))
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
        with _Watch(TOTAL_S) as watch, httpx.HTTPTransport(**self._route.options(keep=0)) as fresh:
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
        self._lanes = _Lanes(lambda: httpx.AsyncHTTPTransport(**route.options(keep=1)))
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
            return Trouble(sent=True, reason=f"no whole answer within {TOTAL_S:.0f} s")
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


@dataclass(frozen=True, slots=True)
class PictureAnswer:
    """What a picture's host said. `location`: where it points instead; `too_big`: reading was given up."""

    status: int
    body: bytes
    location: str | None
    too_big: bool


class AsyncPictureWire:
    """GETs of any address without a key, one fresh connection each, 60 s in all."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None, max_bytes: int) -> None:
        self._given = transport
        self._max_bytes = max_bytes
        self._tls: ssl.SSLContext | None = None

    async def get(self, url: str) -> PictureAnswer | Trouble:
        """One exchange; redirects come back as they are. Never raises for what network or server do."""
        try:
            async with asyncio.timeout(60.0):
                if self._given is not None:
                    return await self._exchange(self._given, url)
                if self._tls is None:
                    self._tls = httpx.create_ssl_context()
                proxy = _proxy_for(httpx.URL(url))
                async with httpx.AsyncHTTPTransport(verify=self._tls, proxy=proxy) as fresh:
                    return await self._exchange(fresh, url)
        except TimeoutError:
            return Trouble(sent=True, reason="no whole picture within 60 s")
        except _BROKEN as error:
            return _trouble(error)

    async def _exchange(self, lane: httpx.AsyncBaseTransport, url: str) -> PictureAnswer:
        headers = {"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "yubo_nb"}
        limits = {"connect": CONNECT_S, "read": 30.0, "write": 30.0, "pool": 30.0}
        response = await lane.handle_async_request(
            httpx.Request("GET", url, headers=headers, extensions={"timeout": limits})
        )
        try:
            if 300 <= response.status_code < 400:
                return PictureAnswer(
                    response.status_code, b"", response.headers.get("location"), too_big=False
                )
            told = response.headers.get("content-length", "")
            if told.isdigit() and int(told) > self._max_bytes:
                return PictureAnswer(response.status_code, b"", None, too_big=True)
            parts: list[bytes] = []
            size = 0
            async for part in response.aiter_raw():
                parts.append(part)
                size += len(part)
                if size > self._max_bytes:
                    return PictureAnswer(response.status_code, b"", None, too_big=True)
        finally:
            await response.aclose()
        return PictureAnswer(response.status_code, b"".join(parts), None, too_big=False)

    async def aclose(self) -> None:
        """Nothing is kept between pictures."""
