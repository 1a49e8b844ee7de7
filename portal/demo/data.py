"""The demo's data before it serves: generated once, kept over runs, and told in `demo.json`."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.content.problems import ContentErrors
from portal.db import identity
from portal.db.engine import Database, open_database
from portal.db.place import require_place
from portal.demo.directory import Directory, ListedConnection, read_directory
from portal.demo.folder import DataFolder, client_secret
from portal.demo.generate import Recipe, generate
from portal.demo.manifest import manifest
from portal.demo.store import Held, prepare
from portal.demo.story.vendor import KEY_LABEL, PRODUCT_SOURCE
from portal.domain.errors import Conflict, Forbidden, Unauthenticated
from portal.identity.registration import client_secrets
from portal.services import connections, keys
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """Which data the demo is to have."""

    accounts: int
    playbook: Path
    reset: bool


async def ready_data(folder: DataFolder, settings: Settings, order: Order) -> Directory:
    """Fill the database where that was not done yet, and write `demo.json`; answers who is who.

    Raises Conflict for a database that holds something else, ContentErrors on bad content.
    """
    require_place(settings.database_url)
    database = open_database(settings.database_url)
    try:
        held = await prepare(database, reset=order.reset)
        if held is not Held.DEMO:
            await generate(database, Recipe(order.accounts, order.playbook, settings, datetime.now(UTC)))
        else:
            await _require_readable(database)
            typer.echo(f"Keeping the data in {folder.path}; --reset starts afresh.")
        return await _finish(database, folder, settings)
    finally:
        await database.close()


async def _require_readable(database: Database) -> None:
    try:
        async with database.read() as session:
            await LivePlaybook().refresh(session)
    except ContentErrors as errors:
        message = "The demo data hold a playbook this version cannot read: start afresh with --reset."
        raise Conflict(message) from errors


async def _finish(database: Database, folder: DataFolder, settings: Settings) -> Directory:
    now = datetime.now(UTC)
    async with database.write() as session:
        for connection in (await read_directory(session)).connections:
            await _settle(session, connection, settings, now)
        await connections.ensure_staff(session, settings=settings, now=now)
        write_key = await _write_key(session, folder, now)
        directory = await read_directory(session)
    found = manifest(directory, base_url=settings.base_url, issuer=settings.staff_issuer, write_key=write_key)
    folder.write_manifest(found)
    return directory


async def _write_key(session: AsyncSession, folder: DataFolder, now: datetime) -> str:
    """The key that `demo.json` holds, if this database knows it; else a new one."""
    with suppress(Unauthenticated, Forbidden):
        kept = folder.write_key() or ""
        await keys.authenticate(session, key=kept, scope=keys.EMBED, now=now)
        return kept
    scopes = [keys.EVENTS_WRITE, keys.EMBED]
    return await keys.create(session, label=KEY_LABEL, source=PRODUCT_SOURCE, scopes=scopes, now=now)


async def _settle(session: AsyncSession, connection: ListedConnection, settings: Settings, now: datetime) -> None:
    """Tell a connection where the provider is and what its secret is: both may differ from the last run's."""
    secret_key = settings.secret_key.get_secret_value()
    sealed = client_secrets(secret_key).seal(client_secret(secret_key, connection.client_id), now)
    changed = {"issuer": settings.staff_issuer, "client_secret": sealed}
    await identity.change_connection(session, connection.id, changed)
