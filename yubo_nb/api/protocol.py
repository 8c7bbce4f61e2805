"""The relay's requests, described once and sent by nobody here. Each builder refuses what cannot succeed.

`Client` and `AsyncClient` only carry a `Request` there and its answer back.
"""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from yubo_nb.api.buttons import Verb
from yubo_nb.api.checks import BOT_TYPES, DIMENSIONS, a_prompt, a_text, a_truth, an_id, one_of, refuse, shared
from yubo_nb.api.errors import UnknownButton
from yubo_nb.api.pictures import data_uri, fits, is_url, many, mask_base64
from yubo_nb.api.readers import read_seed, read_task, read_tasks
from yubo_nb.api.request import Request, question, submit
from yubo_nb.api.task import Task
from yubo_nb.lang import say

__all__ = [
    "Request",
    "action",
    "blend",
    "describe",
    "fetch",
    "image_seed",
    "imagine",
    "list_by_condition",
    "modal",
    "shorten",
    "swap_face",
]

_ZOOM = re.compile(r"(?:^|\s)--zoom\s+(\d+(?:\.\d+)?)(?=\s|$)")


def imagine(
    prompt: str,
    *,
    images: Sequence[Any] = (),
    bot_type: str = "MID_JOURNEY",
    notify_hook: str = "",
    state: str = "",
) -> Request:
    """Text to a grid of four. `POST /mj/submit/imagine`, paid.

    `images` are reference pictures; addresses among them go in front of the prompt, which needs no upload,
    the rest into `base64Array`. `bot_type`: MID_JOURNEY or NIJI_JOURNEY, to be kept in step with `--niji`. A
    bad `--ar` is not noticed by relays: the task fails minutes later (novicezk). Raises InvalidRequest.
    """
    endpoint = "submit/imagine"
    text = a_prompt(endpoint, prompt)
    found = many(endpoint, "images", images, 0, 20)
    urls = [picture for picture in found if is_url(picture)]
    encoded = [data_uri(endpoint, "images", picture) for picture in found if not is_url(picture)]
    return submit(
        endpoint,
        {
            "botType": one_of(endpoint, "bot_type", bot_type, BOT_TYPES),
            "prompt": " ".join([*urls, text]),
            "base64Array": fits(endpoint, "images", encoded),
            **shared(endpoint, notify_hook, state),
        },
    )


def action(
    task: "str | Task",
    custom_id: str,
    *,
    choose_same_channel: bool = True,
    notify_hook: str = "",
    state: str = "",
) -> Request:
    """Press a button. `POST /mj/submit/action` with exactly the five fields of the relay's page, paid.

    `task` is the id of a finished task or the Task itself; with a Task the button must be one it offers
    (UnknownButton). `custom_id` goes back unchanged. `choose_same_channel` lets another account in the same
    channel press when the task's own is gone (plus; others ignore it). The answer names a new task, or a
    dialog that waits for `modal`.
    """
    endpoint = "submit/action"
    wanted = a_text(endpoint, "custom_id", custom_id)
    if not wanted.strip():
        raise refuse(
            endpoint,
            "custom_id",
            "is empty; take it from the task's buttons.",
            "为空；请从任务的按钮中取得。",
        )
    if isinstance(task, Task):
        _offered(endpoint, task, wanted)
    return submit(
        endpoint,
        {
            "chooseSameChannel": a_truth(endpoint, "choose_same_channel", choose_same_channel),
            "customId": wanted,
            "taskId": an_id(endpoint, "task_id", task.id if isinstance(task, Task) else task),
            **shared(endpoint, notify_hook, state),
        },
    )


def _offered(endpoint: str, task: Task, custom_id: str) -> None:
    if any(button.custom_id == custom_id for button in task.buttons):
        return
    offered = ", ".join(button.caption for button in task.buttons if button.custom_id) or say("none", "无")
    raise UnknownButton(
        say(
            f"custom_id: task {task.id} has no button {custom_id!r}; it offers: {offered}.",
            f"custom_id：任务 {task.id} 没有按钮 {custom_id!r}；可用：{offered}。",
        ),
        field="custom_id",
        endpoint=endpoint,
        task_id=task.id,
    )


