"""A call as its row tells it, and its pictures put back: the row names them by digest, the cache has them."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, cast

from yubo_nb.api.errors import InvalidRequest, PictureUnavailable
from yubo_nb.api.request import Request, submit
from yubo_nb.history import History, Intent
from yubo_nb.lang import say

_NAMED = re.compile(r"sha256:([0-9a-f]{64}) \(\d+ characters\)")  # see `history.bodies`


def rebuilt(history: History, origin: str, intent: Intent, task_id: str | None) -> Request:
    """The same call, byte for byte. Raises InvalidRequest where a picture of it is not kept (any more)."""
    body = dict(intent.body)
    if _NAMED.search(repr(body)):
        kept = _kept(history, origin, intent.intent_id, task_id)
        texts = {hashlib.sha256(text.encode()).hexdigest(): text for text in kept}
        try:
            body = {name: _put_back(value, texts) for name, value in body.items()}
        except KeyError:
            raise InvalidRequest(
                say(
                    "The pictures of this call are not kept here; make the call anew, with again=True.",
                    "该请求的图片未保存在历史中，请用 again=True 重新调用。",
                ),
                field="intent_id",
                intent_id=intent.intent_id,
                charged="unknown",
            ) from None
    return submit(intent.endpoint, body)


def pass_on_sources(history: History, origin: str, old: str, new: str) -> None:
    """What the old call was sent with, the new one was too."""
    for number, digest in enumerate(history.pictures_as(origin, old, "source"), 1):
        history.picture_for(origin, new, digest, role=f"source:{number}")


def _kept(history: History, origin: str, intent_id: str, task_id: str | None) -> Iterator[str]:
    """The pictures of the call, each as the texts that a body may hold it in."""
    names = history.pictures_as(origin, intent_id, "source")
    if task_id and (mask := history.picture_of(origin, task_id, "mask")):
        names.append(mask)
    for name in names:
        with suppress(PictureUnavailable):
            data, media_type = history.pictures.original(name)
            text = base64.b64encode(data).decode()
            yield from (text, f"data:{media_type};base64,{text}")


def _put_back(value: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_put_back(one, texts) for one in cast("list[object]", value)]
    named = _NAMED.fullmatch(value) if isinstance(value, str) else None
    return texts[named.group(1)] if named else value
