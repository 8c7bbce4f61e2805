"""The history as one object."""

import hashlib
import os
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from yubo_nb.api.errors import HistoryError
from yubo_nb.history.balances import Balances
from yubo_nb.history.database import Database, connect
from yubo_nb.history.ids import new_id, now_ms
from yubo_nb.history.intents import Intents
from yubo_nb.history.leases import Leases
from yubo_nb.history.ledger import Ledger
from yubo_nb.history.marks import Marks
from yubo_nb.history.notes import Notes
from yubo_nb.history.opening import open_file, open_server
from yubo_nb.history.pictures import Pictures
from yubo_nb.history.recovery import Recovery
from yubo_nb.history.schema import origins
from yubo_nb.history.task_pictures import TaskPictures
from yubo_nb.history.tasks import Tasks
from yubo_nb.history.usual import Usual
from yubo_nb.lang import say

_origin = select(origins.c.sandbox).where(origins.c.origin == bindparam("origin"))
_origins = select(origins.c.origin, origins.c.sandbox)
_insert_origin = origins.insert()
_update_origin = (
    update(origins).where(origins.c.origin == bindparam("key")).values(sandbox=bindparam("is_sandbox"))
)


class History(Intents, Tasks, TaskPictures, Ledger, Balances, Marks, Notes, Usual, Leases, Recovery):
    """Everything that was asked, what became of it, and what it cost.

    `url_or_path` is a file (made with mode 0600 in a folder of 0700) or an SQLAlchemy URL of SQLite or
    PostgreSQL. All methods are synchronous and may be called from any thread, and any number of
    processes may use one history. Opening settles what dead processes left behind (`recovered`).
    Every failure of disk or database is a HistoryError.
    """

    def __init__(self, url_or_path: str | os.PathLike[str], *, pictures: Path | None = None) -> None:
        place = os.fspath(url_or_path)
        url = _url(place)
        self.path: Path | None = None
        """The file; None on a server."""
        if url.get_backend_name() == "sqlite":
            if not url.database or url.database == ":memory:":
                raise HistoryError(
                    say(
                        "A history needs a file: it is there to be found again.",
                        "历史需要一个文件，以便日后找回。",
                    )
                )
            self.path = Path(url.database).expanduser().absolute()
            self._db, notices = open_file(self.path)
            url = URL.create("sqlite", database=str(self.path))
        else:
            self._db, notices = open_server(url), []
        self.url = url.render_as_string(hide_password=True)
        self.notices = tuple(notices)
        """Sentences about how it was opened that a person should see: a file set aside, a slower journal."""
        self.pictures = Pictures(pictures or self._picture_folder(), self._db)
        try:
            self.recovered = self.recover() if self._db.refusal is None else []
        except BaseException:
            self._db.close()
            raise
        for notice in notices:
            warnings.warn(notice, stacklevel=2)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        # A traceback with locals also shows one that could not be opened.
        return f"History({vars(self).get('url', '')!r})"

    def close(self) -> None:
        """End the connections. Later calls raise Closed; closing again does nothing."""
        self._db.close()

    def know_origin(self, origin: str, *, sandbox: bool) -> None:
        """Remember whether an origin is a sandbox, where nothing is charged."""
        with self._db.writing() as transaction:
            row = transaction.row(_origin, origin=origin)
            if row is None:
                transaction.do(
                    _insert_origin,
                    {
                        "origin": origin,
                        "sandbox": sandbox,
                        "account": new_id(),
                        "first_ms": now_ms(),
                        "abilities": None,
                    },
                )
            elif bool(row[0]) != sandbox:
                transaction.do(_update_origin, {"key": origin, "is_sandbox": sandbox})

    def origins(self) -> dict[str, bool]:
        """The origins that were made known, with whether each is a sandbox."""
        with self._db.reading() as transaction:
            return {origin: bool(sandbox) for origin, sandbox in transaction.rows(_origins)}

    def reader(self) -> Any:
        """A driver connection of the caller's own, for reading in bulk; the caller closes it."""
        with self._db.translated():
            return connect(self._db.engine)

    @property
    def dialect(self) -> str:
        """What the database speaks: "sqlite" or "postgresql"."""
        return self._db.engine.dialect.name

    def _picture_folder(self) -> Path:
        if self.path is not None:
            return self.path.parent / "pictures"
        from platformdirs import user_data_path

        name = hashlib.sha256(self.url.encode()).hexdigest()[:12]
        return user_data_path("yubo_nb", appauthor=False) / name / "pictures"


def _url(place: str) -> URL:
    if "://" not in place:
        return URL.create("sqlite", database=place)
    try:
        url = make_url(place)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        backend = url.get_backend_name()
    except (SQLAlchemyError, ValueError) as error:
        raise HistoryError(say("This is not the URL of a database.", "这不是数据库 URL。")) from error
    if backend not in ("sqlite", "postgresql"):
        raise HistoryError(
            say(
                f"Histories live in SQLite or PostgreSQL, not in {backend}.",
                f"历史只支持 SQLite 或 PostgreSQL，不支持 {backend}。",
            )
        )
    return url


__all__ = ["Database", "History"]
