"""The schedule fires once a slot, however many workers keep it, on either queue."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.engine import Database, open_database
from portal.jobs import EmbeddedQueue, Job
from portal.jobs.kinds import PURGE
from portal.jobs.pgqueuer import PgQueuer
from portal.jobs.schedule import SCHEDULE
from portal.worker import Worker
from tests.factories import Fixed
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import NOW

HOURS = 2


class Telling(EmbeddedQueue):
    """The queue, and what was done of it."""

    def __init__(self) -> None:
        self.done: list[str] = []

    async def ack(self, session: AsyncSession, job: Job) -> None:
        await super().ack(session, job)
        self.done.append(job.kind)


async def work(worker: Worker) -> None:
    """What one worker does before it finds nothing to do."""
    while await worker.step():
        pass


async def test_each_slot_is_done_once_by_whichever_worker_comes_first(database: Database, database_url: str) -> None:
    other, queue, moment = open_database(database_url), Telling(), NOW
    workers = [Worker(one, Fixed(CATALOGUE), lambda: moment, queue) for one in (database, other, database)]
    done = []
    for hour in range(HOURS + 1):
        for minute in (0, 1):
            moment = NOW + timedelta(hours=hour, minutes=minute)
            await asyncio.gather(*(work(worker) for worker in workers))
        done.append(queue.done.count(PURGE))
    await other.close()
    assert done == list(range(HOURS + 1))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_worker_does_the_same_on_pgqueuer(database: Database) -> None:
    queue = PgQueuer()
    await work(Worker(database, Fixed(CATALOGUE), lambda: datetime.now(UTC), queue))
    async with database.read() as session:
        seen = await queue.overview(session, now=datetime.now(UTC))
    assert (seen.dead, seen.under_way) == ((), ())
    assert {(one.kind, one.count, one.failing) for one in seen.waiting} == {(one.kind, 1, 0) for one in SCHEDULE}
