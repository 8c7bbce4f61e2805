"""How a person arranges a grid."""

from dataclasses import dataclass
from typing import Annotated

from yubo_nb.widgets.messages.checks import text, whole


@dataclass(frozen=True, slots=True)
class Axes:
    """What runs down and across, by the names of factors; "" for nothing. `part`: a quarter, or 0."""

    rows: Annotated[str, text(200)]
    cols: Annotated[str, text(200)]
    part: Annotated[int, whole(0, 4)]
