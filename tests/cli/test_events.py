"""`portal events replay`, on rows that something has spoilt."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import delete, select

from portal.content.loader import load_catalogue
from portal.db.base import Base
from portal.db.engine import Database, open_database
from portal.db.tables import ActivityDay, FirstTouch, Job, MemberWeeks, StepCompletion, StepCounter
from portal.jobs import the_queue
from portal.jobs.kinds import ASSESS, TAKE_STOCK
from portal.rollups import roll_up
from portal.services import content
from tests.cli.conftest import Run
from tests.content.playbooks import SOUND
from tests.ingest.world import NOW, account, rows, send, track

SOUND_PLAYBOOK = load_catalogue(SOUND)
EVENT = next(name for name in SOUND_PLAYBOOK.rules if name in SOUND_PLAYBOOK.use_events)
PROJECTED: dict[type[Base], tuple[str, ...]] = {
    StepCounter: ("account_id", "person_id", "milestone_id", "step_id", "events"),
    StepCompletion: ("account_id", "subject_id", "milestone_id", "step_id", "at"),
    ActivityDay: ("account_id", "member_id", "day", "events"),
    MemberWeeks: ("account_id", "member_id", "year", "weeks"),
    FirstTouch: ("account_id", "member_id", "name", "at"),
}


async def spoil(database: Database) -> None:
    async with database.write() as session:
        spoilt: list[type[Base]] = [*PROJECTED, Job]
        for table in spoilt:
            await session.execute(delete(table))


async def projected(database: Database) -> list[Any]:
    return [await rows(database, table, *columns) for table, columns in PROJECTED.items()]


def on(url: str, work: Callable[[Database], Awaitable[Any]]) -> Any:  # noqa: ANN401 - what the work returns
    async def run() -> Any:  # noqa: ANN401 - the same
        database = open_database(url)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


async def prepare(database: Database) -> list[Any]:
    async with database.write() as session:
        await content.publish(session, folder=SOUND, author="Test", note="", now=NOW)
    for group in ("acme", "globex"):
        await account(database, group)
        await send(database, *[track(EVENT, group=group)] * 3, catalogue=SOUND_PLAYBOOK)
    async with database.write() as session:
        await roll_up(session, catalogue=SOUND_PLAYBOOK, queue=the_queue(), now=NOW)
    before = await projected(database)
    assert all(before)
    await spoil(database)
    return before


async def promised(database: Database) -> list[str]:
    async with database.read() as session:
        return sorted(await session.scalars(select(Job.kind)))


def test_a_replay_mends_what_was_spoilt(run: Run, database_url: str) -> None:
    before = on(database_url, prepare)
    one = run("events", "replay", "--account", "acme", PORTAL_DATABASE_URL=database_url)
    assert (one.code, one.out) == (0, "3 events of 1 account replayed.\n"), one.err
    assert on(database_url, projected) != before
    assert on(database_url, promised) == sorted([ASSESS, TAKE_STOCK])
    every = run("events", "replay", "--since", f"{NOW:%Y-%m-%d}", PORTAL_DATABASE_URL=database_url)
    assert every.out == "6 events of 2 accounts replayed.\n"
    assert on(database_url, projected) == before
    late = run("events", "replay", "--since", "2030-01-01", PORTAL_DATABASE_URL=database_url)
    assert late.out == "0 events of 0 accounts replayed.\n"
    nobody = run("events", "replay", "--account", "nobody", PORTAL_DATABASE_URL=database_url)
    assert (nobody.code, "nobody" in nobody.err) == (1, True)
