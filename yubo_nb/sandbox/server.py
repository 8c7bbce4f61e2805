"""The routes: HTTP in, HTTP out, everything else is elsewhere."""

import hmac
import json
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from yubo_nb.sandbox import gateway
from yubo_nb.sandbox.guard import TOO_LARGE, TooLarge
from yubo_nb.sandbox.painter.easel import Easel
from yubo_nb.sandbox.press import Press
from yubo_nb.sandbox.relay import Relay
from yubo_nb.sandbox.views import Views
from yubo_nb.sandbox.wire import Json, Reply, answer, gateway_error, gateway_refused, refused

if TYPE_CHECKING:
    from yubo_nb.sandbox.ledger import Heard

Handler = Callable[[Request], Awaitable[Response]]

MODES = {f"{form}": mode for mode in ("relax", "fast", "turbo") for form in (f"mj-{mode}", mode)}
_PAGE = (
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>New API</title></head>'
    '<body><div id="root"></div></body></html>'
)


async def _too_large(_request: Request, _error: Exception) -> Response:
    return Response(TOO_LARGE, 413, {"Connection": "close"}, "text/html")


def request_id() -> str:
    """The id a gateway appends to its errors."""
    return f"{time.strftime('%Y%m%d%H%M%S', time.gmtime())}{secrets.token_hex(10)}"


