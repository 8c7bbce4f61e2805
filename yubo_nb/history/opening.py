"""Opening a history file, whatever lies there: nothing, ours, an older or newer one, a broken or a foreign
file.
"""

import os
import sqlite3
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy.engine import URL

from yubo_nb.api.errors import HistoryError
from yubo_nb.history.database import Database
from yubo_nb.history.faults import damaged, history_error
from yubo_nb.history.folders import on_network, private_file, private_folder
from yubo_nb.history.migrations import bring_up_to_date
from yubo_nb.history.schema import VERSION
from yubo_nb.lang import say

Found = Literal["fresh", "ours", "foreign", "damaged"]

_MAGIC = b"SQLite format 3\x00"
_SMALLEST_PAGE = 512
_SIDECARS = ("", "-wal", "-shm", "-journal")
# Up to here every page is looked at on opening (about 50 ms); beyond, only what is read on the way.
_CHECKED_BYTES = 16 * 2**20


def open_server(url: URL) -> Database:
    """A history on a database server."""
    try:
        db = Database(url, url.render_as_string())
    except ImportError as error:
        raise HistoryError(
            say("The driver for PostgreSQL is not installed.", "未安装 PostgreSQL 驱动。"),
            hint=say("Run: pip install 'yubo_nb[postgres]'.", "请运行：pip install 'yubo_nb[postgres]'。"),
        ) from error
    _judge_version(db, bring_up_to_date(db, path=None))
    return db


def open_file(path: Path) -> tuple[Database, list[str]]:
    """A history in a file, and what a person should know about how it was opened."""
    notices: list[str] = []
    try:
        if path.exists() and not _writable(path):
            return _open_to_read(path), notices
        private_folder(path.parent)
        with _alone(path):
            found = look(path)
            if found in ("foreign", "damaged"):
                notices.append(_say_aside(found, path, set_aside(path)))
            private_file(path)
            notices += _choose_journal(path)
            db = Database(URL.create("sqlite", database=str(path)), str(path))
            _judge_version(db, bring_up_to_date(db, path=path))
    except (OSError, sqlite3.Error) as error:
        raise history_error(error, str(path)) from error
    return db, notices


def look(path: Path) -> Found:
    """What lies at `path`. Changes nothing. Raises what SQLite raises when the file is busy or not
    readable.
    """
    size = path.stat().st_size if path.exists() else 0
    if size == 0:
        return "fresh"
    if size < _SMALLEST_PAGE and not _begins_like_sqlite(path):
        return "damaged"  # SQLite would take a short file of something else for an empty database
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            names = {
                row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            }
            whole = (
                path.stat().st_size > _CHECKED_BYTES or connection.execute("PRAGMA quick_check(1)").fetchone()
            )
            if whole not in (True, ("ok",)):
                return "damaged"
            if "yubo_meta" in names:
                found = connection.execute("SELECT value FROM yubo_meta WHERE name='version'").fetchone()
                return "ours" if found and str(found[0]).isdecimal() else "damaged"
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if damaged(error):
            return "damaged"
        raise
    return "foreign" if names else "fresh"


def _begins_like_sqlite(path: Path) -> bool:
    """Not for a file that may be a database in use: closing it takes away all locks that this process has on
    it (so POSIX will have it), and another process then removes the log under the feet of this one.
    """
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def set_aside(path: Path) -> Path:
    """Give the file and SQLite's files beside it a new name; nothing is deleted. The new name."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    number = 0
    while True:
        name = path.with_name(f"{path.stem}.set-aside-{stamp}{f'-{number}' if number else ''}{path.suffix}")
        if not name.exists():
            break
        number += 1
    for suffix in _SIDECARS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(name.with_name(name.name + suffix))
    return name


def _judge_version(db: Database, found: int) -> None:
    if found > VERSION:
        db.refusal = HistoryError(
            say(
                f"The history {db.place} was made by a newer yubo_nb (its version is {found}, this one "
                f"knows {VERSION}); "
                "it can be read but not written.",
                f"历史 {db.place} 由更新版本的 yubo_nb 创建（其版本 {found}，当前支持 {VERSION}），"
                f"只能读取，不能写入。",
            ),
            hint=say(
                "Update yubo_nb, or choose another place with YUBO_HISTORY.",
                "请升级 yubo_nb，或用 YUBO_HISTORY 换个位置。",
            ),
        )


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _open_to_read(path: Path) -> Database:
    """A file that may only be read: somebody else's, or on a read-only disk."""
    url = "file:" + str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    for mode in (
        "mode=ro",
        "immutable=1",
    ):  # without its -shm, a file in WAL mode can only be read as immutable
        db = Database(URL.create("sqlite", database=f"{url}?{mode}", query={"uri": "true"}), str(path))
        db.refusal = HistoryError(
            say(f"The history {path} may only be read.", f"历史 {path} 只能读取。"),
            hint=say(
                "Allow writing there or choose another place with YUBO_HISTORY.",
                "请开放写权限，或用 YUBO_HISTORY 换个位置。",
            ),
        )
        try:
            with db.reading() as transaction:
                transaction.text("SELECT 1 FROM yubo_meta").fetchone()
        except HistoryError:
            db.close()
            if mode != "mode=ro":
                raise
        else:
            return db
    raise AssertionError


def _choose_journal(path: Path) -> list[str]:
    """The write-ahead log where the file system can carry it, else a rollback journal and a sentence about
    it.
    """
    wanted = "DELETE" if on_network(path) else "WAL"
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        try:
            got = str(connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0])
        except sqlite3.OperationalError:
            got = str(connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0])
    if got.lower() == "wal":
        return []
    return [
        say(
            f"The file system of {path} cannot carry a write-ahead log; the history uses a rollback "
            f"journal, which is slower.",
            f"{path} 所在的文件系统不支持 WAL；历史改用回滚日志，速度较慢。",
        )
    ]


def _say_aside(found: Found, path: Path, name: Path) -> str:
    if found == "foreign":
        return say(
            f"{path} was another program's database; it is kept as {name.name}, and a new history begins.",
            f"{path} 是其他程序的数据库，已改名为 {name.name} 保留，并新建历史。",
        )
    return say(
        f"The history {path} was damaged; it is kept as {name.name}, and a new history begins.",
        f"历史 {path} 已损坏，已改名为 {name.name} 保留，并新建历史。",
    )


@contextmanager
def _alone(path: Path) -> Generator[None]:
    """One process at a time looks, sets aside and migrates. Where locks do nothing, SQLite's own still
    hold.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    lock = path.with_name(path.name + ".lock")
    descriptor = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
