"""The messages a browser may send. Anything else, also one field too many, is refused.

None of them can name a path, an address, a method or a key: only a card, one of its buttons, a picture id or a
prompt.
"""

import re
from dataclasses import dataclass

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
    """A press of Imagine. `text` is what stands in the field, which may be ahead of what the kernel was told."""

    gesture: str
    text: str | None


Message = Act | Submit | WantPicture | WantWhole


def read(message: object) -> Message:
    """The message, checked. Raises ValueError for anything that is not exactly one of the four."""
    match message:
        case {"kind": "act", "gesture": str(gesture), "key": str(key), "custom_id": str(button), **rest} if (
            not rest and _GESTURE.fullmatch(gesture) and len(key) <= 200 and len(button) <= 1000
        ):
            return Act(gesture, key, button)
        case {"kind": "submit", "gesture": str(gesture), "text": str() | None as text, **rest} if (
            not rest and _GESTURE.fullmatch(gesture) and len(text or "") <= TEXT_LIMIT
        ):
            return Submit(gesture, text)
        case {"kind": "picture", "id": str(id_), "size": int(size), **rest} if (
            not rest and len(id_) <= 300 and size in PICTURE_SIZES
        ):
            return WantPicture(id_, size)
        case {"kind": "whole", "have": int(have), **rest} if not rest:
            return WantWhole(have)
        case _:
            raise ValueError(say("A message of an unknown kind was ignored.", "已忽略一条无法识别的消息。"))
