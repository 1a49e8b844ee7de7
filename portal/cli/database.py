"""Opening the database for one command."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from portal.db.engine import Database, open_database
from portal.db.migrate import is_current
from portal.db.place import require_place
from portal.domain.errors import Conflict

Result = TypeVar("Result")


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database at an address, closed after the block. Raises Invalid for a place without a folder."""
    require_place(url)
    database = open_database(url)
    try:
        yield database
    finally:
        await database.close()


def with_database(url: str, work: Callable[[Database], Awaitable[Result]]) -> Result:
    """Run one piece of work on a database whose schema is current. Raises Conflict when it is not."""

    async def run() -> Result:
        async with opened(url) as database:
            await require_current(database)
            return await work(database)

    return asyncio.run(run())


async def require_current(database: Database) -> None:
    """Raise Conflict unless the database has the schema this code was written for."""
    if not await is_current(database):
        message = "The database does not have the schema this version needs: run `portal migrate`."
        raise Conflict(message)
