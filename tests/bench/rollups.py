"""What batches leave to a worker: days and weeks of use, names, and who is to be counted and judged again."""

import os
import time
from datetime import UTC, datetime
from typing import NamedTuple

import uvloop

from portal.content.live import LivePlaybook
from portal.db.engine import Database, open_database
from portal.jobs import the_queue
from portal.rollups import roll_up
from tests.bench.server import SERVER_CORE


class Later(NamedTuple):
    """How long it took, and how much of it on the processor."""

    seconds: float
    cpu: float


def catch_up(url: str) -> Later:
    """Roll up what waits, as a worker does, a chunk in a transaction. For a process of its own."""
    os.sched_setaffinity(0, {SERVER_CORE})
    return uvloop.run(_catch_up(url))


async def _catch_up(url: str) -> Later:
    database, playbook = open_database(url), LivePlaybook()
    async with database.read() as session:
        await playbook.refresh(session)
    start, busy = time.perf_counter(), time.process_time()
    # What follows from it is due later than now, and is not this row's work.
    now = datetime.now(UTC)
    while await _some(database, playbook, now):
        pass
    later = Later(time.perf_counter() - start, time.process_time() - busy)
    await database.close()
    return later


async def _some(database: Database, playbook: LivePlaybook, now: datetime) -> bool:
    async with database.write() as session:
        return await roll_up(session, catalogue=playbook.current, queue=the_queue(), now=now)
