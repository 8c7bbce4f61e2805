"""How a history of an earlier version becomes one of today: numbered steps, one transaction, a backup before
it.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import bindparam, select
from sqlalchemy.schema import CreateIndex, CreateTable

from yubo_nb.history.database import Database, Transaction
from yubo_nb.history.folders import private_file
from yubo_nb.history.ids import new_id
from yubo_nb.history.schema import VERSION, meta, metadata

Step = Callable[[Transaction], object]

STEPS: Mapping[int, Step] = {
    2: lambda transaction: transaction.text("ALTER TABLE intents ADD COLUMN left_ms BIGINT"),
}
"""What leads from the version before to the number. A new history is made whole and needs none of them."""

_get = select(meta.c.value).where(meta.c.name == "version")
_put = meta.insert()
_set = meta.update().where(meta.c.name == "version").values(value=bindparam("now"))


def version_of(db: Database, transaction: Transaction) -> int:
    """The version of what is there; 0 when there is nothing of ours."""
    if db.sqlite:
        there = transaction.text(
            "SELECT 1 FROM sqlite_master WHERE type='table' AND name='yubo_meta'"
        ).fetchone()
    else:
        there = transaction.text("SELECT to_regclass('yubo_meta')").fetchone()[0]
    row = transaction.row(_get) if there else None
    return int(row[0]) if row else 0


def bring_up_to_date(
    db: Database, *, path: Path | None, steps: Mapping[int, Step] = STEPS, target: int = VERSION
) -> int:
    """Make or migrate the tables; the version that was found. A newer one is left alone.

    Killed at any moment, the history is wholly of the old version or wholly of the new one.
    """
    with db.reading() as transaction:
        found = version_of(db, transaction)
    if found >= target:
        return found
    if found and path is not None:
        _back_up(path, found)
    with db.writing(durable=True) as transaction:
        found = version_of(db, transaction)  # another process may have been here since
        if not found:
            _create(db, transaction, target)
        for number in range(found + 1, target + 1) if found else ():
            steps[number](transaction)
        if 0 < found < target:
            transaction.do(_set, {"now": str(target)})
    return found


def _create(db: Database, transaction: Transaction, target: int) -> None:
    for table in metadata.sorted_tables:
        transaction.text(str(CreateTable(table).compile(dialect=db.engine.dialect)))
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            transaction.text(str(CreateIndex(index).compile(dialect=db.engine.dialect)))
    for name, value in (("version", str(target)), ("account", new_id())):
        transaction.do(_put, {"name": name, "value": value})


def _back_up(path: Path, version: int) -> None:
    """A whole copy beside the file, readable by its owner alone. SQLite's own copy: right also while others
    write.
    """
    name = path.with_name(f"{path.stem}.before-version-{version + 1}-{new_id()[:10]}{path.suffix}")
    private_file(name)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(name)) as copy:
        source.backup(copy)
