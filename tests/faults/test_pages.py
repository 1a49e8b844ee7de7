"""Open pages while the database is away."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from portal.db.accounts import touch
from portal.db.engine import Database
from portal.web import live
from tests.factories import add_account
from tests.faults.waiting import until

PATIENCE = 10


async def test_open_pages_hear_of_changes_again_after_the_database_failed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "POLL_SECONDS", 0.01)
    hub = live.Hub()
    account = await add_account(database)
    await change(database, account)
    following = asyncio.create_task(hub.follow(database))
    async with hub.watch(account) as changed:
        await asyncio.wait_for(changed.wait(), PATIENCE)
        with capture_logs() as said:

            async def failed() -> bool:
                return following.done() or any(line["event"] == "changes_not_seen" for line in said)

            await execute(database, "ALTER TABLE account_versions RENAME TO gone")
            await until(failed)
            await execute(database, "ALTER TABLE gone RENAME TO account_versions")
        changed.clear()
        await change(database, account)
        await asyncio.wait_for(changed.wait(), PATIENCE)
    following.cancel()


async def change(database: Database, account: UUID) -> None:
    """Let something about an account be news."""
    async with database.write() as session:
        await touch(session, [account])


async def execute(database: Database, statement: str) -> None:
    async with database.write() as session:
        await session.execute(text(statement))
