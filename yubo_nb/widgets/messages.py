"""The messages a browser may send. Anything else, also one field too many, is refused.

None of them can name a path, an address, a method or a key: only a card, one of its buttons, or a picture id.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yubo_nb.lang import say

PICTURE_SIZES = (320, 640, 1280)
_GESTURE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Act:
    """A press of a button. `gesture` is minted in the browser: the same one twice is one press."""

    gesture: str
    key: str
    custom_id: str


@dataclass(frozen=True, slots=True)
class WantPicture:
    id: str
    size: int


@dataclass(frozen=True, slots=True)
class WantWhole:
    """A view that begins, or that missed a patch; `have` is the version it holds."""

    have: int


def read(message: Mapping[str, Any]) -> Act | WantPicture | WantWhole:
    """The message, checked. Raises ValueError for anything that is not exactly one of the three."""
    match dict(message):
        case {"kind": "act", "gesture": str(gesture), "key": str(key), "custom_id": str(custom_id), **rest} if (
            not rest and _GESTURE.fullmatch(gesture) and len(key) <= 200 and len(custom_id) <= 1000
        ):
            return Act(gesture, key, custom_id)
        case {"kind": "picture", "id": str(id_), "size": int(size), **rest} if (
            not rest and len(id_) <= 300 and size in PICTURE_SIZES
        ):
            return WantPicture(id_, size)
        case {"kind": "whole", "have": int(have), **rest} if not rest:
            return WantWhole(have)
        case _:
            raise ValueError(say("A message the board does not know was ignored.", "已忽略一条看板无法识别的消息。"))
