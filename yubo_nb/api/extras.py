"""Endpoints that only some relays have. Where one is missing, the error is NotOffered and says so."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from yubo_nb.api.answers import Answer, read_complaint
from yubo_nb.api.checks import a_prompt, a_text, a_truth, an_id, one_of, refuse, shared, whole
from yubo_nb.api.errors import PictureGone
from yubo_nb.api.judge import unanswered
from yubo_nb.api.lacking import lacking, not_offered
from yubo_nb.api.pictures import cut_out, data_uri, fits, is_url, many, mask_base64, media_type
from yubo_nb.api.request import Request, question, submit
from yubo_nb.api.submission import decode_submission
from yubo_nb.lang import say

VIDEO_TYPES = ("vid_1.1_i2v_480", "vid_1.1_i2v_720")


def upload_discord_images(images: Sequence[Any]) -> Request:
    """Pictures to addresses at Discord. `POST /mj/submit/upload-discord-images`, paid (not everywhere).

    The answer's `images` are the addresses, one per picture, dead after about a day; there is no task.
    """
    endpoint = "submit/upload-discord-images"
    found = many(endpoint, "images", images, 1, 20)
    encoded = [data_uri(endpoint, f"images[{n}]", picture) for n, picture in enumerate(found)]
    return submit(endpoint, {"base64Array": fits(endpoint, "images", encoded)})


def edits(prompt: str, image: Any, *, mask: Any = None, notify_hook: str = "", state: str = "") -> Request:
    """Redraw parts of any picture. `POST /mj/submit/edits`, paid (trueai, new-api and several relays).

    The *transparent* part of `image` is redrawn (dmxapi), the opposite of a region's mask. `mask`, white
    where to redraw, is cut out of the picture here and sent along. `image` may be an address when there is no
    mask.
    """
    endpoint = "submit/edits"
    text = a_prompt(endpoint, prompt)
    if is_url(image) and mask is None:
        body = {"prompt": text, "image": image}
    elif mask is None:
        body = {"prompt": text, "image": data_uri(endpoint, "image", image)}
    else:
        encoded = mask_base64(endpoint, mask)
        body = {"prompt": text, "image": cut_out(endpoint, image, encoded), "maskBase64": encoded}
    return submit(endpoint, body | shared(endpoint, notify_hook, state))


def video(
    prompt: str = "",
    *,
    image: Any = None,
    end_image: Any = None,
    motion: str = "low",
    loop: bool = False,
    video_type: str = "vid_1.1_i2v_480",
    batch_size: int = 4,
    extend: tuple[str, int] | None = None,
    notify_hook: str = "",
    state: str = "",
) -> Request:
    """A picture set in motion, or a clip made longer. `POST /mj/submit/video`, paid (trueai, new-api).

    `image` is the first frame and `end_image` the last, pictures or addresses. `motion`: low or high.
    `batch_size`: 1, 2 or 4 clips. `extend` is a video task's id and which of its clips, 0–3. Either `image`
    or `extend` is needed.
    """
    endpoint = "submit/video"
    if (image is None) == (extend is None):
        raise refuse(
            endpoint,
            "image",
            "give a first frame, or extend=, not both or neither.",
            "请给出首帧或 extend=，二者选一。",
        )
    if batch_size not in {1, 2, 4}:
        raise refuse(
            endpoint, "batch_size", f"{batch_size!r} is not 1, 2 or 4.", f"{batch_size!r} 不是 1、2 或 4。"
        )
    if video_type not in VIDEO_TYPES:
        known = ", ".join(VIDEO_TYPES)
        raise refuse(
            endpoint,
            "video_type",
            f"{video_type!r} is none of {known}.",
            f"{video_type!r} 不在 {known} 之中。",
        )
    body: dict[str, Any] = {
        "prompt": a_text(endpoint, "prompt", prompt),
        "motion": one_of(endpoint, "motion", motion, ("LOW", "HIGH")).lower(),
        "loop": a_truth(endpoint, "loop", loop),
        "videoType": video_type,
        "batchSize": batch_size,
    }
    for name, field, frame in (("image", "image", image), ("endImage", "end_image", end_image)):
        if frame is not None:
            body[name] = frame if is_url(frame) else data_uri(endpoint, field, frame)
    if extend is not None:
        body["action"] = "extend"
        body["taskId"] = an_id(endpoint, "extend", extend[0])
        body["index"] = whole(endpoint, "extend", extend[1], 0, 3)
    fits(endpoint, "image", [body.get("image", ""), body.get("endImage", "")])
    return submit(endpoint, body | shared(endpoint, notify_hook, state))


def cancel(task_id: str) -> Request:
    """Ask the relay to stop a task. `POST /mj/task/{id}/cancel` (plus; trueai for its owner; not new-api).

    True when the relay said yes. Even then the picture may be made and stays paid where the relay does not
    refund.
    """
    known = an_id("task/cancel", "task_id", task_id)
    return question("task/cancel", f"/mj/task/{known}/cancel", partial(_read_cancel, task_id=known), body={})


def _read_cancel(answer: Answer, task_id: str) -> bool:
    missing = not_offered(answer, "task/cancel")
    if missing is not None:
        raise missing
    if answer.status == 200 and not answer.body.strip():
        return True
    if answer.status == 200:
        try:
            return decode_submission(answer.body).code == 1
        except ValueError:
            pass
    raise unanswered(answer, "task/cancel", task_id)


def image(task_id: str) -> Request:
    """A task's picture through the relay, as bytes. `GET /mj/image/{id}` (new-api only).

    Anyone who knows the id can read it: new-api asks for no key.
    """
    known = an_id("image", "task_id", task_id)
    return question("image", f"/mj/image/{known}", partial(_read_image, task_id=known))


def _read_image(answer: Answer, task_id: str) -> bytes:
    if answer.status == 200 and media_type(answer.body):
        return answer.body
    said = read_complaint(answer)
    if said.is_json and "not_found" in said.message:
        raise unanswered(answer, "image", task_id)
    # a relay that has it may hand on its source's own 404, page and all
    if (said.page is not None and answer.status == 200) or (answer.status == 404 and not answer.body.strip()):
        raise lacking("image", answer.status)
    if answer.status in {403, 404, 410}:
        raise PictureGone(
            say(
                f"The picture of task {task_id} is gone (HTTP {answer.status}): {said.message}.",
                f"任务 {task_id} 的图片已失效（HTTP {answer.status}）：{said.message}。",
            ),
            endpoint="image",
            http_status=answer.status,
            task_id=task_id,
        )
    raise unanswered(answer, "image", task_id)
