"""The routes: HTTP in, HTTP out, everything else is elsewhere."""

import hmac
import secrets
import time
from collections.abc import Awaitable, Callable

from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from yubo_nb.sandbox import account, gateway
from yubo_nb.sandbox.bodies import asked_mode, read_body, sent
from yubo_nb.sandbox.desk import desk
from yubo_nb.sandbox.guard import TOO_LARGE, TooLarge
from yubo_nb.sandbox.hooks import Hooks
from yubo_nb.sandbox.lookups import Lookups
from yubo_nb.sandbox.openapi import description
from yubo_nb.sandbox.painter.easel import Easel
from yubo_nb.sandbox.relay import Relay
from yubo_nb.sandbox.views import Views
from yubo_nb.sandbox.wire import Json, Reply, gateway_error, gateway_refused, refused

MODES = {form: mode for mode in ("relax", "fast", "turbo") for form in (f"mj-{mode}", mode)}
_PAGE = (
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>New API</title></head>'
    '<body><div id="root"></div></body></html>'
)
_Work = Callable[[Request], Awaitable[Reply | Response]]


async def _too_large(_request: Request, _error: Exception) -> Response:
    return Response(TOO_LARGE, 413, {"Connection": "close"}, "text/html")


def request_id() -> str:
    """The id a gateway appends to its errors."""
    return f"{time.strftime('%Y%m%d%H%M%S', time.gmtime())}{secrets.token_hex(10)}"


