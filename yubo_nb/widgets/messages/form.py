"""What is said at the form."""

from dataclasses import dataclass

from yubo_nb.widgets.messages.checks import Gesture, TextOrNone


@dataclass(frozen=True, slots=True)
class Submit:
    """A press of Imagine. `text` is what stands in the field, ahead of what the kernel was told."""

    gesture: Gesture
    text: TextOrNone
