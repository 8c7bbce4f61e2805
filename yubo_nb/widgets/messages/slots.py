"""What is said at picture slots. Pictures come as bytes or as cards, never as a path or an address."""

import re
from dataclasses import dataclass
from typing import Annotated

from yubo_nb.widgets.messages.checks import Bytes, Gesture, Key, form, maybe, text, whole

PART = 2**20  # bytes: some servers in between end a connection over a larger message
PARTS = 6
_TRAY = re.compile(r"[a-z_]{0,20}")

Tray = Annotated[str, form(_TRAY)]
At = Annotated[int | None, maybe(whole(0, 19))]


@dataclass(frozen=True, slots=True)
class Upload:
    """A part of a picture, which gets this `id`. `at` is the place it was dropped on."""

    tray: Tray
    id: Gesture
    at: At
    name: Annotated[str, text(1_000)]
    part: Annotated[int, whole(0, PARTS - 1)]
    parts: Annotated[int, whole(1, PARTS)]
    data: Annotated[bytes | None, Bytes(PART)]


@dataclass(frozen=True, slots=True)
class FromCard:
    """The picture of a card; `quarter` 1 to 4 is one of its grid, 0 the whole."""

    tray: Tray
    id: Gesture
    at: At
    key: Key
    quarter: Annotated[int, whole(0, 4)]


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Remove a picture."""

    tray: Tray
    id: Gesture


@dataclass(frozen=True, slots=True)
class Move:
    """Change the order."""

    tray: Tray
    id: Gesture
    to: Annotated[int, whole(0, 19)]


@dataclass(frozen=True, slots=True)
class WantGallery:
    """Which cards have a picture to choose."""