class Server:
    """Answers for one relay and one key."""

    def __init__(self, relay: Relay, views: Views, easel: Easel, api_key: Callable[[], str]) -> None:
        self._relay = relay
        self._views = views
        self._easel = easel
        self._api_key = api_key
        self._press = Press(relay)
        self._submits: dict[str, Callable[[Json, str], Reply]] = {
            "imagine": relay.imagine,
            "action": self._press.action,
            "modal": self._press.modal,
        }

    def app(self) -> Starlette:
        """The routes as an application, without the door."""
        routes: list[Route] = []
        for prefix in ("", "/{mode}"):
            routes += [
                Route(f"{prefix}/mj/submit/{{endpoint}}", self._submit, methods=["POST"]),
                Route(f"{prefix}/mj/task/{{id}}/fetch", self._fetch, methods=["GET"]),
                Route(f"{prefix}/mj/task/list-by-condition", self._list, methods=["POST"]),
                Route(f"{prefix}/mj/task/{{id}}/image-seed", self._seed, methods=["GET"]),
                Route(f"{prefix}/mj/image/{{id}}", self._image, methods=["GET"]),
            ]
        routes.append(Route("/{path:path}", self._nowhere, methods=["GET", "POST", "PUT", "DELETE"]))
        return Starlette(routes=routes, exception_handlers={TooLarge: _too_large})

    # -- the pieces of every request

    def _refusal(self, request: Request) -> Reply | None:
        """The answer to a wrong or missing key."""
        given = request.headers.get("authorization", "")
        if not given or given == "midjourney-proxy":
            given = request.headers.get("mj-api-secret", "")
        given = given[7:] if given[:7].lower() == "bearer " else given
        bare = given.strip().removeprefix("sk-")
        if hmac.compare_digest(bare.encode(), self._api_key().removeprefix("sk-").encode()):
            return None
        if not self._relay.switches.gateway:
            return Reply(None if self._relay.switches.flavour == "novicezk" else "Unauthorized", 401)
        return gateway_error("无效的令牌" if bare else "未提供令牌", 401, request_id())

    def _mode(self, request: Request) -> str | None:
        """The speed mode of the path; None if the prefix is none of ours."""
        prefix = request.path_params.get("mode")
        if prefix is None:
            return ""
        return MODES.get(prefix) if self._relay.switches.prefixes else None

    async def _body(self, request: Request) -> Json | None:
        raw = await request.body()
        if not request.headers.get("content-type", "").lower().startswith("application/json"):
            return {}
        try:
            body: Any = json.loads(raw)
        except ValueError:
            return None
        heard: Heard | None = request.scope.get("sandbox.heard")
        if not isinstance(body, dict):
            return None
        found = cast("Json", body)
        if heard is not None and isinstance(found.get("state"), str):
            heard.state = found["state"]
        return found

    def _sent(self, reply: Reply) -> Response:
        headers = {"X-Oneapi-Request-Id": request_id()} if self._relay.switches.gateway else {}
        if reply.body is None:
            return Response(status_code=reply.status, headers=headers)
        if isinstance(reply.body, str):
            kind = (
                "text/html; charset=utf-8"
                if reply.body.startswith("<!doctype")
                else "text/plain; charset=utf-8"
            )
            return Response(reply.body, reply.status, headers, kind)
        plain = reply.submit and self._relay.switches.text_plain
        kind = "text/plain; charset=utf-8" if plain else "application/json; charset=utf-8"
        body = json.dumps(reply.body, ensure_ascii=False, separators=(",", ":"))
        return Response(body, reply.status, headers, kind)

    # -- the endpoints

    async def _submit(self, request: Request) -> Response:
        mode, endpoint = self._mode(request), request.path_params["endpoint"]
        work = self._submits.get(endpoint)
        if mode is None or work is None:
            return await self._nowhere(request)
        if (no := self._refusal(request)) is not None:
            return self._sent(no)
        body = await self._body(request)
        behind = self._relay.switches.gateway
        if body is None:
            return self._sent(gateway_refused("bind_request_body_failed") if behind else refused("参数错误"))
        if behind and (no := gateway.checked(self._relay, endpoint, body, request_id())) is not None:
            return self._sent(no)
        reply = await to_thread.run_sync(work, body, mode)
        if self._relay.switches.rewrite_codes:
            reply = gateway.rewritten(reply, endpoint, body)
        if self._relay.switches.number_ids and str(reply.body.get("result") or "").isdecimal():
            reply = Reply({**reply.body, "result": int(reply.body["result"])}, reply.status, submit=True)
        return self._sent(reply)

    async def _fetch(self, request: Request) -> Response:
        if self._mode(request) is None:
            return await self._nowhere(request)
        if (no := self._refusal(request)) is not None:
            return self._sent(no)
        task = self._relay.task(request.path_params["id"])
        if task is not None:
            return self._sent(Reply(self._views.fetched(task)))
        how = self._relay.switches.unknown_task
        return self._sent(gateway_refused("task_no_found") if how == "400" else Reply(None, int(how)))

    async def _list(self, request: Request) -> Response:
        if self._mode(request) is None:
            return await self._nowhere(request)
        if (no := self._refusal(request)) is not None:
            return self._sent(no)
        body = await self._body(request)
        ids = cast("list[Any]", (body or {}).get("ids") or [])
        if body is None or type(ids) is not list or not all(isinstance(i, str) for i in ids):
            return self._sent(gateway_refused("do_request_failed"))
        return self._sent(Reply(self._views.listed(ids)))

    async def _seed(self, request: Request) -> Response:
        if self._mode(request) is None:
            return await self._nowhere(request)
        if (no := self._refusal(request)) is not None:
            return self._sent(no)
        task = self._relay.task(request.path_params["id"])
        if task is None:
            behind = self._relay.switches.gateway
            return self._sent(
                gateway_refused("task_no_found") if behind else refused("关联任务不存在或已失效", 3)
            )
        if task.at(self._relay.clock.now()).status != "SUCCESS" or not task.recipe:
            return self._sent(refused("关联任务状态错误"))
        return self._sent(answer(1, "成功", str(task.seed)))

    async def _image(self, request: Request) -> Response:
        task = self._relay.task(request.path_params["id"])
        if task is None or self._mode(request) is None:
            return self._sent(Reply({"error": "midjourney_task_not_found"}, 400))
        moment = task.at(self._relay.clock.now())
        if not task.recipe or not (moment.status == "SUCCESS" or moment.share > 0):
            return self._sent(Reply({"error": "http_get_image_failed"}, 500))
        if moment.status == "SUCCESS":
            body, kind = (
                await to_thread.run_sync(self._easel.png, task.recipe, task.final_prompt),
                "image/png",
            )
        else:
            body, kind = (
                await to_thread.run_sync(self._easel.preview, task.recipe, moment.share),
                "image/webp",
            )
        return Response(body, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})

    async def _nowhere(self, request: Request) -> Response:
        """A path nobody serves: a gateway shows its web page, with status 200."""
        path = request.url.path
        if not self._relay.switches.gateway:
            return self._sent(Reply(None, 404))
        if path.startswith(("/v1", "/api", "/assets")):
            text = f"Invalid URL ({request.method} {path})"
            return self._sent(gateway_error(text, 404, request_id(), "invalid_request_error"))
        return self._sent(Reply(_PAGE))
