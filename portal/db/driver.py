"""PostgreSQL's driver itself, for what SQLAlchemy has no words for, or too many."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy import select, true
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession


async def connection_of(session: AsyncSession) -> Any:  # noqa: ANN401 - the driver has no types
    """The driver's own connection, in the transaction of the session."""
    # The first statement of a session is what begins its transaction; the bare connection would begin none.
    await session.execute(select(true()))
    return (await (await session.connection()).get_raw_connection()).driver_connection


@asynccontextmanager
async def driver(session: AsyncSession) -> AsyncIterator[Any]:
    """The same connection; whatever fails on it raises DBAPIError, as it does with SQLAlchemy."""
    connection = await connection_of(session)
    try:
        yield connection
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise DBAPIError(None, None, error, connection_invalidated=connection.is_closed()) from error
