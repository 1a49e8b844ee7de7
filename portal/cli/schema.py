"""`portal migrate`."""

import asyncio
from datetime import UTC, datetime

import typer

from portal.cli.database import opened
from portal.db.migrate import expected_head
from portal.db.migrate import migrate as bring
from portal.db.partitions import add_months
from portal.settings import DatabaseSettings, load


def migrate() -> None:
    """Bring the database at PORTAL_DATABASE_URL to the schema this version needs, with room for coming events."""
    settings = load(DatabaseSettings)
    asyncio.run(_migrate(settings.database_url))
    typer.echo(f"The schema is at revision {expected_head()}.")


async def _migrate(url: str) -> None:
    async with opened(url) as database:
        await bring(database)
        await add_months(database, now=datetime.now(UTC))
