"""Some tasks of the history as a DataFrame, with what varies between them as columns."""

# pandas comes without complete types; what it returns is unknown to a checker.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from yubo_nb.data import frame

if TYPE_CHECKING:
    import pandas as pd

    from yubo_nb.history import History


def chosen(
    history: "History", keys: Sequence[str], factors: Mapping[str, tuple[Sequence[str], Sequence[str]]]
) -> "pd.DataFrame":
    """The rows of `frame.tasks` for these cards, in their order.

    `factors` become the first columns: the values in their order, and the value of each card, "" for none.
    They are ordered categories. What the frame has as a column of its own, like `seed`, stays that column.
    """
    import pandas as pd

    table: Any = frame.tasks(history)
    # A card is called by its intent, or by its task where that was made elsewhere.
    table.index = pd.Index(
        [
            f"task:{task}" if pd.isna(intent) else str(intent)
            for task, intent in zip(table["id"], table["intent_id"], strict=True)
        ],
        name="key",
    )
    rows = table.reindex(list(keys))
    for place, (name, (values, each)) in enumerate(
        (name, one) for name, one in factors.items() if name not in table.columns
    ):
        known = [value for value in values if value]
        rows.insert(
            place, name, pd.Categorical([one or None for one in each], categories=known, ordered=True)
        )
    return rows.reset_index(drop=True)
