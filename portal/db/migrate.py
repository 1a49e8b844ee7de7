"""Bringing a database to a revision of the schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from portal.db.engine import Database

MIGRATIONS = Path(__file__).parent.parent / "migrations"
ADVISORY_LOCK = 7_203_114
LOCK_TIMEOUT = "5s"
"""So long a change of a table waits for its turn: whoever uses the table afterwards waits behind it."""


def alembic_config() -> Config:
    """Alembic's configuration, wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def expected_head() -> str | None:
    """The schema revision this code was written for."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


async def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema to a revision. On PostgreSQL, two that start together take turns.

    Raises DBAPIError, and changes nothing, where a table was not to be had in time.
    """

    def run(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
            connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        if revision == "head":
            command.upgrade(config, revision)
        else:
            command.downgrade(config, revision)

    async with database.engine.begin() as connection:
        await connection.run_sync(run)


async def is_current(database: Database) -> bool:
    """Whether the database has the schema this code was written for."""

    def head(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    async with database.engine.connect() as connection:
        return await connection.run_sync(head) == expected_head()
