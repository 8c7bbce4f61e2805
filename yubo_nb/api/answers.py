"""An HTTP answer as bytes and status, and the one reader for all error shapes of the family."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

from yubo_nb.api.key import redact
from yubo_nb.api.wire import integer, loads, mapping, text

_REQUEST_ID = re.compile(r"\s*\(request id: ([\w-]{4,128})\)")
_TITLE = re.compile(rb"<title[^>]*>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<!doctype|<html|<head|<body|<\?xml|<script|<center|<h1)", re.IGNORECASE
)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_QUOTA = re.compile(
    r"insufficient[_ ](?:user[_ ])?(?:quota|balance)|quota_not_enough|TokenStatusExhausted"
    r"|额度(?:不足|已用尽|已用完)|余额不足|credits? exhausted",
    re.IGNORECASE,
)


def _nothing(_name: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, whole. `header(name)` is case-insensitive."""

    status: int
    body: bytes
    header: Callable[[str], str | None] = _nothing


@dataclass(frozen=True, slots=True)
class Trouble:
    """No whole answer. `sent` False: certainly nothing left this machine; True: nobody can know."""

    sent: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes over the wire. `target` is path and query; `patience` the longest wait for a byte in s."""

    method: str
    target: str
    body: bytes | None
    paid: bool
    patience: float = 30.0


@dataclass(frozen=True, slots=True)
class PictureAnswer:
    """What a picture's host said. `location`: where it points instead; `too_big`: reading was given up."""

    status: int
    body: bytes
    location: str | None
    too_big: bool


@dataclass(frozen=True, slots=True)
class Complaint:
    """What an answer that is no success says, whichever of the seven shapes it has.

    `code` is the submit code where there is one, `kind` the gateway's `type` and `code` words, `page` the
    title of a web page that came instead of JSON (None when it is no page). `is_json` tells whether it
    parsed.
    """

    message: str
    code: int | None
    kind: str
    request_id: str | None
    page: str | None
    is_json: bool
    value: Any

    @property
    def about_money(self) -> bool:
        """The key or the account has nothing left; a 429 and a 401 can both mean this (new-api)."""
        return bool(_QUOTA.search(f"{self.kind} {self.message}"))


def plain(message: str, limit: int = 200) -> str:
    """A server's text on one line, printable, without keys, cut at `limit` characters."""
    line = " ".join(_UNSEEN.sub(" ", redact(message)).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def page_title(body: bytes) -> str | None:
    """The title of an HTML page, "" for a page without one, None when the body is no page."""
    if not _PAGE.match(body[:400]):
        return None
    found = _TITLE.search(body[:20_000])
    return plain(unescape(found[1].decode("utf-8", "replace"))) if found else ""


def read_complaint(answer: Answer) -> Complaint:
    """Read any error body: OpenAI's, new-api's, the proxy's, trueai's, Claude's, text, a page, nothing."""
    page = page_title(answer.body)
    try:
        value = loads(answer.body) if page is None and answer.body.strip() else None
        is_json = page is None and bool(answer.body.strip())
    except ValueError:
        value, is_json = None, False
    body = mapping(value)
    error = body.get("error")
    detail = mapping(error)
    message = (
        text(detail.get("message"))
        or (error if isinstance(error, str) else "")
        or text(body.get("description"))
        or text(body.get("message"))
    )
    if not message:
        message = page if page is not None else answer.body[:800].decode("utf-8", "replace")
    found = _REQUEST_ID.search(message)
    header = answer.header("x-oneapi-request-id") or answer.header("x-request-id")
    words = [text(part) for part in (detail.get("type"), detail.get("code"), body.get("type"))]
    if isinstance(body.get("code"), str):
        words.append(text(body.get("code")))
    return Complaint(
        message=plain(_REQUEST_ID.sub("", message)),
        code=integer(body.get("code")),
        kind=plain(" ".join(word for word in words if word)),
        request_id=found[1] if found else (plain(header, 128) if header else None),
        page=page,
        is_json=is_json,
        value=value,
    )
