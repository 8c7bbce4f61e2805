"""What is said at a card."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from yubo_nb.widgets.messages.checks import (
    Bytes,
    CustomId,
    Gesture,
    Key,
    Strokes,
    TaskIdOrNone,
    TextOrNone,
    one_of,
    whole,
)

MASK_LIMIT = 4 * 2**20  # bytes; a PNG of two colours has a fiftieth of this
Language = Literal["prompt", "python", "curl"]
Choice = Literal["find", "compare", "adopt", "again", "leave"]


@dataclass(frozen=True, slots=True)
class Act:
    """A press of a button."""

    gesture: Gesture
    key: Key
    custom_id: CustomId


@dataclass(frozen=True, slots=True)
class Confirm:
    """The answer to a card's dialog: the paid step. `mask` is a PNG, white where to repaint.

    A `prompt` of None keeps the card's own.
    """

    gesture: Gesture
    key: Key
    prompt: TextOrNone
    mask: Annotated[bytes | None, Bytes(MASK_LIMIT)]


@dataclass(frozen=True, slots=True)
class Reopen:
    """Open the dialog of a card once more, with what was sent or entered in it: a press at its parent."""

    gesture: Gesture
    key: Key


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the dialog of a card by now. `strokes` is the mask editor's own notation."""

    key: Key
    text: TextOrNone
    strokes: Strokes


@dataclass(frozen=True, slots=True)
class WantDialog:
    """A view that shows the dialog of a card: what it is about, and what was entered before."""

    key: Key


@dataclass(frozen=True, slots=True)
class Look:
    """Ask again for a card that was out of sight, or for its missing picture. Free."""

    gesture: Gesture
    key: Key


@dataclass(frozen=True, slots=True)
class Settle:
    """What to do about a card in doubt. Only `again` may cost; `task_id` is for `compare` and `adopt`."""

    gesture: Gesture
    key: Key
    choice: Annotated[Choice, one_of(*get_args(Choice))]
    task_id: TaskIdOrNone


@dataclass(frozen=True, slots=True)
class Fill:
    """Put a text into the prompt form; None: the prompt of the card. Sends nothing to the relay."""

    gesture: Gesture
    key: Key
    text: TextOrNone


@dataclass(frozen=True, slots=True)
class Pick:
    """Imagine one of the prompts that a card found: the text as the kernel has it. The paid step."""

    gesture: Gesture
    key: Key
    n: Annotated[int, whole(0, 10)]


@dataclass(frozen=True, slots=True)
class Family:
    """Show where a card comes from, and what came of it. Free; answered by a message of the same kind."""

    gesture: Gesture
    key: Key


@dataclass(frozen=True, slots=True)
class StopWatching:
    """Ask no more about a task that goes on at the relay. Free."""

    gesture: Gesture
    key: Key


@dataclass(frozen=True, slots=True)
class Copy:
    """The prompt, or the call that made this card, as text for the clipboard. The key is not in it."""

    gesture: Gesture
    key: Key
    language: Annotated[Language, one_of(*get_args(Language))]


@dataclass(frozen=True, slots=True)
class Save:
    """The original of a card's picture, to be kept as a file; `part` 1 to 4 is a quarter of a grid."""

    gesture: Gesture
    key: Key
    part: Annotated[int, whole(0, 4)]
