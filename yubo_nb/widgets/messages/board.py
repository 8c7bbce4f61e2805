"""What is said about several cards at once, or asked of the board as a whole."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from yubo_nb.widgets.messages.checks import Gesture, Keys, maybe, one_of, text, whole

Paid = Literal["retry", "upscale", "upscale_subtle", "upscale_creative", "upscale_2x", "upscale_4x"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person says of these cards; None leaves what was said. `rating` 0 takes a rating away."""

    gesture: Gesture
    keys: Keys
    starred: Annotated[bool | None, maybe(one_of(*(True, False)))]
    rating: Annotated[int | None, maybe(whole(-1, 5))]
    note: Annotated[str | None, maybe(text(2_000))]


@dataclass(frozen=True, slots=True)
class Each:
    """The same paid act for each of these cards, after the person has seen their number and price.

    `part` is the quarter of a grid that "upscale" is about, else 0. Every card is one intent.
    """

    gesture: Gesture
    keys: Keys
    act: Annotated[Paid, one_of(*get_args(Paid))]
    part: Annotated[int, whole(0, 4)]


@dataclass(frozen=True, slots=True)
class Export:
    """An archive with these tasks and their pictures."""

    gesture: Gesture
    keys: Keys


@dataclass(frozen=True, slots=True)
class Select:
    """The cards that are ticked now, all of them."""

    keys: Keys
