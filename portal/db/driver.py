"""The drivers themselves, for what SQLAlchemy has no words for, or too many."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg
from sqlalchemy import select, true
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

BARE: Final = "driver"
"""The key of `session.info` under which the connection of its transaction is kept, with the transaction."""


async def connection_of(session: AsyncSession) -> Any:  # noqa: ANN401 - the driver has no types
    """The connection of PostgreSQL's driver, in the transaction of the session."""
    # The first statement of a session is what begins its transaction; the bare connection would begin none.
    await session.execute(select(true()))
    return await _bare(session)


@asynccontextmanager
async def driver(session: AsyncSession) -> AsyncIterator[Any]:
    """The same connection; whatever fails on it raises DBAPIError, as it does with SQLAlchemy."""
    connection = await connection_of(session)
    try:
        yield connection
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise _failed(connection, error) from error


async def on_driver(session: AsyncSession, query: str, arguments: Sequence[object]) -> Sequence[Any]:
    """The rows of a query that only reads; it sees what the session wrote, and begins no transaction of its own.

    Raises DBAPIError.
    """
    if session.new:
        await session.flush()
    connection = await _bare(session)
    try:
        if isinstance(connection, asyncpg.Connection):
            return list(await connection.fetch(query, *arguments))
        return list(await connection.execute_fetchall(query, arguments))
    except sqlite3.Error as error:
        raise DBAPIError(None, None, error) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise _failed(connection, error) from error


async def _bare(session: AsyncSession) -> Any:  # noqa: ANN401 - the driver has no types
    """The connection that the session holds until its transaction ends; to ask for it each time would cost more."""
    transaction, connection = session.info.get(BARE, (None, None))
    if transaction is None or transaction is not session.sync_session.get_transaction():
        lent: Any = (await session.connection()).sync_connection
        connection = lent.connection.driver_connection
        session.info[BARE] = session.sync_session.get_transaction(), connection
    return connection


def _failed(connection: Any, error: Exception) -> DBAPIError:  # noqa: ANN401 - the driver has no types
    return DBAPIError(None, None, error, connection_invalidated=connection.is_closed())
