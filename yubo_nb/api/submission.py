"""What a relay answers to a submit: `{code, description, result, properties}`, or finished pictures."""

import re
from dataclasses import dataclass, field
from typing import Any

from yubo_nb.api.picture_address import has_host
from yubo_nb.api.wire import integer, loads, mapping, sequence, text

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}")
_QUEUED = re.compile(r"前面还有\s*(\d{1,6})")
ACCEPTING = frozenset({1, 21, 22})


@dataclass(frozen=True, slots=True)
class Submission:
    """The relay's answer to a submit, read but not judged by anything beyond itself.

    `accepted`: a code that accepts (1, 21, 22) with a usable id, or finished `images` without one (the answer
    the action page documents). `needs_modal`: a dialog waits for `modal`, also where new-api rewrote 21 to 1.
    `existing`: the work was there already, poll `task_id` as usual. `queued`: how many wait in front, None if
    not told. `task_ids` holds all ids of an answer that names several (`PicReader::all`). `code` is None when
    there was none.
    """

    code: int | None = None
    description: str = ""
    task_id: str | None = None
    task_ids: tuple[str, ...] = ()
    properties: dict[str, Any] = field(default_factory=dict[str, Any])
    accepted: bool = False
    needs_modal: bool = False
    existing: bool = False
    queued: int | None = None
    images: tuple[str, ...] = ()
    http_status: int = 200
    request_id: str | None = None
    raw: bytes = b""


def well_formed_id(value: Any) -> str | None:
    """The exact text of a task id sent as text or whole number, else None. Floats have lost digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = text(value)
    if not isinstance(value, str):
        return None
    value = value.strip()
    return value if _ID.fullmatch(value) else None


def _ids(result: Any) -> tuple[str, ...]:
    """All ids of a result: one, several joined by commas, or an array; a single bad one spoils the rest."""
    if isinstance(result, str):
        parts: list[Any] = result.split(",")
    else:
        parts = sequence(result) if isinstance(result, list) else [result]
    ids = [well_formed_id(part) for part in parts]
    return tuple(one for one in ids if one) if ids and all(ids) else ()


def usable_url(value: Any) -> str | None:
    """An http(s) address with a host in it or an inline picture, None for anything else."""
    address = text(value).strip() if isinstance(value, str) else ""
    return address if address.lower().startswith("data:image/") or has_host(address) else None


def _pictures(body: dict[str, Any]) -> tuple[str, ...]:
    """The addresses of a picture answer `{"created": …, "data": [{"url": …}]}` or an upload's `result`.

    The action page's own sample says "https://..." and no host: that names no picture.
    """
    if "code" not in body and "created" in body:
        entries = [mapping(entry) for entry in sequence(body.get("data"))]
        inline = [
            f"data:image/png;base64,{entry['b64_json']}" if entry.get("b64_json") else None
            for entry in entries
        ]
        found = [usable_url(entry.get("url")) or b64 for entry, b64 in zip(entries, inline, strict=True)]
        return tuple(url for url in found if url)
    urls = [usable_url(entry) for entry in sequence(body.get("result"))]
    return tuple(url for url in urls if url) if urls and all(urls) else ()


def decode_submission(data: bytes, http_status: int = 200, request_id: str | None = None) -> Submission:
    """Read a submit answer of any server of the family. Raises ValueError when it is not a JSON object."""
    value = loads(data)
    if not isinstance(value, dict):
        raise ValueError("a submit answer is a JSON object")  # noqa: TRY004 - one error for all unreadable bytes
    body = mapping(value)
    code = integer(body.get("code"))
    description = (text(body.get("description")) or text(body.get("message"))).strip()
    properties = mapping(body.get("properties"))
    images = _pictures(body)
    ids = () if images else _ids(body.get("result"))
    # A code written as text is kept for the reader but does not count as a yes: no server of the family
    # writes it so.
    exact = isinstance(body.get("code"), int) and code in ACCEPTING
    accepted = http_status == 200 and ((exact and bool(ids or images)) or (code is None and bool(images)))
    existing = code == 21 and bool(properties.get("status") or properties.get("imageUrl"))
    dialog = (
        code == 21
        or properties.get("remix") is True
        or "confirm" in description.lower()
        or "窗口" in description
    )
    told = _QUEUED.search(description)
    queue = integer(properties.get("numberOfQueues"))
    return Submission(
        code=code,
        description=description,
        task_id=ids[0] if ids else None,
        task_ids=ids,
        properties=properties,
        accepted=accepted,
        needs_modal=accepted and dialog and not existing and bool(ids),
        existing=existing,
        queued=int(told[1]) if queue is None and told else queue,
        images=images,
        http_status=http_status,
        request_id=request_id,
        raw=data,
    )
