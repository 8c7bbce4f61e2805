"""The messages a browser may send. Anything else, also one field too many, is refused.

None of them can name a path, an address, a method or a key: only a card, one of its buttons or choices, a
picture id, a task id, a region or a text.
"""

from collections.abc import Sequence
from typing import Any, cast

from yubo_nb.lang import say
from yubo_nb.widgets.messages.board import Each, Export, Mark, Paid, Select
from yubo_nb.widgets.messages.card import (
    Act,
    Choice,
    Confirm,
    Copy,
    Fill,
    Language,
    Look,
    Save,
    Settle,
    StopWatching,
)
from yubo_nb.widgets.messages.checks import build
from yubo_nb.widgets.messages.form import Submit
from yubo_nb.widgets.messages.view import PICTURE_SIZES, WantPicture, WantWhole

__all__ = [
    "KINDS",
    "PICTURE_SIZES",
    "Act",
    "AtCard",
    "Choice",
    "Confirm",
    "Copy",
    "Each",
    "Export",
    "Fill",
    "Language",
    "Look",
    "Mark",
    "Message",
    "Paid",
    "Press",
    "Save",
    "Select",
    "Settle",
    "StopWatching",
    "Submit",
    "WantPicture",
    "WantWhole",
    "read",
]

AtCard = Act | Confirm | Look | Settle | Fill | StopWatching | Copy | Save
Press = AtCard | Mark | Each | Export
Message = Press | Select | Submit | WantPicture | WantWhole
KINDS: dict[str, type[Message]] = {
    "act": Act,
    "confirm": Confirm,
    "copy": Copy,
    "each": Each,
    "export": Export,
    "fill": Fill,
    "look": Look,
    "mark": Mark,
    "picture": WantPicture,
    "save": Save,
    "select": Select,
    "settle": Settle,
    "stop-watching": StopWatching,
    "submit": Submit,
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