def modal(
    task_id: str,
    prompt: str = "",
    mask: Any = None,
    *,
    dialog: Verb | None = None,
    size: tuple[int, int] | None = None,
    invert: bool = False,
    notify_hook: str = "",
    state: str = "",
) -> Request:
    """Fill in the dialog a button opened. `POST /mj/submit/modal`; this, not the action, is what is paid.

    `task_id` is the *new* id from the action's answer. A blank `prompt` means the parent's (plus, trueai).
    `mask` is for Vary (Region): white is repainted; `size` is the parent picture's width and height, which it
    must match, and `invert` turns a mask drawn the other way round. `dialog` is the verb of the pressed
    button where known: a region then needs a mask, a custom zoom a prompt with `--zoom` 1–2. Send it once.
    Raises InvalidRequest.
    """
    endpoint = "submit/modal"
    text = a_text(endpoint, "prompt", prompt)
    if dialog == "vary_region" and mask is None:
        raise refuse(
            endpoint,
            "mask",
            "is needed: paint what to redraw white on black.",
            "缺少蒙版：请在黑底上把要重绘的部分涂白。",
        )
    if dialog == "custom_zoom":
        zoom = _ZOOM.search(text)
        if zoom is None or not 1 <= float(zoom[1]) <= 2:
            raise refuse(
                endpoint,
                "prompt",
                "must hold --zoom with a number from 1 to 2.",
                "必须包含 --zoom，数值在 1 到 2 之间。",
            )
    encoded = "" if mask is None else mask_base64(endpoint, mask, size=size, invert=invert)
    body = {"taskId": an_id(endpoint, "task_id", task_id), "prompt": text, "maskBase64": encoded}
    return submit(endpoint, body | shared(endpoint, notify_hook, state))


def blend(
    images: Sequence[Any],
    *,
    dimensions: str = "SQUARE",
    bot_type: str = "MID_JOURNEY",
    notify_hook: str = "",
    state: str = "",
) -> Request:
    """Mix two to five pictures into a grid. `POST /mj/submit/blend`, paid.

    `dimensions`: PORTRAIT (2:3), SQUARE (1:1) or LANDSCAPE (3:2). Raises InvalidRequest.
    """
    endpoint = "submit/blend"
    found = many(endpoint, "images", images, 2, 5)
    encoded = [data_uri(endpoint, f"images[{n}]", picture) for n, picture in enumerate(found)]
    return submit(
        endpoint,
        {
            "botType": one_of(endpoint, "bot_type", bot_type, BOT_TYPES),
            "base64Array": fits(endpoint, "images", encoded),
            "dimensions": one_of(endpoint, "dimensions", dimensions, DIMENSIONS),
            **shared(endpoint, notify_hook, state),
        },
    )


def describe(image: Any, *, bot_type: str = "MID_JOURNEY", notify_hook: str = "", state: str = "") -> Request:
    """A picture to up to four prompts. `POST /mj/submit/describe`, paid; see `results.choices_of`."""
    endpoint = "submit/describe"
    body = {
        "botType": one_of(endpoint, "bot_type", bot_type, BOT_TYPES),
        "base64": data_uri(endpoint, "image", image),
    }
    return submit(endpoint, body | shared(endpoint, notify_hook, state))


def shorten(prompt: str, *, bot_type: str = "MID_JOURNEY", notify_hook: str = "", state: str = "") -> Request:
    """Which words of a prompt matter. `POST /mj/submit/shorten`, paid; see `results.choices_of`."""
    endpoint = "submit/shorten"
    body = {
        "botType": one_of(endpoint, "bot_type", bot_type, BOT_TYPES),
        "prompt": a_prompt(endpoint, prompt),
    }
    return submit(endpoint, body | shared(endpoint, notify_hook, state))


def swap_face(source: Any, target: Any, *, notify_hook: str = "", state: str = "") -> Request:
    """Put the face of `source` into the picture `target`. `POST /mj/insight-face/swap`, paid.

    Two identical pictures are refused (trueai does, after the upload). The task has no buttons.
    """
    endpoint = "insight-face/swap"
    encoded = [data_uri(endpoint, "source", source), data_uri(endpoint, "target", target)]
    if encoded[0] == encoded[1]:
        raise refuse(endpoint, "target", "is the same picture as source.", "与 source 是同一张图片。")
    fits(endpoint, "target", encoded)
    body = {"sourceBase64": encoded[0], "targetBase64": encoded[1]}
    return submit(endpoint, body | shared(endpoint, notify_hook, state))


def fetch(task_id: str) -> Request:
    """One task. `GET /mj/task/{id}/fetch`; an unknown or foreign id raises TaskNotFound."""
    known = an_id("task/fetch", "task_id", task_id)
    return question("task/fetch", f"/mj/task/{known}/fetch", partial(read_task, task_id=known))


def list_by_condition(ids: Sequence[str]) -> Request:
    """Several tasks, in the relay's order, unknown ids left out. `POST /mj/task/list-by-condition`, free.

    At most 500 ids are known to work anywhere; 100 at a time is safe.
    """
    endpoint = "task/list-by-condition"
    if isinstance(ids, str) or len(ids) > 500:
        raise refuse(endpoint, "ids", "must be a list of at most 500 ids.", "必须是最多 500 个 id 的列表。")
    known = [an_id(endpoint, "ids", task_id) for task_id in ids]
    return question(endpoint, f"/mj/{endpoint}", read_tasks, body={"ids": known})


def image_seed(task_id: str) -> Request:
    """The seed of a finished grid, as text. `GET /mj/task/{id}/image-seed`; slow, and may never work."""
    known = an_id("task/image-seed", "task_id", task_id)
    read = partial(read_seed, task_id=known)
    return question("task/image-seed", f"/mj/task/{known}/image-seed", read, patience=75.0)
