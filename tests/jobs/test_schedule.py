from datetime import UTC, datetime, timedelta

from portal.db.engine import Database
from portal.jobs import EmbeddedQueue, keep_schedule
from portal.jobs.kinds import SWEEP
from portal.jobs.schedule import SCHEDULE, Periodic

NOW = datetime(2026, 11, 2, 9, 7, tzinfo=UTC)


def test_slots_are_multiples_of_the_period() -> None:
    quarterly = Periodic("x", timedelta(minutes=15))
    assert quarterly.next_slot(NOW) == NOW.replace(minute=15)
    assert quarterly.next_slot(NOW.replace(minute=15)) == NOW.replace(minute=30)


async def test_each_slot_is_in_the_queue_once_whoever_looks_after_it(database: Database) -> None:
    queue = EmbeddedQueue()
    for process in range(3):
        async with database.write() as session:
            await keep_schedule(session, queue, now=NOW + timedelta(seconds=process))
    quarter = NOW.replace(minute=15)
    async with database.write() as session:
        due = await queue.claim(session, now=quarter, limit=9)
        for job in due:
            await queue.ack(session, job)
    assert [job.kind for job in due].count(SWEEP) == 1
    for _process in range(2):
        async with database.write() as session:
            await keep_schedule(session, queue, now=quarter)
    async with database.write() as session:
        found = await queue.claim(session, now=quarter + max(periodic.every for periodic in SCHEDULE), limit=99)
    assert sorted(job.kind for job in found) == sorted(periodic.kind for periodic in SCHEDULE)
