"""A request's body as the history keeps it: what was asked, with pictures named by their digest."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

_SHORT = 256


def fingerprint(endpoint: str, body: Mapping[str, Any]) -> str:
    """The same for the same request, pictures included; `state` and `notifyHook` are not part of what is
    asked.
    """
    asked = {name: value for name, value in body.items() if name not in ("state", "notifyHook")}
    whole = json.dumps([endpoint, asked], sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def without_pictures(value: Any, *, name: str = "") -> Any:
    """`value` with every base64 text replaced by "sha256:… (n characters)"."""
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {str(key): without_pictures(item, name=str(key)) for key, item in items}
    if isinstance(value, list | tuple):
        return [without_pictures(item, name=name) for item in cast("list[object]", value)]
    if (
        isinstance(value, str)
        and len(value) > _SHORT
        and ("base64" in name.lower() or value.startswith("data:"))
    ):
        digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
        return f"sha256:{digest} ({len(value)} characters)"
    return value


def dump(body: Mapping[str, Any]) -> str:
    """JSON text of a body without its pictures."""
    return json.dumps(without_pictures(body), ensure_ascii=True, separators=(",", ":"), default=str)
