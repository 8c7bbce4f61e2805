"""Bodies in and out: JSON read as the gateway reads it, replies written with the content type each relay
gives.
"""

import json
from typing import TYPE_CHECKING, Any, cast

from starlette.requests import Request
from starlette.responses import Response

from yubo_nb.sandbox.flavours import Switches
from yubo_nb.sandbox.wire import Json, Reply

if TYPE_CHECKING:
    from yubo_nb.sandbox.ledger import Heard


async def read_body(request: Request) -> Json | None:
    """The request's JSON object; {} if it is not called JSON (a gateway does not look then), None if it is
    none.
    """
    raw = await request.body()
    if not request.headers.get("content-type", "").lower().startswith("application/json"):
        return {}
    try:
        body: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    found = cast("Json", body)
    heard: Heard | None = request.scope.get("sandbox.heard")
    if heard is not None and isinstance(found.get("state"), str):
        heard.state = found["state"]
    return found


def asked_mode(body: Json, switches: Switches) -> str:
    """The speed a body asks for, "" if none: `accountFilter` where no gateway deletes it, else `mode`."""
    if switches.flavour == "novicezk":
        return ""
    account: Any = body.get("accountFilter")
    modes: Any = cast("Json", account).get("modes") if isinstance(account, dict) else None
    wishes: list[Any] = [body.get("mode")]
    if isinstance(modes, list) and not switches.gateway:
        wishes = [*cast("list[Any]", modes)[:1], *wishes]
    told = [wish.lower() for wish in wishes if isinstance(wish, str)]
    return next((mode for mode in told if mode in {"relax", "fast", "turbo"}), "")


def sent(reply: Reply, switches: Switches, request_id: str) -> Response:
    """The reply as this relay sends it."""
    headers = {"X-Oneapi-Request-Id": request_id} if switches.gateway else {}
    if reply.body is None:
        return Response(status_code=reply.status, headers=headers)
    if isinstance(reply.body, str):
        page = reply.body.startswith("<!doctype")
        kind = "text/html; charset=utf-8" if page else "text/plain; charset=utf-8"
        return Response(reply.body, reply.status, headers, kind)
    plain = reply.submit and switches.text_plain
    kind = "text/plain; charset=utf-8" if plain else "application/json; charset=utf-8"
    body: Any = reply.body
    if reply.submit and switches.number_ids and str(body.get("result") or "").isdecimal():
        body = {**body, "result": int(body["result"])}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    # a lone surrogate in a prompt is legal JSON and no legal UTF-8
    return Response(text.encode("utf-8", "replace"), reply.status, headers, kind)
