"""Plays faults: ASGI middleware, and the hold on the connection that cutting it needs."""

import asyncio
import json
import socket
import struct
from typing import Any, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from yubo_nb.sandbox.faults import Fault, Faults
from yubo_nb.sandbox.wire import Json

_HTML = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n"
    "<center><h1>{0}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
_TITLES = {
    "500": "Internal Server Error",
    "502": "Bad Gateway",
    "503": "Service Temporarily Unavailable",
    "504": "Gateway Time-out",
    "524": "A timeout occurred",
}
_LOGIN = (
    "<!doctype html><html><head><title>登录</title></head>"
    '<body><form action="/login" method="post"></form></body></html>'
)
_QUEUE_FULL = '{"code": 23, "description": "队列已满，请稍后尝试", "result": "14001929738841620"}'
_SATURATED = "当前分组上游负载已饱和，请稍后再试"


class WireProtocol(H11Protocol):
    """uvicorn's own protocol, with the connection handed on to the application."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        super().connection_made(cast("asyncio.Transport", transport))
        inner = cast("ASGIApp", self.app)

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope["sandbox.transport"] = transport
            await inner(scope, receive, send)

        self.app = cast("Any", app)


class Mischief:
    """Answers in a fault's stead, or spoils the answer."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults
        self._last_id = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or play its fault."""
        fault = self._faults.take(f"{scope['method']} {scope['path']}")
        if fault is None:
            await self._app(scope, receive, self._listening(send))
        elif fault.committed or fault.kind in _SPOILED or fault.kind == "picture_cut":
            start, body = await self._worked(scope, receive)
            await self._spoil(fault, scope, receive, send, start=start, body=body)
        else:
            await _drained(receive)
            await self._instead(fault, scope, receive, send)

    def _listening(self, send: Send) -> Send:
        async def listening(message: Message) -> None:
            body = message.get("body", b"")
            if message["type"] == "http.response.body" and body.startswith(b'{"code":1,'):
                self._last_id = str(cast("Json", json.loads(body)).get("result") or "")
            await send(message)

        return listening

    async def _worked(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        return messages[0], b"".join(m.get("body", b"") for m in messages[1:])

    # -- the order never arrives

    async def _instead(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        kind = fault.kind
        extra = {"Retry-After": str(fault.detail["retry_after"])} if "retry_after" in fault.detail else {}
        if kind == "drop_before":
            await _cut(scope, receive)
        elif kind in _TITLES:
            title = f"{kind} {_TITLES[kind]}"
            await _answer(send, int(kind), _HTML.format(title), "text/html")
        elif kind in {"429", "429_empty", "429_quota", "code_30"}:
            await _answer(send, 429, _busy(kind), "application/json", extra)
        elif kind == "code_23":
            await _answer(send, 200, _QUEUE_FULL, "application/json", extra)
        elif kind == "redirect":
            status = int(fault.detail.get("status", 307))
            await _answer(
                send, status, "", "text/html", {"Location": str(fault.detail.get("location", scope["path"]))}
            )
        elif kind == "login_page":
            await _answer(send, 200, _LOGIN, "text/html")
        elif kind == "not_found":
            text = '{"description":"task_no_found ","type":"upstream_error","code":4}'
            await _answer(send, 400, text, "application/json")
        elif kind == "picture_404":
            await _answer(send, 404, "This content is no longer available.", "text/plain")
        elif kind == "picture_html":
            await _answer(send, 200, _LOGIN, "image/png")
        elif kind == "picture_svg":
            svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="owned"</script></svg>'
            await _answer(send, 200, svg, "image/svg+xml")
        else:
            await _answer(send, 200, "", "image/png")

    # -- the order was taken, the answer suffers

    async def _spoil(
        self, fault: Fault, scope: Scope, receive: Receive, send: Send, *, start: Message, body: bytes
    ) -> None:
        kind = fault.kind
        if kind == "drop_after":
            await _cut(scope, receive)
        elif kind in {"headers_only", "cut_body", "picture_cut"}:
            await send(start)
            if kind != "headers_only":
                await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            await asyncio.sleep(0.02)
            await _cut(scope, receive, gently=True)
        elif kind == "trickle":
            await send(start)
            for at in range(len(body)):
                await send({"type": "http.response.body", "body": body[at : at + 1], "more_body": True})
                await asyncio.sleep(float(fault.detail.get("gap", 0.01)))
            await send({"type": "http.response.body", "body": b""})
        elif kind == "slow":
            await asyncio.sleep(float(fault.detail.get("seconds", 1.0)))
            await send(start)
            await send({"type": "http.response.body", "body": body})
        elif kind in {"502_after", "504_after"}:
            number = kind[:3]
            await _answer(send, int(number), _HTML.format(f"{number} {_TITLES[number]}"), "text/html")
        else:
            spoiled = self._spoiled(kind, body)
            await _answer(send, start["status"], spoiled, "application/json")

    def _spoiled(self, kind: str, body: bytes) -> str:
        text = body.decode()
        if kind in {"empty", "null"}:
            return "" if kind == "empty" else "null"
        if kind == "half_json":
            return text[: max(1, len(text) // 2)]
        try:
            found: Any = json.loads(text)
        except ValueError:
            return text
        if isinstance(found, list):
            return json.dumps([_bent(kind, row) for row in cast("list[Json]", found)], ensure_ascii=False)
        if not isinstance(found, dict):
            return text
        row = cast("Json", found)
        if kind == "duplicate_id":
            return json.dumps(row | {"result": self._last_id or row.get("result")}, ensure_ascii=False)
        return json.dumps(_bent(kind, row), ensure_ascii=False)


_SPOILED = frozenset({"regress", "odd_types", "unknown_status", "no_picture"})


def _bent(kind: str, row: Json) -> Json:
    """An answer or a task with something wrong in it."""
    if kind == "wrong_types":
        return row | {"code": str(row.get("code")), "result": [row.get("result")]}
    if kind == "no_result":
        return {k: v for k, v in row.items() if k != "result"}
    if kind == "padded_result":
        return row | {"result": f"  {row.get('result')}\n"}
    if kind == "unknown_code":
        return row | {"code": 77}
    if kind == "openai_form":
        return {"created": 1589478378, "data": [{"url": "https://..."}, {"url": "https://..."}]}
    if kind == "trueai_exception":
        return {"success": False, "code": -1, "message": "并发数已达上限", "timestamp": "638900000000000000"}
    if kind == "regress":
        return row | {"status": "SUBMITTED", "progress": "3%"}
    if kind == "unknown_status":
        return row | {"status": "HIBERNATING", "progress": "(Stopped)"}
    if kind == "no_picture":
        return row | {"imageUrl": ""}
    return row | {
        "progress": 46,
        "buttons": "none",
        "properties": [],
        "submitTime": "yesterday",
        "failReason": 7,
    }


def _busy(kind: str) -> str:
    if kind == "429_empty":
        return ""
    if kind == "code_30":
        text = "当前分组负载已饱和，请稍后再试，或升级账户以提升服务质量。 "
        return json.dumps({"description": text, "type": "upstream_error", "code": 30}, ensure_ascii=False)
    error = {"message": _SATURATED, "type": "new_api_error"}
    if kind == "429_quota":
        error |= {"type": "insufficient_quota", "code": "insufficient_user_quota"}
    return json.dumps({"error": error}, ensure_ascii=False)


async def _drained(receive: Receive) -> None:
    """Hear the client out, so that it cannot tell from a broken pipe that nobody listened."""
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        pass


async def _cut(scope: Scope, receive: Receive, *, gently: bool = False) -> None:
    transport: asyncio.Transport | None = scope.get("sandbox.transport")
    if transport is None:
        raise ConnectionResetError("the sandbox cut the connection")
    if gently:
        transport.close()
    else:
        held: socket.socket = transport.get_extra_info("socket")
        # a reset and not a polite end: no lingering, what was not sent is lost
        held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(send: Send, status: int, text: str, kind: str, extra: dict[str, str] | None = None) -> None:
    body = text.encode()
    headers = {"content-type": f"{kind}; charset=utf-8", "content-length": str(len(body)), **(extra or {})}
    pairs = [(k.lower().encode(), v.encode()) for k, v in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
