"""On PostgreSQL events lie by month. What has no month is kept all the same, and moved when it gets one."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.db import event_keys, partitions
from portal.db.engine import Database
from portal.db.partitions import add_month, add_months, drop_month, room
from portal.domain.event_months import Room
from portal.jobs.kinds import DROP_EVENTS
from portal.worker import Worker
from tests.factories import NOW, Fixed
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import account, send, track

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
WHERE = text("SELECT tableoid::regclass::text, message_id FROM events ORDER BY received_at")
KNOWN = text("SELECT message_id FROM event_keys")
LONG_AGO = datetime(2024, 1, 31, 23, 59, tzinfo=UTC)
IN_MARCH = datetime(2024, 3, 20, tzinfo=UTC)


async def arrive(database: Database, *moments: datetime) -> None:
    """One event at each moment, with the month's name for its id."""
    await account(database)
    for moment in moments:
        await send(database, track("Opened", message_id=f"{moment:%B}"), received_at=moment)


async def places(database: Database) -> list[tuple[str, str]]:
    """In which partition each event lies, the oldest first."""
    async with database.read() as session:
        return [(place, message) for place, message in await session.execute(WHERE)]


async def how_much(database: Database) -> Room | None:
    async with database.read() as session:
        return await room(session, now=NOW)


async def test_an_event_without_a_month_is_kept_and_moved_when_it_gets_one(database: Database) -> None:
    await arrive(database, LONG_AGO, NOW)
    assert await places(database) == [("events_default", "January"), ("events_default", f"{NOW:%B}")]
    assert await how_much(database) == Room(datetime(NOW.year, NOW.month, 1, tzinfo=UTC), strays=True)
    await add_months(database, now=NOW)
    assert await places(database) == [("events_2024_01", "January"), (f"events_{NOW:%Y_%m}", f"{NOW:%B}")]
    found = await how_much(database)
    assert found
    assert not found.strays
    assert not found.is_short(NOW)
    async with database.write() as session:
        assert not await add_month(session, now=NOW), "nothing is missing any more"


async def test_a_month_that_is_over_goes_whole_and_its_ids_with_it(database: Database) -> None:
    await arrive(database, LONG_AGO, IN_MARCH, NOW)
    await add_months(database, now=NOW)
    worker = Worker(database, Fixed(CATALOGUE), lambda: NOW, events_kept=NOW - IN_MARCH.replace(day=25))
    async with database.write() as session:
        await worker.queue.enqueue(session, kind=DROP_EVENTS, payload={}, now=NOW)
    while await worker.step():
        pass
    assert await places(database) == [(f"events_{NOW:%Y_%m}", f"{NOW:%B}")]
    async with database.write() as session:
        assert not await drop_month(session, before=IN_MARCH), "January is dropped"
        assert await drop_month(session, before=NOW), "of March only what was kept for long enough"
        assert list(await session.scalars(KNOWN)) == [f"{NOW:%B}"]
        assert await drop_month(session, before=NOW + timedelta(days=31)), "and in the end the last"
        assert await event_keys.forget(session, limit=5) == 1
        assert list(await session.scalars(KNOWN)) == []


async def test_events_come_in_while_months_come_and_go(database: Database) -> None:
    await arrive(database, LONG_AGO)
    await send(database, track("Opened", message_id="first"))

    async def sender(name: str) -> None:
        for n in range(6):
            await send(database, track("Opened", message_id=f"{name}{n}"), received_at=NOW)

    async def keeper() -> None:
        await add_months(database, now=NOW)
        async with database.write() as session:
            assert await drop_month(session, before=IN_MARCH)

    await asyncio.gather(*map(sender, "abcd"), keeper(), add_months(database, now=NOW))
    stored = await places(database)
    assert {place for place, _ in stored} == {f"events_{NOW:%Y_%m}"}
    assert sorted(message for _, message in stored) == sorted(["first", *(f"{c}{n}" for c in "abcd" for n in range(6))])


async def test_a_table_in_use_is_waited_for_only_so_long(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "LOCK_TIMEOUT", "50ms")
    async with database.read() as reader:
        await reader.execute(WHERE)
        with pytest.raises(DBAPIError, match="lock timeout"):
            await add_months(database, now=NOW)
    found = await how_much(database)
    assert found
    assert not found.left(NOW)