class Server:
    """Answers for one relay and one key."""

    def __init__(self, relay: Relay, easel: Easel, api_key: Callable[[], str]) -> None:
        self._relay = relay
        self._api_key = api_key
        self._views = Views(relay)
        self._lookups = Lookups(relay, self._views, easel)
        self._submits = desk(relay, easel)
        self.hooks = Hooks(relay, self._views)

    def app(self) -> Starlette:
        """The routes as an application, without the door."""
        look, relay = self._lookups, self._relay
        routes: list[Route] = []
        for prefix in ("", "/{mode}"):
            routes += [
                Route(f"{prefix}/mj/submit/{{endpoint}}", self._guarded(self._submit), methods=["POST"]),
                Route(
                    f"{prefix}/mj/insight-face/{{endpoint}}", self._guarded(self._submit), methods=["POST"]
                ),
                Route(f"{prefix}/mj/task/list-by-condition", self._guarded(look.by_ids), methods=["POST"]),
                Route(f"{prefix}/mj/task/{{id}}/fetch", self._guarded(look.fetch), methods=["GET"]),
            ]
            if relay.switches.flavour != "novicezk":
                seed = self._guarded(look.seed)
                routes.append(Route(f"{prefix}/mj/task/{{id}}/image-seed", seed, methods=["GET"]))
            if relay.switches.proxies_pictures:
                routes.append(Route(f"{prefix}/mj/image/{{id}}", self._open(look.image), methods=["GET"]))
            if not relay.switches.gateway:
                routes += [
                    Route(f"{prefix}/mj/task/list", self._guarded(look.newest), methods=["GET"]),
                    Route(f"{prefix}/mj/task/queue", self._guarded(look.waiting), methods=["GET"]),
                    Route(f"{prefix}/mj/task/list-by-ids", self._guarded(look.by_ids), methods=["POST"]),
                ]
            if relay.switches.flavour in {"plus", "trueai"}:
                routes.append(
                    Route(f"{prefix}/mj/task/{{id}}/cancel", self._guarded(look.cancel), methods=["POST"])
                )
        for folder in ("attachments", "ephemeral-attachments"):
            routes.append(
                Route(f"/{folder}/{{channel}}/{{id}}/{{name}}", self._open(look.attachment), methods=["GET"])
            )
        if relay.switches.gateway:
            routes.append(Route("/v1/models", self._asked(account.models), methods=["GET"]))
            for prefix in ("", "/v1"):
                billing = f"{prefix}/dashboard/billing"
                routes += [
                    Route(f"{billing}/subscription", self._asked(account.subscription), methods=["GET"]),
                    Route(f"{billing}/usage", self._asked(account.usage), methods=["GET"]),
                ]
        routes += [
            Route("/sandbox/ledger", self._asked(account.ledger), methods=["GET"]),
            Route("/openapi.json", self._open(self._description), methods=["GET"]),
            Route("/{path:path}", self._nowhere, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        ]
        return Starlette(routes=routes, exception_handlers={TooLarge: _too_large})

    # -- the pieces of every request

    def _open(self, work: _Work) -> Callable[[Request], Awaitable[Response]]:
        async def answering(request: Request) -> Response:
            if self._mode(request) is None:
                return await self._nowhere(request)
            found = await work(request)
            return self._sent(found) if isinstance(found, Reply) else found

        return answering

    def _guarded(self, work: _Work) -> Callable[[Request], Awaitable[Response]]:
        async def checked(request: Request) -> Reply | Response:
            return self._refusal(request) or await work(request)

        return self._open(checked)

    def _asked(self, about: Callable[[Relay], Json]) -> Callable[[Request], Awaitable[Response]]:
        async def work(_request: Request) -> Reply:
            return Reply(about(self._relay))

        return self._guarded(work)

    def _refusal(self, request: Request) -> Reply | None:
        """The answer to a wrong or missing key."""
        switches = self._relay.switches
        given = request.headers.get("authorization", "")
        if not given or given == "midjourney-proxy" or switches.flavour == "novicezk":
            given = request.headers.get("mj-api-secret", "") or given
        given = given[7:] if given[:7].lower() == "bearer " else given
        bare = given.strip().removeprefix("sk-")
        if hmac.compare_digest(bare.encode(), self._api_key().removeprefix("sk-").encode()):
            return None
        if not switches.gateway:
            return Reply(None if switches.flavour == "novicezk" else "Unauthorized", 401)
        return gateway_error("无效的令牌" if bare else "未提供令牌", 401, request_id())

    def _mode(self, request: Request) -> str | None:
        """The speed mode of the path; None if the prefix is none of ours."""
        prefix = request.path_params.get("mode")
        if prefix is None:
            return ""
        return MODES.get(prefix) if self._relay.switches.prefixes else None

    def _sent(self, reply: Reply) -> Response:
        return sent(reply, self._relay.switches, request_id())

    # -- the endpoints

    async def _submit(self, request: Request) -> Reply | Response:
        endpoint, mode = request.path_params["endpoint"], self._mode(request) or ""
        work = self._submits.get(endpoint)
        if work is None or (endpoint == "swap") is not ("/insight-face/" in request.url.path):
            return await self._nowhere(request)
        body = await read_body(request)
        switches = self._relay.switches
        if body is None:
            return gateway_refused("bind_request_body_failed") if switches.gateway else refused("参数错误")
        if (
            switches.gateway
            and (no := gateway.checked(self._relay, endpoint, body, request_id())) is not None
        ):
            return no
        reply = await to_thread.run_sync(work, body, mode or asked_mode(body, switches))
        self.hooks.watch(self._relay.task(str(reply.body.get("result") or "")))
        if switches.rewrite_codes:
            reply = gateway.rewritten(reply, endpoint, body)
        if switches.flavour == "trueai" and reply.body.get("code") == 3:
            reply = Reply(reply.body, 404, submit=True)
        return reply

    async def _description(self, _request: Request) -> Reply:
        return Reply(description(self._relay.switches, sorted(self._submits)))

    async def _nowhere(self, request: Request) -> Response:
        """A path nobody serves: a gateway shows its web page, with status 200."""
        path = request.url.path
        if not self._relay.switches.gateway:
            return self._sent(Reply(None, 404))
        if path.startswith(("/v1", "/api", "/assets")):
            text = f"Invalid URL ({request.method} {path})"
            return self._sent(gateway_error(text, 404, request_id(), "invalid_request_error"))
        return self._sent(Reply(_PAGE))
