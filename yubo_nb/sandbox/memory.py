"""Tasks and the pictures clients sent, in memory and, given a file, on disk: SQLite, one transaction a
change.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from yubo_nb.sandbox.scenario import Task

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS task (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS blob (name TEXT PRIMARY KEY, body BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, body TEXT NOT NULL)",
)


_KNOWN = frozenset(f.name for f in dataclasses.fields(Task))
_MARK = 0x79756278  # in the file's header: a database of somebody else's is not ours to write in


def _ours(disk: sqlite3.Connection) -> None:
    (mark,) = disk.execute("PRAGMA application_id").fetchone()
    (tables,) = disk.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and mark != _MARK:
        raise sqlite3.DatabaseError("not a sandbox's file")
    disk.execute(f"PRAGMA application_id = {_MARK}")


class Memory:
    """Tasks by id, in order of submission. A file that is not ours is set aside under a new name, never
    overwritten.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.tasks: dict[str, Task] = {}
        self._blobs: dict[str, bytes] = {}
        self._lock = threading.RLock()
        self._disk: sqlite3.Connection | None = None
        if file is not None:
            self._disk = self._opened(file)
            for row in self._disk.execute("SELECT body FROM task ORDER BY rowid"):
                # a file of another version may say more; what is not known here is left out
                task = Task(**{k: v for k, v in json.loads(row[0]).items() if k in _KNOWN})
                self.tasks[task.id] = task

    @staticmethod
    def _opened(file: Path) -> sqlite3.Connection:
        for attempt in (1, 2):
            # created by us first, so that neither it nor SQLite's journal is ever readable by others
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
            file.chmod(0o600)
            disk = sqlite3.connect(file, check_same_thread=False)
            try:
                _ours(disk)
                with disk:
                    for statement in _SCHEMA:
                        disk.execute(statement)
                    disk.execute("SELECT id, body FROM task LIMIT 1")
            except sqlite3.DatabaseError:
                disk.close()
                if attempt == 2:
                    raise
                file.rename(file.with_name(f"{file.name}.set-aside-{time.time_ns()}"))
            else:
                return disk
        raise AssertionError

    def keep(self, task: Task) -> None:
        """Remember a task as it now is."""
        with self._lock:
            self.tasks[task.id] = task
            if self._disk is not None:
                text = json.dumps(task.kept(), ensure_ascii=False)
                with self._disk:
                    # an upsert keeps the rowid, and with it the order of submission
                    self._disk.execute(
                        "INSERT INTO task VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                        (task.id, text),
                    )

    def keep_blob(self, body: bytes) -> str:
        """Remember a picture; its name is its hash."""
        name = hashlib.sha256(body).hexdigest()[:32]
        with self._lock:
            if self._disk is None:
                self._blobs[name] = body
            else:
                with self._disk:
                    self._disk.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", (name, body))
        return name

    def blob(self, name: str) -> bytes:
        """A picture by its name."""
        with self._lock:
            if self._disk is None:
                return self._blobs[name]
            row = self._disk.execute("SELECT body FROM blob WHERE name = ?", (name,)).fetchone()
            return bytes(row[0])

    def has_blob(self, name: str) -> bool:
        """Whether a picture of that name is remembered."""
        with self._lock:
            if self._disk is None:
                return name in self._blobs
            return self._disk.execute("SELECT 1 FROM blob WHERE name = ?", (name,)).fetchone() is not None

    def setting(self, name: str, default: Any = None) -> Any:
        """A remembered value."""
        with self._lock:
            if self._disk is None:
                return default
            row = self._disk.execute("SELECT body FROM setting WHERE name = ?", (name,)).fetchone()
            return json.loads(row[0]) if row else default

    def set(self, name: str, value: Any) -> None:
        """Remember a value; without a file there is nothing to remember it for."""
        with self._lock:
            if self._disk is not None:
                with self._disk:
                    self._disk.execute(
                        "INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, json.dumps(value))
                    )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            if self._disk is not None:
                self._disk.close()
                self._disk = None
