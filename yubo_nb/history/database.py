"""One door to the database: two connections, one that reads and one that writes, and transactions on them.

Statements are SQLAlchemy Core's, compiled once for the dialect and run on the driver's cursor. The pool, the
URL and the dialect are SQLAlchemy's; its result layer, which costs more than SQLite itself, is not used.
"""

import os
import threading
import weakref
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import ColumnElement, Insert, create_engine, or_
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.expression import ClauseElement

from yubo_nb.api.errors import Closed, HistoryError
from yubo_nb.history.faults import history_error
from yubo_nb.lang import say

Row = tuple[Any, ...]
BUSY_SECONDS = 30
CHECKPOINT_PAGES = 4000
# Any number will do as long as every process of the project takes the same one.
_ADVISORY = 0x79756E62

# Connections that a fork brought into a child. Closing one would let SQLite clean up files its parent still
# uses.
_inherited: list[object] = []
_open: "weakref.WeakSet[Database]" = weakref.WeakSet()
_held: "list[threading.RLock]" = []


def among(column: ColumnElement[Any], *values: str) -> ColumnElement[bool]:
    """`column IN (values)`, written so that it can be compiled once: SQLAlchemy expands its own IN at each
    run.
    """
    return or_(*(column == value for value in values))


class Transaction:
    """Runs statements on one connection. `ran` is for what returns rows, `did` for what changes them."""

    __slots__ = ("_compiled", "_cursor", "_dialect")

    def __init__(
        self, cursor: Any, dialect: Any, compiled: dict[int, tuple[Any, str, Mapping[str, Any]]]
    ) -> None:
        self._cursor = cursor
        self._dialect = dialect
        self._compiled = compiled

    def _run(self, statement: ClauseElement, values: Mapping[str, Any]) -> Any:
        known = self._compiled.get(id(statement))
        if known is None or known[0] is not statement:
            keys = (
                list(values) if isinstance(statement, Insert) else None
            )  # numbers are given by the database
            form = statement.compile(dialect=self._dialect, column_keys=keys)
            known = (statement, str(form), {k: v for k, v in (form.params or {}).items() if v is not None})
            self._compiled[id(statement)] = known
        _, sql, constants = known
        return self._cursor.execute(sql, {**constants, **values} if constants else values)

    def rows(self, statement: ClauseElement, **values: Any) -> list[Row]:
        """All rows."""
        return self._run(statement, values).fetchall()

    def row(self, statement: ClauseElement, **values: Any) -> Row | None:
        """The first row, None when there is none."""
        return self._run(statement, values).fetchone()

    def do(self, statement: ClauseElement, values: Mapping[str, Any]) -> int:
        """Change rows; the number of them."""
        return self._run(statement, values).rowcount

    def text(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run SQL of one dialect; its cursor."""
        return self._cursor.execute(sql, values) if values else self._cursor.execute(sql)


class Database:
    """A file of SQLite or a server of PostgreSQL. Thread-safe: each of the two connections has its lock.

    A child of a fork gets connections of its own on first use; those it inherited are left alone.
    """

    def __init__(self, url: URL, place: str) -> None:
        self.place = place
        self.engine = engine_for(url)
        self.sqlite = self.engine.dialect.name == "sqlite"
        self.refusal: HistoryError | None = None
        """Set when nothing may be written, e.g. because a newer version of this package made the file."""
        self._compiled: dict[int, tuple[Any, str, Mapping[str, Any]]] = {}
        self._failures: tuple[type[BaseException], ...] = (
            OSError,
            UnicodeDecodeError,  # what SQLite's driver says about a damaged name
            SQLAlchemyError,
            self.engine.dialect.loaded_dbapi.Error,
        )
        self._closed = False
        self._durable: bool | None = None
        self._start()
        _open.add(self)

    @property
    def locks(self) -> "tuple[threading.RLock, threading.RLock]":
        """Of the connection that reads and of the one that writes, to be taken in this order."""
        return self._locks

    def _start(self) -> None:
        self._pid = os.getpid()
        self._locks = (threading.RLock(), threading.RLock())
        self._connections: list[Any] = [None, None]
        self._inside = False

    def _connection(self, index: int) -> Any:
        if self._closed:
            raise Closed(say("This history was closed.", "历史已关闭。"))
        if self._connections[index] is None:
            self._connections[index] = connect(self.engine)
            if index:
                self._durable = None
        return self._connections[index]

    def _check_fork(self) -> None:
        if os.getpid() != self._pid:
            _inherited.extend((*self._connections, *self._locks))
            self._start()

    @contextmanager
    def reading(self) -> Generator[Transaction]:
        """Statements that only read; they wait for no writer. Each sees what is committed when it runs."""
        self._check_fork()
        with self._locks[0]:
            try:
                yield Transaction(self._connection(0).cursor(), self.engine.dialect, self._compiled)
            except self._failures as error:
                self._drop_broken(0)
                raise history_error(error, self.place) from error

    @contextmanager
    def writing(self, *, durable: bool = False) -> Generator[Transaction]:
        """One transaction, the only one that writes while it lasts, committed at the end or not at all.

        `durable` waits until the disk has it: for rows about money. Others survive the end of the
        process, and a power cut takes at most the last of them.
        """
        self._check_fork()
        with self._locks[1]:
            if self.refusal is not None:
                raise self.refusal
            if self._inside:
                raise RuntimeError("a transaction inside a transaction")
            self._inside = True
            cursor: Any = None
            # An interrupt may come at any place in here, also right behind BEGIN: all of it rolls back.
            try:
                cursor = self._connection(1).cursor()
                self._begin(cursor, durable=durable)
                yield Transaction(cursor, self.engine.dialect, self._compiled)
                cursor.execute("COMMIT")
            except BaseException as error:
                if cursor is not None:
                    with suppress(*self._failures):  # a full disk has made SQLite roll back by itself
                        cursor.execute("ROLLBACK")
                self._drop_broken(1)
                if isinstance(error, self._failures):
                    raise history_error(error, self.place) from error
                raise
            finally:
                self._inside = False

    def _begin(self, cursor: Any, *, durable: bool) -> None:
        if not self.sqlite:
            cursor.execute("BEGIN")
            if durable:  # the checks of double submits and of the budget need to be alone
                cursor.execute(f"SELECT pg_advisory_xact_lock({_ADVISORY})")
            return
        if durable != self._durable:
            self._durable = None
            cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._durable = durable
        cursor.execute("BEGIN IMMEDIATE")

    def _drop_broken(self, index: int) -> None:
        """Forget a connection that a server has ended, so that the next call makes another."""
        connection = self._connections[index]
        if connection is not None and not self.sqlite and connection.closed:
            self._connections[index] = None

    @contextmanager
    def translated(self) -> Generator[None]:
        """Turn errors of the driver and the system into HistoryError."""
        try:
            yield
        except self._failures as error:
            raise history_error(error, self.place) from error

    def close(self) -> None:
        """Close both connections. Safe to call twice, and from any thread."""
        if os.getpid() != self._pid:
            _inherited.extend(self._connections)
            self._connections = [None, None]
        with self._locks[0], self._locks[1]:
            self._closed = True
            for index, connection in enumerate(self._connections):
                if connection is not None:
                    with suppress(*self._failures):
                        connection.close()
                    self._connections[index] = None


def _hold_still() -> None:
    """No transaction may be under way in the moment of a fork: SQLite in the child would wait for its end for
    ever, because what it knows of locks within the process is copied too.
    """
    for database in tuple(_open):
        _held.extend(lock for lock in database.locks if lock.acquire(timeout=BUSY_SECONDS))


def _go_on() -> None:
    while _held:
        _held.pop().release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_hold_still, after_in_parent=_go_on, after_in_child=_go_on)


def engine_for(url: URL) -> Engine:
    """The dialect and the arguments for `url`; connects to nothing."""
    if url.get_backend_name() == "sqlite":
        arguments = {"check_same_thread": False, "timeout": BUSY_SECONDS, "isolation_level": None}
        # Named parameters, so that one dictionary serves both drivers.
        return create_engine(url, poolclass=NullPool, connect_args=arguments, paramstyle="named")
    return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 10, "autocommit": True})


def connect(engine: Engine) -> Any:
    """A driver connection that begins and ends no transaction by itself. The caller closes it."""
    pooled = engine.raw_connection()
    connection: Any = pooled.dbapi_connection
    pooled.detach()
    if engine.dialect.name == "sqlite":
        connection.execute("PRAGMA trusted_schema=OFF")
        # Polls write the same pages again and again: copied home at every fourth tick, not at each.
        connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
    return connection
