"""The messages a browser may send. Anything else, also one field too many, is refused.

None of them can name a path, an address, a method or a key: only a card, one of its buttons or choices, a
picture by its id or its bytes, a task id, a mask or a text.
"""

from collections.abc import Sequence
from typing import Any, cast

from yubo_nb.lang import say
from yubo_nb.widgets.messages.card import (
    Act,
    Choice,
    Confirm,
    Draft,
    Family,
    Fill,
    Look,
    Reopen,
    Settle,
    WantDialog,
)
from yubo_nb.widgets.messages.checks import build
from yubo_nb.widgets.messages.form import Submit
from yubo_nb.widgets.messages.slots import FromCard, Move, TakeOut, Upload, WantGallery
from yubo_nb.widgets.messages.tabs import Order, Tab
from yubo_nb.widgets.messages.view import PICTURE_SIZES, WantPicture, WantWhole

__all__ = [
    "KINDS",
    "PICTURE_SIZES",
    "Act",
    "Choice",
    "Confirm",
    "Draft",
    "Family",
    "Fill",
    "FromCard",
    "Look",
    "Message",
    "Move",
    "Order",
    "Press",
    "Reopen",
    "Settle",
    "Submit",
    "Tab",
    "TakeOut",
    "Upload",
    "WantDialog",
    "WantGallery",
    "WantPicture",
    "WantWhole",
    "read",
]

Press = Act | Confirm | Look | Settle | Fill | Reopen
Slot = FromCard | Move | TakeOut | Upload | WantGallery
Asked = Family | WantDialog | WantPicture | WantWhole
Message = Press | Slot | Asked | Draft | Order | Tab | Submit
KINDS: dict[str, type[Message]] = {
    "act": Act,
    "confirm": Confirm,
    "dialog": WantDialog,
    "draft": Draft,
    "family": Family,
    "fill": Fill,
    "from-card": FromCard,
    "gallery": WantGallery,
    "look": Look,
    "move": Move,
    "order": Order,
    "picture": WantPicture,
    "reopen": Reopen,
    "settle": Settle,
    "submit": Submit,
    "tab": Tab,
    "take-out": TakeOut,
    "upload": Upload,
    "whole": WantWhole,
}


def read(message: object, buffers: Sequence[object] = ()) -> Message:
    """The message, checked. Raises ValueError for anything that is not exactly one of these."""
    given = cast("dict[str, Any]", message) if isinstance(message, dict) else {}
    kind = given.get("kind")
    known = KINDS.get(kind) if isinstance(kind, str) else None
    try:
        if known is not None:
            return build(known, {name: value for name, value in given.items() if name != "kind"}, buffers)
    except ValueError:
        pass
    raise ValueError(say("A message of an unknown kind was ignored.", "已忽略一条无法识别的消息。"))
