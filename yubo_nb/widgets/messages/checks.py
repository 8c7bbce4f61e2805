"""What a value in a message may be: each kind of field is a type with a check. And a reader of messages.

The check takes what came and returns what is kept; anything else raises ValueError.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Annotated, Any, TypeVar, cast, get_args, get_type_hints

TEXT_LIMIT = 100_000
_STROKES_LIMIT = 400_000  # some thousand strokes of the mask editor
_GESTURE = re.compile(r"[0-9a-f]{32}")
_TASK_ID = re.compile(r"[\w:.-]{1,100}")
_T = TypeVar("_T")
Check = Callable[[object], Any]


class Bytes:
    """A field that is no JSON: it comes beside the message, as a buffer. None where none came."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, value: object) -> bytes | None:
        if value is None:
            return None
        data = bytes(cast("bytes", value)) if isinstance(value, bytes | bytearray | memoryview) else b""
        if not 0 < len(data) <= self.limit:
            raise ValueError
        return data


def text(limit: int) -> Check:
    """A text of at most so many characters."""

    def check(value: object) -> str:
        if isinstance(value, str) and len(value) <= limit:
            return value
        raise ValueError

    return check


def form(pattern: re.Pattern[str]) -> Check:
    """A text of exactly this form."""

    def check(value: object) -> str:
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        raise ValueError

    return check


def one_of(*values: object) -> Check:
    """One of these, and of the same type: True is no 1."""

    def check(value: object) -> Any:
        if any(value == known and type(value) is type(known) for known in values):
            return value
        raise ValueError

    return check


def whole(low: int, high: int) -> Check:
    """A whole number between these."""

    def check(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise ValueError

    return check


def maybe(inner: Check) -> Check:
    """The same, or nothing."""
    return lambda value: None if value is None else inner(value)


def several(inner: Check, most: int) -> Check:
    """A list of at most so many of these, as a tuple."""

    def check(value: object) -> tuple[Any, ...]:
        values = cast("list[object]", value) if isinstance(value, list) else None
        if values is None or len(values) > most:
            raise ValueError
        return tuple(inner(one) for one in values)

    return check


Gesture = Annotated[str, form(_GESTURE)]  # minted in the browser: the same one twice is one act
Key = Annotated[str, text(200)]  # of a card
Keys = Annotated[tuple[str, ...], several(text(200), 10_000)]
CustomId = Annotated[str, text(1_000)]
Text = Annotated[str, text(TEXT_LIMIT)]
TextOrNone = Annotated[str | None, maybe(text(TEXT_LIMIT))]
Strokes = Annotated[str, text(_STROKES_LIMIT)]
TaskIdOrNone = Annotated[str | None, maybe(form(_TASK_ID))]
Names = Annotated[tuple[str, ...], several(form(_GESTURE), 20)]  # of pictures in slots
Yes = Annotated[bool, one_of(*(True, False))]


@cache
def _checks(message: type) -> tuple[tuple[str, Check], ...]:
    hints = get_type_hints(message, include_extras=True)
    return tuple((field.name, get_args(hints[field.name])[-1]) for field in fields(message))


def build(message: type[_T], given: Mapping[str, object], buffers: Sequence[object]) -> _T:
    """One message from its fields, no more and no fewer, and the buffers beside it."""
    checks = _checks(message)
    beside = [name for name, check in checks if isinstance(check, Bytes)]
    if len(buffers) > len(beside) or set(given) != {name for name, _ in checks} - set(beside):
        raise ValueError
    values = {**given, **dict.fromkeys(beside), **dict(zip(beside, buffers, strict=False))}
    return message(**{name: check(values[name]) for name, check in checks})
