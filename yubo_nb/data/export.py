"""The history as files for other programs and other people."""

# pandas comes without complete types; what it returns is unknown to a checker.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import csv
import io
import os
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, TYPE_CHECKING, Any

from yubo_nb.data.formulas import neutral
from yubo_nb.data.sheet import write_sheet
from yubo_nb.lang import say

if TYPE_CHECKING:
    import pandas as pd

    from yubo_nb.history import History

Place = str | os.PathLike[str]
# What tells of this machine or leads back into this history.
PRIVATE = frozenset({"picture", "intent_id", "parent_intent", "state"})
_STATE = re.compile(r"ynb1\.[\w.-]+")
_PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><title>yubo_nb</title>'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<style>body{font:13px sans-serif}table{border-collapse:collapse}"
    "td,th{padding:3px 8px;text-align:left;unicode-bidi:isolate;"
    "overflow-wrap:anywhere;max-width:40em}</style>"
    '</head><body class="tex2jax_ignore mathjax_ignore">'
)


def save(
    history: "History",
    path: Place,
    *,
    origin: str | None = None,
    share: bool = False,
    raw: bool = False,
) -> Path:
    """All tasks as `path` says: .csv, .xlsx, .json, .parquet, .html, or .zip with the pictures.

    `share` leaves out what is nobody else's business: local paths, our ids and the states we sent; prompts
    and your own notes stay. `raw` keeps texts that a spreadsheet would take for formulas as they are (.csv
    and .xlsx; the other formats never change a text). Raises ValueError for another ending.
    """
    from yubo_nb.data import frame
    from yubo_nb.data.archive import archive

    suffix = Path(path).suffix.lower()
    if suffix == ".zip":
        return archive(history, path, origin=origin, share=share, raw=raw)
    write = _WRITERS.get(suffix)
    if write is None:
        known = ", ".join([*_WRITERS, ".zip"])
        raise ValueError(
            say(f"Unknown ending {suffix!r}; known: {known}.", f"未知的扩展名 {suffix!r}，可用：{known}。")
        )
    tasks = frame.tasks(history, origin=origin)
    if share:
        tasks = shared(tasks, history)
    if suffix in {".csv", ".xlsx"}:
        return write(tasks, path, raw=raw)
    return write(tasks, path)


def to_csv(table: "pd.DataFrame", path: Place, *, raw: bool = False) -> Path:
    """UTF-8 with a mark, so that spreadsheets read Chinese; every field quoted."""
    with replacing(path) as file:
        write_csv(table, file, raw=raw)
    return Path(path)


def write_csv(table: "pd.DataFrame", file: IO[bytes], *, raw: bool = False) -> None:
    """`to_csv` into a file that is open."""
    cells = table if raw else without_formulas(table)
    text = io.TextIOWrapper(file, "utf-8-sig", "replace", newline="")
    cells.to_csv(text, index=False, quoting=csv.QUOTE_ALL, lineterminator="\n")
    text.detach()  # which flushes, and leaves the file open


def to_xlsx(table: "pd.DataFrame", path: Place, *, raw: bool = False) -> Path:
    """One sheet, times in UTC."""
    cells = table if raw else without_formulas(table)
    columns = [values(cells.loc[:, name]) for name in cells.columns]
    with replacing(path) as file:
        write_sheet(file, [str(name) for name in cells.columns], zip(*columns, strict=True))
    return Path(path)


def to_json(table: "pd.DataFrame", path: Place) -> Path:
    """A list of objects; texts as they are, times as ISO 8601."""
    with replacing(path) as file:
        file.write(json_bytes(table))
    return Path(path)


def to_parquet(table: "pd.DataFrame", path: Place) -> Path:
    """All dtypes kept. Needs `pip install yubo_nb[parquet]`; raises ImportError without it."""
    try:
        import pyarrow as pa
    except ImportError as error:
        needs = say(
            "Parquet needs pyarrow: pip install 'yubo_nb[parquet]'.",
            "Parquet 需要 pyarrow：pip install 'yubo_nb[parquet]'。",
        )
        raise ImportError(needs) from error
    assert pa.__version__
    with replacing(path) as file:
        table.to_parquet(file, index=False)
    return Path(path)


def to_html(table: "pd.DataFrame", path: Place) -> Path:
    """A page that runs nothing and loads nothing; every text escaped, none typeset as a formula."""
    import pandas as pd

    with replacing(path) as file, pd.option_context("display.max_colwidth", None):
        page = table.to_html(index=False, escape=True, render_links=False, na_rep="")
        file.write(f"{_PAGE}{page}</body></html>\n".encode("utf-8", "replace"))
    return Path(path)


_WRITERS: dict[str, Callable[..., Path]] = {
    ".csv": to_csv,
    ".xlsx": to_xlsx,
    ".json": to_json,
    ".parquet": to_parquet,
    ".html": to_html,
}


def json_bytes(table: "pd.DataFrame") -> bytes:
    """The bytes of `to_json`."""
    text = table.to_json(orient="records", force_ascii=False, date_format="iso", lines=False)
    return str(text).encode("utf-8", "replace")


def without_formulas(table: "pd.DataFrame") -> "pd.DataFrame":
    """A copy in which no cell and no heading starts a formula; numbers stay numbers."""
    return _each_text(table, neutral).rename(columns=lambda name: neutral(str(name)))


def shared(table: "pd.DataFrame", history: "History | None" = None) -> "pd.DataFrame":
    """A copy without the private columns, and without our states and local folders in any text."""
    folders = {str(Path.home()), str(Path.cwd())}
    if history is not None and history.path is not None:
        folders |= {str(history.path.parent), str(history.path.parent.resolve())}
    longest = sorted((folder for folder in folders if len(folder) > 1), key=len, reverse=True)

    def clean(text: str) -> str:
        for folder in longest:
            text = text.replace(folder, "…")
        return _STATE.sub("…", text)

    public = [name for name in table.columns if name not in PRIVATE]
    return _each_text(table.loc[:, public], clean)


def _each_text(table: "pd.DataFrame", change: Callable[[str], str]) -> "pd.DataFrame":
    import pandas as pd

    changed = table.copy()
    for name in changed.columns:
        column = changed[name]
        if isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(column.dtype):
            texts = [change(value) if isinstance(value, str) else value for value in column]
            changed[name] = pd.Series(texts, index=column.index, dtype=object)
    return changed


def values(column: "pd.Series") -> list[Any]:
    """Python's own values, None where one is missing."""
    import pandas as pd

    return [
        None if missing else value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
        for value, missing in zip(column.tolist(), column.isna(), strict=True)
    ]


@contextmanager
def replacing(path: Place) -> Generator[IO[bytes]]:
    """A file only its owner may read, put in place whole. A link planted there is replaced, not followed."""
    target = Path(path)
    temporary = target.with_name(f".{target.name[:100]}.{token_hex(6)}.part")
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(descriptor)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
