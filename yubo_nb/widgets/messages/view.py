"""What a view asks for itself, without anybody pressing anything."""

from dataclasses import dataclass
from typing import Annotated

from yubo_nb.widgets.messages.checks import Key, one_of, text, whole

PICTURE_SIZES = (320, 640, 1280, 2560)


@dataclass(frozen=True, slots=True)
class WantPicture:
    """A picture of one of the cards, at one of these sizes."""

    id: Annotated[str, text(300)]
    size: Annotated[int, one_of(*PICTURE_SIZES)]


@dataclass(frozen=True, slots=True)
class WantTexts:
    """What a describe or shorten found."""

    key: Key


@dataclass(frozen=True, slots=True)
class WantWhole:
    """A view that begins, or that missed a patch; `have` is the version it holds."""

    have: Annotated[int, whole(-1, 2**53)]
