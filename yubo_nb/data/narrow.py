"""A table in a terminal: every column is seen, and the one of long texts takes what is left."""

from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from yubo_nb.data.markup import short

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs] - it has none

_WIDE = ("display.unicode.east_asian_width", True)
_LEAST = 12  # cells for the long texts, where the others leave less


def narrow(table: "pd.DataFrame", long: str, width: int) -> str:
    """Lines of at most `width` cells where the other columns allow it; times to the minute, UTC.

    pandas alone would leave out whole columns, the prompt first.
    """
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs]

    shown: Any = table.copy()
    for name in shown.select_dtypes("datetimetz"):
        shown[name] = shown[name].dt.strftime("%Y-%m-%d %H:%M")
    with pd.option_context(*_WIDE):
        rest = max(map(_cells, shown.assign(**{long: ""}).to_string(index=False).split("\n")))
        room = max(width - rest - 1 + len(long), _LEAST)  # an empty column is as wide as its name
        shown[long] = [_cut(str(text), room) for text in shown[long]]
        return shown.to_string(index=False)


def _cells(text: str) -> int:
    """How many places of a terminal it takes."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _cut(text: str, room: int) -> str:
    line = short(text, room)
    while _cells(line) > room:
        line = f"{line.rstrip('…')[:-1].rstrip()}…"
    return line
