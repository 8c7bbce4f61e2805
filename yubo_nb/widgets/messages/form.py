"""What is said at the form."""

from dataclasses import dataclass
from typing import Annotated, cast

from yubo_nb.widgets.messages.checks import (
    TEXT_LIMIT,
    Gesture,
    Text,
    TextOrNone,
    Yes,
    maybe,
    several,
    text,
    whole,
)

Count = Annotated[int, whole(0, 2**53)]
_name, _value = text(100), maybe(text(TEXT_LIMIT))


def _move(value: object) -> tuple[str, str | None]:
    """A control and what it was moved to."""
    pair = cast("list[object]", value) if isinstance(value, list) else []
    if len(pair) != 2:
        raise ValueError
    return _name(pair[0]), _value(pair[1])


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

    name: Annotated[str, _name]
    value: TextOrNone
    number: Count


@dataclass(frozen=True, slots=True)
class Submit:
    """A press of Imagine, with what stands in the field: the kernel may not have heard of the last letters.

    `agreed` is the number of tasks that the person was told of, `moves` are controls and values on their way:
    messages of two views may overtake each other.
    """

    gesture: Gesture
    number: Count
    text: Text
    base: Count
    agreed: Count
    moves: Annotated[tuple[tuple[str, str | None], ...], several(_move, 100)]


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
