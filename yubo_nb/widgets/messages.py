"""The messages a browser may send. Anything else, also one field too many, is refused.

None of them can name a path, an address, a method or a key: only a card, one of its buttons, a picture id or
a prompt.
"""

import re
from dataclasses import dataclass
from typing import Any, cast

from yubo_nb.lang import say

PICTURE_SIZES = (320, 640, 1280)
TEXT_LIMIT = 100_000
_GESTURE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Act:
    """A press of a button. `gesture` is minted in the browser: the same one twice is one press."""

    gesture: str
    key: str
    custom_id: str


@dataclass(frozen=True, slots=True)
class WantPicture:
    """A picture of one of the cards, at one of three sizes."""

    id: str
    size: int


@dataclass(frozen=True, slots=True)
class WantWhole:
    """A view that begins, or that missed a patch; `have` is the version it holds."""

    have: int


@dataclass(frozen=True, slots=True)
class Submit:
    """A press of Imagine. `text` is what stands in the field, ahead of what the kernel was told."""

    gesture: str
    text: str | None


Message = Act | Submit | WantPicture | WantWhole


def read(message: object) -> Message:
    """The message, checked. Raises ValueError for anything that is not exactly one of the four."""
    fields = cast("dict[str, Any]", message) if isinstance(message, dict) else {}
    rest = {name: value for name, value in fields.items() if name != "kind"}
    match fields.get("kind"), rest:
        case "act", {"gesture": str(gesture), "key": str(key), "custom_id": str(button)}:
            if len(rest) == 3 and _GESTURE.fullmatch(gesture) and len(key) <= 200 and len(button) <= 1000:
                return Act(gesture, key, button)
        case "submit", {"gesture": str(gesture), "text": str() | None as text}:
            if len(rest) == 2 and _GESTURE.fullmatch(gesture) and len(text or "") <= TEXT_LIMIT:
                return Submit(gesture, text)
        case "picture", {"id": str(id_), "size": int(size)}:
            if len(rest) == 2 and len(id_) <= 300 and size in PICTURE_SIZES:
                return WantPicture(id_, size)
        case "whole", {"have": int(have)}:
            if len(rest) == 1:
                return WantWhole(have)
        case _:
            pass
    raise ValueError(say("A message of an unknown kind was ignored.", "已忽略一条无法识别的消息。"))
