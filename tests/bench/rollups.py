"""What batches leave to a worker: days of use, names, and who is to be counted and judged again."""

import os
import time
from datetime import UTC, datetime
from typing import NamedTuple

import uvloop

from portal.content.live import LivePlaybook
from portal.db.engine import Database, open_database
from portal.effects import Task, do
from portal.jobs import QUEUE
from portal.jobs.kinds import ROLL_UP
from portal.worker import AT_ONCE
from tests.bench.server import SERVER_CORE


class Later(NamedTuple):
    """How long it took, and how much of it on the processor."""

    seconds: float
    cpu: float


def catch_up(url: str) -> Later:
    """Do the jobs that batches promised, as a worker does, each in its transaction. For a process of its own."""
    os.sched_setaffinity(0, {SERVER_CORE})
    return uvloop.run(_catch_up(url))


async def _catch_up(url: str) -> Later:
    database, playbook = open_database(url), LivePlaybook()
    async with database.read() as session:
        await playbook.refresh(session)
    start, busy = time.perf_counter(), time.process_time()
    # What follows from these jobs is due later than now, and is not this row's work.
    now = datetime.now(UTC)
    while await _some(database, playbook, now):
        pass
    later = Later(time.perf_counter() - start, time.process_time() - busy)
    await database.close()
    return later


async def _some(database: Database, playbook: LivePlaybook, now: datetime) -> bool:
    async with database.write() as session:
        jobs = await QUEUE.claim(session, now=now, limit=AT_ONCE)
    for job in jobs:
        async with database.write() as session:
            if job.kind == ROLL_UP:
                await do(Task(session, QUEUE, playbook, job.kind, job.payload, now))
            await QUEUE.ack(session, job)
    return bool(jobs)
