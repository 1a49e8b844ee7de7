"""Events are written the way each database does it best, and each message id of a source once."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal.db.engine import Database
from portal.db.event_keys import Key
from portal.db.events import NewEvent, add_events
from portal.db.tables import Event
from tests.factories import NOW, add_account

BATCH = UUID(int=7)
ODD = {"label": 'Ünï\\code 😀\t"quoted"\n', "parts": [1, None, {"deep": 2.5}]}


def new(account_id: UUID, message_id: str, **values: Any) -> NewEvent:  # noqa: ANN401 - any column
    clear = {"member_id": None, "original_at": None, "sent_at": None, "clamped": False, "properties": "{}"}
    what = {"batch_id": BATCH, "ordinal": 0, "type": "track", "name": "Opened", "context": "{}"}
    said = {"source_id": 1, "at": NOW, "received_at": NOW, **clear, **what, **values}
    return NewEvent(account_id=account_id, message_id=message_id, **said)


async def add(database: Database, *rows: NewEvent) -> dict[Key, int]:
    async with database.write() as session:
        return await add_events(session, batch_id=rows[0].batch_id, rows=rows)


async def test_what_is_stored_is_what_was_handed_over(database: Database) -> None:
    account_id, member_id = await add_account(database), uuid4()
    odd = new(account_id, "a\\b\t", member_id=member_id, original_at=NOW, properties=json.dumps(ODD))
    stored = await add(database, odd, new(account_id, "b", source_id=2))
    async with database.read() as session:
        first, second = await session.scalars(select(Event).order_by(Event.id))
    assert stored == {(1, "a\\b\t"): first.id, (2, "b"): second.id}
    assert (first.properties, first.member_id, first.original_at) == (ODD, member_id, NOW)
    assert (second.member_id, second.original_at, second.received_at, second.batch_id) == (None, None, NOW, BATCH)


async def test_only_those_whose_ids_are_new_are_stored(database: Database) -> None:
    account_id = await add_account(database)
    known = await add(database, new(account_id, "b"))
    rows = [new(account_id, message_id, batch_id=UUID(int=8)) for message_id in "abc"]
    stored = await add(database, *rows)
    assert set(stored) == {(1, "a"), (1, "c")}
    assert await add(database, *(row._replace(batch_id=UUID(int=9)) for row in rows)) == {}
    async with database.read() as session:
        found = await session.scalars(select(Event.id))
    assert sorted(found) == sorted({**known, **stored}.values())


async def test_of_batches_that_come_at_once_each_event_is_stored_once(database: Database) -> None:
    account_id = await add_account(database)

    async def send(number: int) -> dict[Key, int]:
        return await add(database, *(new(account_id, f"{n:02}", batch_id=UUID(int=number)) for n in range(40)))

    stored = [key for answer in await asyncio.gather(*map(send, range(4))) for key in answer]
    assert sorted(stored) == [(1, f"{n:02}") for n in range(40)]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_failure_of_the_driver_is_one_of_the_database_and_leaves_nothing(database: Database) -> None:
    account_id = await add_account(database)
    with pytest.raises(DBAPIError) as failed:
        await add(database, new(account_id, "a", name="x" * 201))
    assert not failed.value.connection_invalidated
    assert len(await add(database, new(account_id, "a"))) == 1, "its id is not known yet"
