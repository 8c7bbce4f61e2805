"""JSON as relays write it: BOMs, broken escapes, numbers for texts. Reads anything, trusts nothing."""

import json
import math
from collections.abc import Mapping
from typing import Any, cast

import msgspec

_decode = msgspec.json.Decoder().decode
_LATEST_MS = 9_223_372_036_854  # the last moment a pandas timestamp can hold
_SECONDS_BELOW = 10**11


def loads(data: bytes) -> Any:
    """The value of a JSON text; ValueError for everything that is none, however it is broken."""
    try:
        return _decode(data)
    except (ValueError, RecursionError):  # msgspec's errors and UnicodeDecodeError are ValueErrors
        pass
    try:
        loose = json.loads(data.decode("utf-8-sig", "replace").strip(), strict=False)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return _clean(loose)


def dumps(value: object) -> bytes:
    """Compact UTF-8 JSON; the slow writer takes what the fast one refuses (integers beyond 64 bits)."""
    try:
        return msgspec.json.encode(value)
    except (TypeError, ValueError, OverflowError):
        return json.dumps(_clean(value), ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _clean(value: Any) -> Any:
    """Without lone surrogates, NaN and infinities, which no strict JSON text can carry."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {_clean(str(key)): _clean(item) for key, item in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in cast("list[Any]", value)]
    return value


def text(value: Any) -> str:
    """A field meant as text: null is empty, numbers keep their digits, containers become JSON."""
    if value.__class__ is str:
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return str(value) if isinstance(value, int | float) else dumps(value).decode()
    except ValueError:  # an integer of thousands of digits
        return ""


def integer(value: Any) -> int | None:
    """A field meant as a whole number; numeric texts count, everything else is None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str) and len(value) <= 20:
        body = value.strip()
        digits = body.removeprefix("-")
        return int(body) if digits.isascii() and digits.isdigit() else None
    return None


def mapping(value: Any) -> dict[str, Any]:
    """A field meant as an object; anything else is an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """A field meant as an array; anything else is an empty one."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def milliseconds(value: Any) -> int | None:
    """Epoch ms. 0, null and nonsense are None; a value below 10^11 is in seconds and scaled."""
    if value.__class__ is int and _SECONDS_BELOW <= value <= _LATEST_MS:
        return value
    number = round(value) if isinstance(value, float) and math.isfinite(value) else integer(value)
    if number is None or number <= 0:
        return None
    if number < _SECONDS_BELOW:
        number *= 1000
    return number if number <= _LATEST_MS else None
