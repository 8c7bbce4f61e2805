"""Everything that is asked for and not ordered: tasks, lists, seeds, pictures."""

import re
from typing import Any, cast
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from yubo_nb.sandbox.bodies import read_body
from yubo_nb.sandbox.painter import recipe as recipes
from yubo_nb.sandbox.painter.chance import digest
from yubo_nb.sandbox.painter.easel import Easel
from yubo_nb.sandbox.relay import Relay
from yubo_nb.sandbox.scenario import Task
from yubo_nb.sandbox.views import Views
from yubo_nb.sandbox.wire import Reply, answer, gateway_refused, refused

_GONE = Reply("This content is no longer available.", 404)


class Lookups:
    """The reading half of a relay."""

    def __init__(self, relay: Relay, views: Views, easel: Easel) -> None:
        self._relay = relay
        self._views = views
        self._easel = easel

    async def fetch(self, request: Request) -> Reply:
        """One task."""
        task = self._relay.task(request.path_params["id"])
        if task is not None:
            return Reply(self._views.fetched(task))
        how = self._relay.switches.unknown_task
        return gateway_refused("task_no_found") if how == "400" else Reply(None, int(how))

    async def by_ids(self, request: Request) -> Reply:
        """The tasks of a list of ids."""
        body = await read_body(request)
        ids = cast("list[Any]", (body or {}).get("ids") or [])
        if body is None or type(ids) is not list or not all(isinstance(i, str) for i in ids):
            return (
                gateway_refused("do_request_failed") if self._relay.switches.gateway else refused("参数错误")
            )
        return Reply(self._views.listed(ids))

    async def newest(self, _request: Request) -> Reply:
        """The hundred newest tasks."""
        tasks = list(self._relay.memory.tasks.values())[-100:]
        return Reply([self._views.fetched(t) for t in reversed(tasks)])

    async def waiting(self, _request: Request) -> Reply:
        """Tasks that are not over."""
        now = self._relay.clock.now()
        tasks = list(self._relay.memory.tasks.values())
        return Reply([self._views.fetched(t) for t in tasks if not t.at(now).over])

    async def cancel(self, request: Request) -> Reply:
        """Stop a task, where the relay can; on trueai only its administrators may."""
        if self._relay.switches.flavour == "trueai":
            return Reply("无权限", 400)
        task = self._relay.task(request.path_params["id"])
        if task is None:
            return refused("关联任务不存在或已失效", 3)
        with self._relay.lock:
            if task.at(self._relay.clock.now()).over:
                return refused("关联任务状态错误")
            task.cancel_at = self._relay.clock.now()
            self._relay.memory.keep(task)
        return answer(1, "提交成功", task.id)

    async def seed(self, request: Request) -> Reply:
        """The seed of a finished grid, or of the grid a single picture came from."""
        switches = self._relay.switches
        task = self._relay.task(request.path_params["id"])
        if task is None:
            return (
                gateway_refused("task_no_found") if switches.gateway else refused("关联任务不存在或已失效", 3)
            )
        if task.at(self._relay.clock.now()).status != "SUCCESS" or not task.recipe:
            return refused("关联任务状态错误")
        if not switches.image_seed:
            return refused("未找到 seed", 3)
        return answer(1, "成功", str(task.seed))

    async def image(self, request: Request) -> Reply | Response:
        """The picture of a task, as far as it is painted; needs no key."""
        task = self._relay.task(request.path_params["id"])
        if task is None:
            return Reply({"error": "midjourney_task_not_found"}, 400)
        return await self._picture(task, 0)

    async def attachment(self, request: Request) -> Reply | Response:
        """A signed link: an upload, or a task's picture until the link is dead."""
        name = request.path_params["id"]
        task = self._relay.task(name)
        if task is None:
            if not re.fullmatch(r"[0-9a-f]{32}", name) or not self._relay.memory.has_blob(name):
                return _GONE
            return _shown(self._relay.memory.blob(name), "image/png")
        marks = parse_qs(request.url.query)
        dead = (marks.get("ex") or ["0"])[0]
        if not re.fullmatch(r"[0-9a-f]{1,12}", dead) or int(dead, 16) <= self._relay.clock.now():
            return _GONE
        if (marks.get("hm") or [""])[0] != f"{digest(task.id, int(dead, 16)):016x}":
            return _GONE
        single = re.fullmatch(r"0_([0-3])\.png", request.path_params["name"])
        return await self._picture(task, int(single[1]) + 1 if single else 0)

    async def _picture(self, task: Task, n: int) -> Reply | Response:
        moment = task.at(self._relay.clock.now())
        recipe = task.recipe
        if not recipe or not (moment.status == "SUCCESS" or moment.share > 0):
            return Reply({"error": "http_get_image_failed"}, 500)
        if moment.status != "SUCCESS":
            body = await to_thread.run_sync(self._easel.preview, recipe, moment.share)
            return _shown(body, "image/webp")
        if recipe["kind"] == "film":
            return _shown(await to_thread.run_sync(self._easel.clip, recipe), "image/webp")
        if n:
            recipe = recipes.cell(recipe, n)
        body = await to_thread.run_sync(self._easel.png, recipe, task.final_prompt)
        return _shown(body, "image/png")


def _shown(body: bytes, kind: str) -> Response:
    return Response(body, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})
