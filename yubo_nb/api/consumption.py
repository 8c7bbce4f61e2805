"""The key's own consumption log: the one place where an order that got no answer can still be found.

Newer gateways have it (`GET /api/log/token`, the key in the header); others answer with a page or an error.
Older ones want the key in the address, which is never done.
"""

import re
from dataclasses import dataclass
from typing import Any

from yubo_nb.api.answers import Answer
from yubo_nb.api.judge import unanswered
from yubo_nb.api.lacking import not_offered
from yubo_nb.api.readers import objects, read_json
from yubo_nb.api.request import Request, question
from yubo_nb.api.wire import integer, mapping, text

_ENDPOINT = "log/token"
_CONSUMED = 2
_ID = re.compile(r"\bID[\s:：]*([0-9A-Za-z_-]{1,64})")


@dataclass(frozen=True, slots=True)
class Consumed:
    """One charge as the relay wrote it down: its price class, and its task, "" where none is named."""

    at_ms: int
    action: str
    task_id: str


def consumption() -> Request:
    """The newest charges of this key. `GET /api/log/token` (newer new-api). Raises NotOffered elsewhere."""
    return question(_ENDPOINT, f"/api/{_ENDPOINT}", _read)


def _read(answer: Answer) -> list[Consumed]:
    missing = not_offered(answer, _ENDPOINT)
    if missing is not None:
        raise missing
    body = mapping(read_json(answer, _ENDPOINT))
    if body.get("success") is not True or not isinstance(body.get("data"), list):
        raise unanswered(answer, _ENDPOINT)
    return [one for entry in objects(body["data"]) if (one := _consumed(entry)) is not None]


def _consumed(entry: dict[str, Any]) -> Consumed | None:
    at = integer(entry.get("created_at"))
    if at is None or integer(entry.get("type")) != _CONSUMED:
        return None
    found = _ID.search(text(entry.get("content")))
    action = text(entry.get("model_name")).lower().removeprefix("mj_")
    return Consumed(at * 1000, action, found[1] if found else "")
