"""One file with the table and its pictures, to keep or to hand on; and a careful way to open one."""

# pandas comes without complete types; what it returns is unknown to a checker.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import hashlib
import json
import re
import stat
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from yubo_nb.data.export import Place, json_bytes, replacing, shared, write_csv
from yubo_nb.lang import say

if TYPE_CHECKING:
    from types import TracebackType

    import pandas as pd

    from yubo_nb.history import History

_ENTRY = re.compile(r"yubo_nb\.json|tasks\.csv|tasks\.json|pictures/([0-9a-f]{64})\.(?:png|jpg|webp|gif)")
_FORMAT = 1
_ENTRIES = 200_000
_PICTURE = 25 * 2**20
_TABLE = 512 * 2**20
_TIMES = ("submitted", "started", "finished")
_BROKEN = (
    BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, OverflowError,
    zlib.error, RecursionError,
)  # fmt: skip # what zipfile, zlib and json raise for a file that lies about itself


def archive(
    history: "History",
    path: Place,
    *,
    origin: str | None = None,
    only: Collection[str] | None = None,
    share: bool = False,
    raw: bool = False,
) -> Path:
    """Write tasks.csv, tasks.json and every cached picture as pictures/<hash>; `share`, `raw` as in `save`.

    `only` are ids of tasks or of intents: the others are left out. The column `picture` holds the entry of
    the picture, whatever its path was here.
    """
    from yubo_nb.data import frame

    tasks = frame.tasks(history, origin=origin)
    if only is not None:
        tasks = tasks.loc[tasks["id"].isin(list(only)) | tasks["intent_id"].isin(list(only))].reset_index(
            drop=True
        )
    files = dict(zip(tasks["picture_hash"], tasks["picture"], strict=True))
    with replacing(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as target:
        names: dict[str, str] = {}
        for digest, place in files.items():
            if not isinstance(digest, str) or not Path(place).is_file():
                continue
            data, _kind = history.pictures.original(digest)
            names[digest] = f"pictures/{digest}{Path(place).suffix}"
            target.writestr(ZipInfo(names[digest]), data, ZIP_STORED)
        table = shared(tasks, history) if share else tasks
        table = table.assign(picture=[names.get(digest) for digest in tasks["picture_hash"]])
        with target.open(ZipInfo("tasks.csv"), "w", force_zip64=True) as entry:
            write_csv(table, entry, raw=raw)
        target.writestr(ZipInfo("tasks.json"), json_bytes(table), ZIP_DEFLATED)
        about = {"format": _FORMAT, "made_by": "yubo_nb", "tasks": len(table), "pictures": len(names)}
        target.writestr(ZipInfo("yubo_nb.json"), json.dumps(about), ZIP_DEFLATED)
    return Path(path)


class Archive:
    """An archive that was checked when it was opened. `with Archive(path) as found: found.tasks()`.

    Raises ValueError for a file that is none, or that has an entry which no archive of ours has: another
    name, a link, a second one of the same name, one larger than it may be.
    """

    def __init__(self, path: Place) -> None:
        try:
            self._zip = ZipFile(path)
        except FileNotFoundError:
            raise
        except _BROKEN as error:
            raise _refused(say("it is no archive", "不是压缩包")) from error
        try:
            self._pictures = _checked(self._zip.infolist())
            self._check_format()
        except BaseException:
            self._zip.close()
            raise

    @property
    def pictures(self) -> tuple[str, ...]:
        """The hashes of the pictures in it."""
        return tuple(self._pictures)

    def picture(self, digest: str) -> bytes:
        """One picture, its bytes compared with its name. What is in them is checked when it is drawn."""
        data = self._read(self._pictures[digest], _PICTURE)
        if hashlib.sha256(data).hexdigest() != digest:
            raise _refused(say(f"the picture {digest[:12]}… was changed", f"图片 {digest[:12]}… 已被改动"))
        return data

    def tasks(self) -> "pd.DataFrame":
        """The table, texts as they were, times in UTC."""
        import pandas as pd

        rows = self._json("tasks.json", _TABLE)
        if not isinstance(rows, list) or not all(map(_is_row, cast("list[object]", rows))):
            raise _refused(say("its table is none", "表格无效"))
        table = pd.DataFrame(rows)
        for name in _TIMES:
            if name in table.columns:
                table[name] = pd.to_datetime(table[name], utc=True, errors="coerce", format="ISO8601")
        return table.convert_dtypes()

    def close(self) -> None:
        self._zip.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self.close()

    def _check_format(self) -> None:
        about = self._json("yubo_nb.json", 2**16)
        if not isinstance(about, dict) or cast("dict[str, Any]", about).get("format") != _FORMAT:
            raise _refused(say("its format is unknown", "格式未知"))

    def _json(self, name: str, limit: int) -> object:
        data = self._read(name, limit)
        try:
            return json.loads(data)
        except _BROKEN as error:
            raise _refused(say(f"{name} cannot be read", f"{name} 无法读取")) from error

    def _read(self, name: str, limit: int) -> bytes:
        """At most `limit` bytes, whatever the directory of the file says."""
        try:
            with self._zip.open(name) as entry:
                data = _bounded(entry, limit)
        except KeyError:
            raise _refused(say(f"{name} is missing", f"缺少 {name}")) from None
        except _BROKEN as error:
            raise _refused(say(f"{name} cannot be read", f"{name} 无法读取")) from error
        if data is None:
            raise _refused(say(f"{name} is too large", f"{name} 过大"))
        return data


def _checked(entries: list[ZipInfo]) -> dict[str, str]:
    """The pictures' entries by hash."""
    if len(entries) > _ENTRIES:
        raise _refused(say("it has too many entries", "条目过多"))
    seen: set[str] = set()
    pictures: dict[str, str] = {}
    for entry in entries:
        # `filename` ends at a NUL and has the system's separators replaced; the name that was written counts.
        name = entry.orig_filename
        found = _ENTRY.fullmatch(name)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if found is None or name in seen or kind not in {0, stat.S_IFREG} or entry.flag_bits & 1:
            shown = ascii(name[:60])
            raise _refused(say(f"its entry {shown} may not be there", f"不允许的条目 {shown}"))
        seen.add(name)
        if digest := found.group(1):
            if digest in pictures:
                raise _refused(say(f"it has {digest[:12]}… twice", f"{digest[:12]}… 重复"))
            pictures[digest] = name
    return pictures


def _bounded(entry: IO[bytes], limit: int) -> bytes | None:
    data = entry.read(limit + 1)
    return None if len(data) > limit else data


def _is_row(row: object) -> bool:
    if not isinstance(row, dict):
        return False
    values = cast("dict[str, object]", row).values()
    return all(value is None or isinstance(value, str | int | float) for value in values)


def _refused(why: str) -> ValueError:
    return ValueError(say(f"This archive is not opened: {why}.", f"未打开此压缩包：{why}。"))
