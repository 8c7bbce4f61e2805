"""What travels: submit answers, error bodies in their several shapes, tasks as each flavour writes them."""

from dataclasses import dataclass
from typing import Any

from yubo_nb.sandbox.painter.recipe import size_of
from yubo_nb.sandbox.scenario import Moment, Task, message_hash

Json = dict[str, Any]

CHANNEL, INSTANCE = "1300842676874379336", "1572398367386955776"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer on its way out: status, body (None is an empty one), and whether it counts as a submit
    answer.
    """

    body: Any
    status: int = 200
    submit: bool = False


def answer(code: int, description: str, result: Any = None, properties: Json | None = None) -> Reply:
    """A submit answer."""
    body: Json = {"code": code, "description": description}
    if result is not None or code not in {21, 24}:
        body["result"] = result
    if properties is not None:
        body["properties"] = properties
    return Reply(body, submit=True)


def refused(description: str, code: int = 4) -> Reply:
    """The proxy itself says no."""
    return Reply({"code": code, "description": description, "result": None, "properties": {}}, submit=True)


def gateway_refused(description: str, result: str = "", code: int = 4) -> Reply:
    """The gateway's MJ routes say no. The blank at the end is real."""
    body = {"description": f"{description} {result}", "type": "upstream_error", "code": code}
    return Reply(body, 429 if code == 30 else 400)


def gateway_error(
    message: str, status: int, request_id: str, kind: str = "new_api_error", code: str = ""
) -> Reply:
    """The gateway's OpenAI-shaped error, used by its key check, on MJ paths too."""
    error: Json = {"message": f"{message} (request id: {request_id})", "type": kind}
    if code:
        error["code"] = code
    return Reply({"error": error}, status)


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds * 1000)


@dataclass(frozen=True, slots=True)
class View:
    """A task and the moment it is shown at, with what only the server can know."""

    task: Task
    moment: Moment
    picture_url: str
    buttons: list[Json]
    fresh: bool = False
    """No refresh has happened since it was submitted."""
    row_action: str = ""
    """The action of this record, where one task has two."""
    row_submit: float = 0.0


def _progress(view: View, failed: str) -> str | None:
    status = view.moment.status
    if status == "FAILURE":
        return failed
    return None if status in {"NOT_START", "MODAL"} else f"{view.moment.percent}%"


def _discord_properties(task: Task, moment: Moment) -> Json:
    found: Json = {
        "discordChannelId": CHANNEL,
        "botType": task.bot,
        "notifyHook": task.notify_hook or None,
        "discordInstanceId": INSTANCE,
        "flags": 0,
        "nonce": f"1{int(message_hash(task.id)[:8], 16):018d}",
    }
    if moment.status == "SUCCESS":
        found["messageId"] = f"13{int(message_hash(task.id)[:8], 16):017d}"
        found["finalPrompt"] = task.final_prompt
        if task.zh_prompt:
            found["finalZhPrompt"] = task.zh_prompt
        if task.action not in {"DESCRIBE", "SHORTEN"}:
            found["messageHash"] = message_hash(task.id)
            speed = {"relax": "relaxed"}.get(task.mode, task.mode or "fast")
            found["messageContent"] = f"**{task.final_prompt}** - <@1050000000000000001> ({speed})"
            found["progressMessageId"] = f"12{int(message_hash(task.id)[:8], 16):017d}"
    return found


def _sizes(task: Task, moment: Moment) -> tuple[int | None, int | None]:
    if moment.status != "SUCCESS" or not task.recipe or task.action == "DESCRIBE":
        return None, None
    return size_of(task.recipe)


def plus_task(view: View, failed: str = "") -> Json:
    """As midjourney-proxy-plus writes it."""
    task, moment = view.task, view.moment
    width, height = _sizes(task, moment)
    return {
        "id": task.id,
        "properties": _discord_properties(task, moment),
        "action": task.action,
        "status": moment.status,
        "prompt": task.prompt or None,
        "promptEn": task.prompt or None,
        "description": task.description,
        "submitTime": _ms(task.submit),
        "startTime": _ms(moment.start),
        "finishTime": _ms(moment.finish),
        "progress": _progress(view, failed),
        "imageUrl": view.picture_url or None,
        "imageHeight": height,
        "imageWidth": width,
        "failReason": task.fail_reason if moment.status == "FAILURE" else None,
        "state": task.state or None,
        "buttons": view.buttons,
    }


def novicezk_task(view: View, failed: str = "") -> Json:
    """As the original writes it: no buttons, nulls before the start."""
    task, moment = view.task, view.moment
    properties = {
        k: v for k, v in _discord_properties(task, moment).items() if k not in {"discordChannelId", "botType"}
    }
    return {
        "id": task.id,
        "properties": {"finalPrompt": "", **properties, "notifyHook": task.notify_hook},
        "action": task.action if task.action in _NOVICEZK_ACTIONS else "VARIATION",
        "status": moment.status,
        "prompt": task.prompt or None,
        "promptEn": task.prompt or None,
        "description": task.description,
        "state": task.state or None,
        "submitTime": _ms(task.submit),
        "startTime": _ms(moment.start),
        "finishTime": _ms(moment.finish),
        "imageUrl": view.picture_url or None,
        "progress": _progress(view, failed),
        "failReason": task.fail_reason if moment.status == "FAILURE" else None,
    }


_NOVICEZK_ACTIONS = frozenset(["IMAGINE", "UPSCALE", "VARIATION", "REROLL", "DESCRIBE", "BLEND"])


def new_api_task(view: View, failed: str = "100%", *, empty_status: bool = True) -> Json:
    """As the gateway writes it: "" and 0 for null, the submit description, only two properties kept."""
    task, moment, fresh = view.task, view.moment, view.fresh
    row = view.row_action or task.action
    status = "" if fresh and empty_status else moment.status
    progress = _progress(view, failed) or "0%"
    known = not fresh
    return {
        "id": task.id,
        "action": row,
        "customId": "",
        "botType": "",
        "prompt": {"SWAP_FACE": "InsightFace", "DESCRIBE": "", "BLEND": ""}.get(task.action, task.prompt),
        "promptEn": task.prompt if known else "",
        "description": "Submit success",
        "state": task.state if known else "",
        "submitTime": _ms(view.row_submit or task.submit),
        "startTime": (_ms(moment.start) or 0) if known else 0,
        "finishTime": (_ms(moment.finish) or 0) if known else 0,
        "imageUrl": view.picture_url if known else "",
        "status": status,
        "progress": progress if known else "0%",
        "failReason": task.fail_reason if moment.status == "FAILURE" and known else "",
        "buttons": view.buttons if known else None,
        "maskBase64": "",
        "properties": {"finalPrompt": task.final_prompt, "finalZhPrompt": task.zh_prompt} if known else None,
    }
