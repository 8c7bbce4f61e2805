"""What is said at the tabs of a studio: which is open, and one press for one call."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from yubo_nb.widgets.messages.checks import Gesture, Names, Text, Yes, one_of

ActName = Literal["describe", "shorten", "blend", "swap_face", "video"]
Dimensions = Literal["SQUARE", "PORTRAIT", "LANDSCAPE"]
Motion = Literal["low", "high"]
TABS = ("imagine", *get_args(ActName))


@dataclass(frozen=True, slots=True)
class Order:
    """A press of the button of an act. `pictures` are the ids of what is in its slots, as they are seen.

    An act looks at what it needs. `consent` is a person's tick, given for this one call.
    """

    gesture: Gesture
    act: Annotated[ActName, one_of(*get_args(ActName))]
    pictures: Names
    text: Text
    dimensions: Annotated[Dimensions, one_of(*get_args(Dimensions))]
    motion: Annotated[Motion, one_of(*get_args(Motion))]
    loop: Yes
    consent: Yes


@dataclass(frozen=True, slots=True)
class Tab:
    """Another tab was opened; it is open again after a reload."""

    name: Annotated[str, one_of(*TABS)]
