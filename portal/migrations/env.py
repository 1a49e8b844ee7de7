"""Runs migrations on the connection it is handed, or on PORTAL_DATABASE_URL from the command line."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection

from portal.db.declared import is_declared
from portal.db.engine import open_database
from portal.db.tables import Base


def run(connection: Connection) -> None:
    """Run whatever the alembic command asked for."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_name=is_declared,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_from_environment() -> None:
    """Open the database named by the environment, and run."""
    database = open_database(os.environ["PORTAL_DATABASE_URL"])
    async with database.engine.begin() as connection:
        await connection.run_sync(run)
    await database.close()


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    asyncio.run(run_from_environment())
