"""The messages a browser may send. Anything else, also one field too many, is refused.

None of them can name a path, an address, a method or a key: only a card, one of its buttons or choices, a
picture id, a task id, a region or a prompt.
"""

import re
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from yubo_nb.lang import say

PICTURE_SIZES = (320, 640, 1280)
TEXT_LIMIT = 100_000
Choice = Literal["find", "compare", "adopt", "again", "leave"]
_GESTURE = re.compile(r"[0-9a-f]{32}")
_TASK_ID = re.compile(r"[\w:.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Act:
    """A press of a button. `gesture` is minted in the browser: the same one twice is one press."""

    gesture: str
    key: str
    custom_id: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """The answer to a card's dialog: the paid step. `box` is the region to repaint, in shares of the picture.

    A `prompt` of None keeps the card's own.
    """

    gesture: str
    key: str
    prompt: str | None
    box: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Look:
    """Ask again for a card that was out of sight, or for its missing picture. Free."""

    gesture: str
    key: str


@dataclass(frozen=True, slots=True)
class Settle:
    """What to do about a card in doubt. Only `again` may cost; `task_id` is for `compare` and `adopt`."""

    gesture: str
    key: str
    choice: Choice
    task_id: str | None


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


Press = Act | Confirm | Look | Settle
Message = Press | Submit | WantPicture | WantWhole


def read(message: object) -> Message:
    """The message, checked. Raises ValueError for anything that is not exactly one of these."""
    fields = cast("dict[str, Any]", message) if isinstance(message, dict) else {}
    rest = {name: value for name, value in fields.items() if name != "kind"}
    match fields.get("kind"), rest:
        case "act", {"gesture": str(gesture), "key": str(key), "custom_id": str(button)}:
            if len(rest) == 3 and _pressed(gesture, key) and len(button) <= 1000:
                return Act(gesture, key, button)
        case "confirm", {
            "gesture": str(gesture),
            "key": str(key),
            "prompt": str() | None as text,
            "box": box,
        }:
            region = None if box is None else _region(box)
            known = len(rest) == 4 and (box is None or region is not None)
            if known and _pressed(gesture, key) and len(text or "") <= TEXT_LIMIT:
                return Confirm(gesture, key, text, region)
        case "look", {"gesture": str(gesture), "key": str(key)}:
            if len(rest) == 2 and _pressed(gesture, key):
                return Look(gesture, key)
        case "settle", {
            "gesture": str(gesture),
            "key": str(key),
            "choice": choice,
            "task_id": str() | None as task_id,
        }:
            known = len(rest) == 4 and choice in get_args(Choice)
            if known and _pressed(gesture, key) and _TASK_ID.fullmatch(task_id or "0"):
                return Settle(gesture, key, choice, task_id)
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


def _pressed(gesture: str, key: str) -> bool:
    return _GESTURE.fullmatch(gesture) is not None and len(key) <= 200


def _region(box: object) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom from 0 to 1, in this order, and not empty."""
    match box:
        case [
            int() | float() as left,
            int() | float() as top,
            int() | float() as right,
            int() | float() as end,
        ]:
            if 0 <= left < right <= 1 and 0 <= top < end <= 1:
                return float(left), float(top), float(right), float(end)
        case _:
            pass
    return None
