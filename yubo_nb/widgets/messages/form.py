"""What is said at the form."""

from dataclasses import dataclass
from typing import Annotated

from yubo_nb.widgets.messages.checks import Gesture, Text, TextOrNone, Yes, text, whole

Count = Annotated[int, whole(0, 2**53)]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the field of one view. `base` is the version of the text that this was typed into.

    Numbers go up from a random one, so that no two views share any.
    """

    number: Count
    text: Text
    base: Count


@dataclass(frozen=True, slots=True)
class Parameter:
    """A control was moved; None takes the parameter out of the text."""

    name: Annotated[str, text(100)]
    value: TextOrNone
    number: Count


@dataclass(frozen=True, slots=True)
class Submit:
    """A press of Imagine, with what stands in the field: the kernel may not have heard of the last letters.

    `agreed` is the number of tasks that the person was told of.
    """

    gesture: Gesture
    number: Count
    text: Text
    base: Count
    agreed: Count


@dataclass(frozen=True, slots=True)
class Rest:
    """Send what is left of a press of many that was stopped."""

    gesture: Gesture


@dataclass(frozen=True, slots=True)
class PutBack:
    """Change the text with the one that stood there before it was filled."""

    before: Yes


@dataclass(frozen=True, slots=True)
class KeepSeed:
    """Whether the seed stays after a submit, or a new one takes its place."""

    keep: Yes


@dataclass(frozen=True, slots=True)
class WantPast:
    """The prompts that were sent before."""

    past: Yes
