"""The messages a browser may send. Anything else, also one field too many, is refused.

None of them can name a path, an address, a method or a key: only a card, one of its buttons or choices, a
picture by its id or its bytes, a task id, a mask or a text.
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
    Draft,
    Family,
    Fill,
    Language,
    Look,
    Pick,
    Reopen,
    Save,
    Settle,
    StopWatching,
    WantDialog,
)
from yubo_nb.widgets.messages.checks import build
from yubo_nb.widgets.messages.form import KeepSeed, Parameter, PutBack, Rest, Submit, Typed, WantPast
from yubo_nb.widgets.messages.grid import Axes
from yubo_nb.widgets.messages.slots import FromCard, Move, TakeOut, Upload, WantGallery
from yubo_nb.widgets.messages.tabs import Order, Tab
from yubo_nb.widgets.messages.view import PICTURE_SIZES, WantPicture, WantTexts, WantWhole

__all__ = [
    "KINDS",
    "PICTURE_SIZES",
    "Act",
    "AtCard",
    "Axes",
    "Choice",
    "Confirm",
    "Copy",
    "Draft",
    "Each",
    "Export",
    "Family",
    "Fill",
    "FromCard",
    "KeepSeed",
    "Language",
    "Look",
    "Mark",
    "Message",
    "Move",
    "Order",
    "Paid",
    "Parameter",
    "Pick",
    "Press",
    "PutBack",
    "Reopen",
    "Rest",
    "Save",
    "Select",
    "Settle",
    "StopWatching",
    "Submit",
    "Tab",
    "TakeOut",
    "Typed",
    "Upload",
    "WantDialog",
    "WantGallery",
    "WantPast",
    "WantPicture",
    "WantTexts",
    "WantWhole",
    "read",
]

AtCard = Act | Confirm | Copy | Fill | Look | Pick | Reopen | Save | Settle | StopWatching
Press = AtCard | Mark | Each | Export
Form = Typed | Parameter | Submit | Rest | PutBack | KeepSeed | WantPast
Slot = FromCard | Move | TakeOut | Upload | WantGallery
Asked = Family | WantDialog | WantPicture | WantTexts | WantWhole
Message = Press | Form | Slot | Asked | Axes | Draft | Order | Select | Tab
KINDS: dict[str, type[Message]] = {
    "act": Act,
    "axes": Axes,
    "confirm": Confirm,
    "copy": Copy,
    "dialog": WantDialog,
    "draft": Draft,
    "each": Each,
    "export": Export,
    "family": Family,
    "fill": Fill,
    "from-card": FromCard,
    "gallery": WantGallery,
    "keep-seed": KeepSeed,
    "look": Look,
    "mark": Mark,
    "move": Move,
    "order": Order,
    "parameter": Parameter,
    "past": WantPast,
    "pick": Pick,
    "picture": WantPicture,
    "put-back": PutBack,
    "reopen": Reopen,
    "rest": Rest,
    "save": Save,
    "select": Select,
    "settle": Settle,
    "stop-watching": StopWatching,
    "submit": Submit,
    "tab": Tab,
    "take-out": TakeOut,
    "texts": WantTexts,
    "typed": Typed,
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
