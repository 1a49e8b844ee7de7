"""SQLite's driver with fewer visits to the thread in which it runs the statements of a connection.

By itself it goes there to make a cursor, to run a statement, to fetch the rows, and to close the cursor: four visits,
each of which takes longer than most statements do. Here one visit does it all, unless there are many rows.
"""

import sqlite3
from collections import deque
from operator import attrgetter
from typing import Any, Final

import aiosqlite
from aiosqlite.context import contextmanager
from asyncpg.pgproto import pgproto

AHEAD: Final = 256
"""So many rows are fetched with the statement that asks for them."""


# Where a statement compares several columns at once, SQLAlchemy does not know that a value of this kind is an id.
sqlite3.register_adapter(pgproto.UUID, attrgetter("hex"))


class Cursor(aiosqlite.Cursor):
    """A cursor that brings the first rows along when it runs a statement."""

    def __init__(self, connection: aiosqlite.Connection, cursor: sqlite3.Cursor) -> None:
        super().__init__(connection, cursor)
        self._ahead: deque[Any] = deque()
        self._more = False

    async def execute(self, sql: str, parameters: Any = None) -> "Cursor":  # noqa: ANN401 - by place or by name
        """Run a statement, and fetch the first of its rows."""
        rows = await self._execute(self._run, sql, parameters or ())  # type: ignore[no-untyped-call]  # the driver's
        self._ahead = deque(rows)
        self._more = len(self._ahead) == AHEAD
        return self

    def _run(self, sql: str, parameters: Any) -> list[Any]:  # noqa: ANN401 - likewise
        return self._cursor.execute(sql, parameters).fetchmany(AHEAD)

    async def fetchone(self) -> Any:  # noqa: ANN401 - a row of any columns
        """The next row."""
        return next(iter(await self.fetchmany(1)), None)

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows, at most so many; none when there are no more."""
        if self._more and not self._ahead:
            self._ahead = deque(await super().fetchmany(AHEAD))
            self._more = len(self._ahead) == AHEAD
        return [self._ahead.popleft() for _ in range(min(size or 1, len(self._ahead)))]

    async def fetchall(self) -> list[Any]:
        """All the rows that are left."""
        rest = await super().fetchall() if self._more else ()
        rows, self._ahead, self._more = [*self._ahead, *rest], deque(), False
        return rows

    async def close(self) -> None:
        """Let go of the rows that nobody fetched; where there are none, nothing is left to close."""
        if self._more:
            await super().close()


class Connection(aiosqlite.Connection):
    """A connection that ends with its process, as SQLAlchemy wants it, and makes such cursors."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401 - whatever the driver's own connection takes
        super().__init__(*given)
        self._thread.daemon = True

    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        """A cursor; it belongs to the connection's thread as soon as it does something."""
        return Cursor(self, self._conn.cursor())


async def connect(path: str, **options: Any) -> aiosqlite.Connection:  # noqa: ANN401 - options of the standard library
    """A connection to the database in this file."""
    return await Connection(lambda: sqlite3.connect(path, **options), AHEAD)
