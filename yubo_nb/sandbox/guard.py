"""The door: who may speak to the sandbox at all, how much they may send, and a note of every request.

Binding to 127.0.0.1 keeps other machines out, but not the web pages open in the user's own browser: a page
may post to a loopback port, or reach it under a name of its own that resolves there. So the Host must be
ours, and a request that a page of another origin makes is refused.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yubo_nb.sandbox.ledger import Heard

MAX_BODY = 32 * 1024 * 1024
_REMEMBERED = 100_000
_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


class TooLarge(Exception):
    """The body grew past the bound."""


class Guard:
    """ASGI middleware. `own` gives the origin the sandbox is served at."""

    def __init__(self, app: ASGIApp, heard: list[Heard], own: Callable[[], str]) -> None:
        self._app = app
        self._heard = heard
        self._own = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note the request, and let it in or not."""
        if scope["type"] != "http":
            return
        heard = Heard(scope["method"], scope["path"])
        if len(self._heard) >= _REMEMBERED:
            del self._heard[: _REMEMBERED // 10]
        self._heard.append(heard)
        scope["sandbox.heard"] = heard
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                heard.status = message["status"]
            await send(message)

        if (verdict := self._verdict(headers)) is not None:
            await _plain(noting, *verdict)
            return
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY:
                raise TooLarge
            return message

        await self._app(scope, bounded, noting)

    def _verdict(self, headers: dict[str, str]) -> tuple[int, str, str] | None:
        name = headers.get("host", "").lower()
        name = name.rsplit(":", 1)[0] if not name.endswith("]") else name
        if name not in _NAMES:
            return (
                421,
                "Misdirected request: the sandbox answers only to 127.0.0.1 and localhost",
                "text/plain",
            )
        origin = headers.get("origin")
        if origin is not None and not self._same(origin, headers.get("host", "")):
            return 403, "Forbidden: the sandbox does not speak to web pages of other origins", "text/plain"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return 413, TOO_LARGE, "text/html"
        return None

    def _same(self, origin: str, host: str) -> bool:
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.scheme == "http" and parts.netloc.lower() in {host.lower(), urlsplit(self._own()).netloc}


TOO_LARGE = (
    "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n"
    "<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx</center>\r\n"
    "</body>\r\n</html>\r\n"
)


async def _plain(send: Callable[[Message], Any], status: int, text: str, kind: str) -> None:
    body = text.encode()
    headers = [
        (b"content-type", f"{kind}; charset=utf-8".encode()),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
