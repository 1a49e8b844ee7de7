"""The database: one engine, a way to read and a way to write. The caller's boundary commits."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, Final
from uuid import UUID

from sqlalchemy import event, make_url
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from portal.db import sqlite

CHANGED = "changed_accounts"
"""The key of `session.info` under which a transaction notes the accounts whose state it changed."""

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
IDLE: Final = "60s"
"""PostgreSQL ends a transaction with which nobody went on for so long.

One whose connection a firewall forgot would keep its locks for hours, and whoever waits for them a connection each.
"""


RESTED: Final = 5.0
"""A connection to PostgreSQL that nobody used for so many seconds is asked whether it is still there.

What the server closed the driver knows by itself; what a firewall forgot it does not. To ask before each use would
be three journeys for nothing.
"""
RESTING: Final = "resting"
"""The key under which the pool notes since when a connection rests."""


class Database:
    """Sessions on one engine.

    `read` sees one snapshot and cannot write; `write` commits when the block ends and rolls back when it
    raises. After a commit `on_change` hears of every account the block passed to `mark_changed`.
    """

    def __init__(self, engine: AsyncEngine, on_change: Callable[[set[UUID]], None] | None = None) -> None:
        self.engine = engine
        self.on_change = on_change
        self._reader = async_sessionmaker(
            engine.execution_options(postgresql_readonly=True, sqlite_readonly=True), expire_on_commit=False
        )
        self._writer = async_sessionmaker(engine, expire_on_commit=False)

    @property
    def many_writers(self) -> bool:
        """Whether several transactions can write at a time."""
        return self.engine.dialect.name == "postgresql"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for looking: nothing it does is kept."""
        async with self._reader() as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction: returning commits, raising rolls back."""
        async with self._writer() as session, session.begin():
            yield session
        if self.on_change and (changed := session.info.get(CHANGED)):
            self.on_change(changed)

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()


def mark_changed(session: AsyncSession, accounts: set[UUID]) -> None:
    """Note that the transaction changed what members or staff of these accounts see."""
    session.info.setdefault(CHANGED, set()).update(accounts)


def open_database(url: str, on_change: Callable[[set[UUID]], None] | None = None) -> Database:
    """Open a database by URL (`sqlite:///…` or `postgresql://…`); the right driver is filled in."""
    parsed = make_url(url)
    parsed = parsed.set(drivername=DRIVERS.get(parsed.drivername, parsed.drivername))
    if parsed.get_backend_name() == "sqlite":
        engine = create_async_engine(parsed, connect_args={"async_creator_fn": sqlite.connect})
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    else:
        engine = create_async_engine(parsed)
        event.listen(engine.sync_engine, "connect", _prepare_postgresql)
        event.listen(engine.sync_engine, "checkin", _note_rest)
        event.listen(engine.sync_engine, "checkout", _check_postgresql)
    return Database(engine, on_change)


PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000", f"mmap_size={2**30}")
"""How SQLite is used. It reads the first gibibyte of its file where the system keeps it in memory, which spares a call
for each page; that memory is the system's own, and given up whenever something else needs it."""


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - the driver's own type
    # The driver must not begin transactions by itself: `_begin_sqlite` does, so that a writer takes
    # its lock at once and never has to upgrade a stale snapshot.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_postgresql(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - the driver's own type
    # Said on the connection, not while it is opened: poolers refuse parameters they do not know.
    cursor = connection.cursor()
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE}'")
    cursor.close()
    connection.commit()


def _note_rest(_connection: Any, entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - the driver's own type
    entry.info[RESTING] = monotonic()


def _check_postgresql(connection: Any, entry: ConnectionPoolEntry, _lent: object) -> None:  # noqa: ANN401 - as above
    """Let the pool open new connections where the one about to be lent is dead."""
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError
    if monotonic() - entry.info.get(RESTING, monotonic()) > RESTED:
        try:
            connection.ping()
        except AsyncAdapt_asyncpg_dbapi.Error as error:
            raise InvalidatePoolError from error


def _begin_sqlite(connection: Connection) -> None:
    readonly = connection.get_execution_options().get("sqlite_readonly", False)
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")
