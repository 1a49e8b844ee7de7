from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.db.engine import Database
from portal.db.tables import Account

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


async def write_and_raise(database: Database) -> None:
    async with database.write() as session:
        session.add(Account(external_id="lost", name="Lost", created_at=NOW))
        await session.flush()
        raise RuntimeError


async def test_returning_commits_and_raising_rolls_back(database: Database) -> None:
    async with database.write() as session:
        session.add(Account(external_id="kept", name="Kept", created_at=NOW))
    with pytest.raises(RuntimeError):
        await write_and_raise(database)
    async with database.read() as session:
        rows = (await session.execute(select(Account.external_id, Account.created_at))).all()
    assert rows == [("kept", NOW)]


async def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="time zone"):
        async with database.write() as session:
            session.add(Account(external_id="a", name="A", created_at=NOW.replace(tzinfo=None)))


async def test_what_a_reader_writes_is_not_kept(database: Database) -> None:
    # PostgreSQL refuses; SQLite lets it happen and forgets it.
    with suppress(DBAPIError):
        async with database.read() as session:
            session.add(Account(external_id="a", name="A", created_at=NOW))
            await session.flush()
    async with database.read() as session:
        assert (await session.execute(select(Account.id))).all() == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_postgresql_ends_a_transaction_with_which_nobody_goes_on(database: Database) -> None:
    for _ in range(2):  # also on a connection that was given back
        async with database.write() as session:
            assert await session.scalar(text("SHOW idle_in_transaction_session_timeout")) == "1min"
