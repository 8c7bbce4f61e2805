"""What a database or a disk says when it fails, in words for a person. No foreign exception leaves the
history.
"""

import errno
import sqlite3

from yubo_nb.api.errors import HistoryError
from yubo_nb.lang import say

_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def primary_code(error: BaseException) -> int:
    """SQLite's primary result code, 0 for an error that is not SQLite's."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def damaged(error: BaseException) -> bool:
    """The file is no database or a broken one."""
    return primary_code(error) in _DAMAGED or isinstance(error, UnicodeDecodeError)


def history_error(error: BaseException, place: str) -> HistoryError:
    """The error to raise `from` a driver's or the system's own, naming the history at `place`."""
    code = primary_code(error)
    number = error.errno if isinstance(error, OSError) else None
    if code == sqlite3.SQLITE_FULL or number in (errno.ENOSPC, errno.EDQUOT):
        return HistoryError(
            say(f"The disk is full; the history {place} was not written.", f"磁盘已满，历史 {place} 未写入。")
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM) or number in (
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENOTDIR,
    ):
        return HistoryError(
            say(f"The history {place} cannot be opened for writing.", f"无法以可写方式打开历史 {place}。"),
            hint=say(
                "Allow writing there or choose another place with YUBO_HISTORY.",
                "请开放写权限，或用 YUBO_HISTORY 换个位置。",
            ),
        )
    if code in _LOCKED:
        return HistoryError(
            say(
                f"Another program has kept the history {place} locked for half a minute.",
                f"历史 {place} 已被其他程序锁定超过半分钟。",
            ),
            retryable=True,
            hint=say("End the program that holds it, then try again.", "请结束占用它的程序后重试。"),
        )
    if damaged(error):
        return HistoryError(
            say(f"The history {place} is damaged.", f"历史 {place} 已损坏。"),
            hint=say(
                "Connect again: a damaged file is set aside under a new name, and a new history begins.",
                "请重新连接：损坏的文件会改名保留，并新建历史。",
            ),
        )
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return HistoryError(say(f"The history {place} failed: {reason}.", f"历史 {place} 出错：{reason}。"))
