"""A random playbook, what people do under it, a random change to it: nothing reached is taken back."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.db.accounts import touch
from portal.db.engine import Database, open_database
from portal.db.tables import Account, MilestoneCompletion, StepCompletion, StepCounter
from portal.domain.moving import recounted
from portal.domain.playbook import Catalogue
from portal.ingest import recount
from tests.catalogues import EVENTS, catalogues, edited
from tests.ingest.world import NOW, send, track

REACHED = (MilestoneCompletion.subject_id, MilestoneCompletion.milestone_id)
TICKED = (StepCompletion.subject_id, StepCompletion.milestone_id, StepCompletion.step_id)
COUNTED = (StepCounter.person_id, StepCounter.milestone_id, StepCounter.step_id, StepCounter.events)


async def of_account(database: Database, account_id: UUID, columns: Sequence[Any]) -> set[tuple[Any, ...]]:
    query = select(*columns).where(columns[0].class_.account_id == account_id)
    async with database.read() as session:
        return {tuple(row) for row in await session.execute(query)}


async def move(database: Database, account_id: UUID, before: Catalogue, after: Catalogue) -> None:
    async with database.write() as session:
        await touch(session, [account_id])
        await recount(session, after, account_id=account_id, milestones=recounted(before, after))


async def live_through(url: str, before: Catalogue, after: Catalogue, events: list[tuple[str, str]]) -> None:
    database = open_database(url)
    try:
        name = uuid4().hex
        async with database.write() as session:
            account = Account(external_id=name, name=name, created_at=NOW)
            session.add(account)
            await session.flush()
            account_id = account.id
        messages = [
            track(event, f"{name}-{user}", group=name, timestamp=(NOW - timedelta(hours=9 - place)).isoformat())
            for place, (event, user) in enumerate(events)
        ]
        await send(database, *messages, catalogue=before)
        kept = [await of_account(database, account_id, columns) for columns in (REACHED, TICKED)]
        await move(database, account_id, before, after)
        moved = [await of_account(database, account_id, columns) for columns in (REACHED, TICKED)]
        assert all(old <= new for old, new in zip(kept, moved, strict=True))
        counts = await of_account(database, account_id, COUNTED)
        await move(database, account_id, before, after)
        assert await of_account(database, account_id, COUNTED) == counts
        assert [await of_account(database, account_id, columns) for columns in (REACHED, TICKED)] == moved
    finally:
        await database.close()


happened = st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from(("u1", "u2"))), min_size=1, max_size=6)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), events=happened)
def test_random_revisions_migrate_without_taking_anything_back(
    database_url: str, data: st.DataObject, events: list[tuple[str, str]]
) -> None:
    before = data.draw(catalogues)
    after = data.draw(edited(before))
    asyncio.run(live_through(database_url, before, after, events))
