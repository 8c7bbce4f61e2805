"""From tables to a typed frame by the shortest way there is: Arrow through ADBC, else the driver's own
cursor.
"""

# pandas, pyarrow and ADBC come without complete types; what they return is unknown to a checker.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUnknownLambdaType=false

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yubo_nb.data.columns import SAMPLES, Column, from_arrow, from_objects, has_arrow, prepared

if TYPE_CHECKING:
    import pandas as pd

    from yubo_nb.history import History

_BATCH = 20_000  # rows in one Arrow batch
_CHUNK = 2_000  # rows of Python objects alive at once


def frame(history: "History", columns: Sequence[Column], *sources: Sequence[str]) -> "pd.DataFrame":
    """A frame of `columns`. Each source is a FROM clause and, if it has other expressions, one for each
    column.
    """
    import pandas as pd

    sql = " UNION ALL ".join(
        f"SELECT {', '.join(own or [column.sql for column in columns])} {tail}" for tail, *own in sources
    )
    arrays = _through_arrow(history, columns, sql) if has_arrow() else None
    if arrays is None:
        arrays = _through_cursor(history, columns, sql)
    return pd.DataFrame(arrays, copy=False)


def quoted(value: str) -> str:
    """`value` as a text of SQL. All drivers read this form alike; their parameters they do not."""
    return "'" + value.replace("\x00", "").replace("'", "''") + "'"


def _through_arrow(history: "History", columns: Sequence[Column], sql: str) -> dict[str, Any] | None:
    if history.path is None:
        return None
    try:
        from adbc_driver_sqlite import dbapi
    except ImportError:
        return None
    with (
        closing(dbapi.connect(_read_only(history.path))) as connection,
        closing(connection.cursor()) as cursor,
    ):
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": _BATCH})
        sample = ", ".join(f"{SAMPLES[column.kind]} AS {column.name}" for column in columns)
        cursor.execute(f"SELECT {sample} UNION ALL {sql}")
        table = cursor.fetch_arrow_table().slice(1)
    found = dict(zip(table.column_names, table.columns, strict=True))
    del table
    # One at a time, so that the memory of each is free before the next is made.
    return {column.name: from_arrow(column, found.pop(column.name)) for column in columns}


def _through_cursor(history: "History", columns: Sequence[Column], sql: str) -> dict[str, Any]:
    import numpy as np

    parts: list[list[Any]] = [[] for _ in columns]
    with closing(history.reader()) as connection:
        cursor = connection.execute(sql)
        while rows := cursor.fetchmany(_CHUNK):
            block = np.array(rows, dtype=object)
            del rows
            for part, column, values in zip(parts, columns, block.T, strict=True):
                part.append(prepared(column, values))
    # One at a time, so that the memory of each is free before the next is made.
    return {column.name: from_objects(column, parts.pop(0)) for column in columns}


def _read_only(path: Path) -> str:
    name = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{name}?mode=ro"
