"""Taking in batches of a hundred events over HTTP, against the fastest way to put the same rows into the table."""

import asyncio
import base64
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from tests.bench import store
from tests.bench.ladder import CONNECTIONS, Target
from tests.bench.load import drive_all, http
from tests.bench.processes import apart, cpu, served
from tests.bench.table import Row, Sample
from tests.bench.world import BATCH, Person, World, messages

INGEST, COPY, MANY = "POST /v1/batch", "COPY into the same table", "raw executemany into the same table"
ON_POSTGRESQL = Row("ingest + step counters, by 100 (PostgreSQL)", INGEST, COPY, must=0.40, goal=0.60)
ON_SQLITE = Row("ingest + step counters, by 100 (SQLite)", INGEST, MANY, must=0.55, goal=0.80)


def requests(count: int, write_key: str, people: tuple[Person, ...]) -> Iterator[bytes]:
    """Batches with new ids and random people."""
    chance = random.Random()
    headers = {
        "Authorization": f"Basic {base64.b64encode(f'{write_key}:'.encode()).decode()}",
        "Content-Type": "application/json",
    }
    for _ in range(count):
        batch = b'{"batch":[' + b",".join(messages(people, chance)) + b"]}"
        yield http("POST", "/v1/batch", headers, batch)


@contextmanager
def variants(
    world: World, environment: Mapping[str, str], database_pid: int | None, rows: int
) -> Iterator[Mapping[str, Callable[[], Sample]]]:
    """The portal, running until the block ends, and a way to measure it and its limit once."""
    count = rows // BATCH
    with served("portal", environment) as (port, pid):
        yield {
            INGEST: partial(measure, world, Target(port, pid, database_pid), count),
            MANY if database_pid is None else COPY: partial(limit, world, database_pid, count),
        }


def measure(world: World, target: Target, count: int) -> Sample:
    """Send batches to the portal, and check that every event is in the table."""
    asyncio.run(store.forget_events(world.url))
    before = cpu(target.pid), cpu(target.database_pid)
    outcome = apart(drive_all, target.port, partial(requests, count, world.write_key, world.people), CONNECTIONS)
    after = cpu(target.pid), cpu(target.database_pid)
    return _checked(world, Sample(count * BATCH, outcome.seconds, after[0] - before[0], after[1] - before[1]))


def limit(world: World, database_pid: int | None, count: int) -> Sample:
    """Write as many rows straight into the table, and check that they are there."""
    asyncio.run(store.forget_events(world.url))
    made = list(store.batches(count, world.source.id, world.people))
    before = cpu(database_pid)
    if database_pid is None:
        seconds = apart(store.execute_many, world.url, made)
    else:
        seconds = apart(store.copy, world.url, made, CONNECTIONS)
    return _checked(world, Sample(count * BATCH, seconds, 0.0, cpu(database_pid) - before))


def _checked(world: World, sample: Sample) -> Sample:
    stored = asyncio.run(store.count_events(world.url))
    if stored != sample.count:
        message = f"{sample.count} events were sent and {stored} are stored."
        raise RuntimeError(message)
    return sample
