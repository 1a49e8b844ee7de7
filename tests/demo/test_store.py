from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.migrate import is_current
from portal.db.sources import ensure_source
from portal.db.tables import Account, Source
from portal.demo.store import Held, look, prepare
from portal.demo.story.vendor import KEY_LABEL, PRODUCT_SOURCE
from portal.domain.errors import Conflict
from portal.services import keys

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)


async def begin(database: Database) -> None:
    async with database.write() as session:
        await ensure_source(session, name=PRODUCT_SOURCE)
        session.add(Account(external_id="halden", name="Halden", created_at=NOW))


async def finish(database: Database) -> None:
    async with database.write() as session:
        await keys.create(session, label=KEY_LABEL, source=PRODUCT_SOURCE, scopes=[keys.EVENTS_WRITE], now=NOW)


async def sources(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Source.name)))


async def test_a_migrated_database_without_accounts_is_empty(database: Database) -> None:
    assert await look(database) is Held.NOTHING
    assert await prepare(database, reset=True) is Held.NOTHING
    assert await is_current(database)


async def test_a_finished_demo_is_kept(database: Database) -> None:
    await begin(database)
    await finish(database)
    assert await prepare(database, reset=False) is Held.DEMO
    assert await sources(database) == [PRODUCT_SOURCE]


async def test_a_demo_that_was_interrupted_is_begun_afresh(database: Database) -> None:
    await begin(database)
    assert await look(database) is Held.UNFINISHED
    assert await prepare(database, reset=False) is Held.NOTHING
    assert await sources(database) == []


async def test_reset_empties_a_finished_demo(database: Database) -> None:
    await begin(database)
    await finish(database)
    assert await prepare(database, reset=True) is Held.NOTHING
    assert await sources(database) == []
    assert await is_current(database)


@pytest.mark.parametrize("reset", [False, True])
async def test_accounts_the_demo_did_not_make_are_never_touched(database: Database, *, reset: bool) -> None:
    async with database.write() as session:
        session.add(Account(external_id="real", name="Real", created_at=NOW))
    with pytest.raises(Conflict, match="--database"):
        await prepare(database, reset=reset)
    async with database.read() as session:
        assert await session.scalar(select(Account.name)) == "Real"
