"""Columns of a frame: where each comes from, and its dtype, the same with no row and with a million."""

# pandas, pyarrow and ADBC come without complete types; what they return is unknown to a checker.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportUnknownLambdaType=false

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

Kind = Literal["text", "category", "int", "float", "bool", "time"]

# A row before the first, so that a driver which guesses types from what it meets first guesses right.
SAMPLES: Mapping[Kind, str] = {
    "text": "''",
    "category": "''",
    "int": "0",
    "float": "0.5",
    "bool": "0",
    "time": "0",
}
_NOT_A_TIME = -(2**63)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `sql` is its expression; `words` are a category's known words, others are added behind
    them.
    """

    name: str
    sql: str
    kind: Kind = "text"
    words: tuple[str, ...] = ()


def has_arrow() -> bool:
    """Whether texts can be kept by Arrow; without it they are Python's, with the same values."""
    try:
        import pyarrow as pa
    except ImportError:
        return False
    return bool(pa.__version__)


def from_arrow(column: Column, chunks: "pa.ChunkedArray") -> Any:
    """A pandas array of `column` from Arrow's values."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.kind == "text":
        return pd.arrays.ArrowStringArray(chunks.cast(pa.large_string()))
    if column.kind == "category":
        flat = chunks.cast(pa.string()).combine_chunks().dictionary_encode()
        codes = pc.fill_null(flat.indices, -1).to_numpy(zero_copy_only=False)
        return categorical(column, codes, flat.dictionary.to_pylist())
    wanted = pa.float64() if column.kind == "float" else pa.int64()
    flat = chunks.cast(wanted).combine_chunks()
    missing = flat.is_null().to_numpy(zero_copy_only=False)
    filler = _NOT_A_TIME if column.kind == "time" else 0
    values = (pc.fill_null(flat, filler) if flat.null_count else flat).to_numpy(zero_copy_only=False)
    return numbers(column.kind, values, missing)


def from_objects(column: Column, parts: Sequence[Any]) -> Any:
    """A pandas array of `column` from a driver's Python objects, in parts as `prepared` left them."""
    import numpy as np
    import pandas as pd

    if column.kind in ("text", "category"):
        texts = np.concatenate(parts) if parts else np.empty(0, dtype=object)
        if column.kind == "text":
            return pd.arrays.StringArray(texts)
        codes, uniques = pd.factorize(texts)
        return categorical(column, codes, list(uniques))
    values = [values for values, _ in parts] or [np.empty(0, dtype=_filled(column.kind, 0).dtype)]
    missing = [missing for _, missing in parts] or [np.empty(0, dtype=bool)]
    return numbers(column.kind, np.concatenate(values), np.concatenate(missing))


def prepared(column: Column, values: "np.ndarray[Any, np.dtype[np.object_]]") -> Any:
    """A part of a column, numbers already out of their objects: eight bytes each where they would be
    forty.
    """
    import pandas as pd

    if column.kind in ("text", "category"):
        return values.copy()  # a slice would keep the whole block alive
    missing: Any = pd.isna(values)
    flat = _filled(column.kind, len(values))
    if not missing.all():
        flat[~missing] = values[~missing]
    return flat, missing


def _filled(kind: Kind, length: int) -> Any:
    import numpy as np

    if kind == "float":
        return np.zeros(length)
    return np.full(length, _NOT_A_TIME if kind == "time" else 0, dtype=np.int64)


def numbers(kind: Kind, values: Any, missing: Any) -> Any:
    """A nullable array of numbers, truth values or UTC times out of 64-bit values and the places without
    one.
    """
    import numpy as np
    import pandas as pd

    if kind == "time":
        stamps = np.where(missing, _NOT_A_TIME, values).view("datetime64[ms]")
        return pd.DatetimeIndex(stamps).tz_localize("UTC").array
    if kind == "bool":
        return pd.arrays.BooleanArray(values != 0, np.array(missing))
    make = pd.arrays.FloatingArray if kind == "float" else pd.arrays.IntegerArray
    return make(np.array(values), np.array(missing))


def categorical(column: Column, codes: Any, found: Sequence[str]) -> "pd.Categorical":
    """Categories in one order, whatever came first in the data: known words, then others by the alphabet."""
    import numpy as np
    import pandas as pd

    words = [*column.words, *sorted(set(found) - set(column.words))]
    place = {word: at for at, word in enumerate(words)}
    moved = np.array([*(place[word] for word in found), -1], dtype=np.int32)  # the last is for code -1
    return pd.Categorical.from_codes(moved[np.asarray(codes)], categories=pd.Index(words, dtype=object))
