"""Taking in batches of a hundred events over HTTP, against the fastest way to put the same rows into the table."""

import asyncio
import base64
import random
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from tests.bench import rollups, store
from tests.bench.ladder import CONNECTIONS, Target
from tests.bench.load import drive_all, http
from tests.bench.processes import apart, cpu, served
from tests.bench.table import Row, Sample
from tests.bench.world import BATCH, Person, World, messages

INGEST, CAUGHT_UP = "POST /v1/batch", "POST /v1/batch, and what it deferred"
SOME_AGAIN, ALL_AGAIN = "POST /v1/batch, 2 % known", "POST /v1/batch, all known"
COPY, MANY = "COPY into the same table", "raw executemany into the same table"
REPEATED = BATCH // 50
"""So many of a batch's events were sent before, where 2 % were."""


def rows(*, postgresql: bool) -> list[Row]:
    """What is printed for a database."""
    kind, limit = ("PostgreSQL", COPY) if postgresql else ("SQLite", MANY)
    asked, deferred = ((0.40, 0.60), (0.28, 0.45)) if postgresql else ((0.55, 0.80), (None, None))
    return [
        Row(f"ingest + step counters, by 100 ({kind})", INGEST, limit, *asked),
        Row("  … and rollups caught up", CAUGHT_UP, limit, *deferred),
        Row("  … with 2 % duplicates", SOME_AGAIN, limit, *asked),
        Row("  … with 100 % duplicates", ALL_AGAIN, limit),
    ]


def requests(count: int, write_key: str, people: tuple[Person, ...], seed: int, repeated: int = 0) -> Iterator[bytes]:
    """Batches of random people, the same ids for the same seed; so many of each were in the batch before."""
    chance = random.Random(seed)
    headers = {
        "Authorization": f"Basic {base64.b64encode(f'{write_key}:'.encode()).decode()}",
        "Content-Type": "application/json",
    }
    before: list[bytes] = []
    for _ in range(count):
        batch = before[:repeated]
        batch += messages(people, chance, BATCH - len(batch))
        before = batch[::-1]
        yield http("POST", "/v1/batch", headers, b'{"batch":[' + b",".join(batch) + b"]}")


@contextmanager
def variants(
    world: World, environment: Mapping[str, str], database_pid: int | None, rows: int
) -> Iterator[Mapping[str, Callable[[], Sample]]]:
    """The portal, running until the block ends, and a way to measure it and its limit once."""
    count = rows // BATCH
    with served("portal", environment) as (port, pid):
        target = Target(port, pid, database_pid)
        yield {
            INGEST: partial(measure, world, target, count),
            CAUGHT_UP: partial(measure_deferred, world, target, count),
            SOME_AGAIN: partial(measure, world, target, count, REPEATED),
            ALL_AGAIN: partial(measure_known, world, target, count),
            MANY if database_pid is None else COPY: partial(limit, world, database_pid, count),
        }


def measure(world: World, target: Target, count: int, repeated: int = 0) -> Sample:
    """Send batches to the portal, and check that every event is in the table."""
    asyncio.run(store.forget_events(world.url))
    sample = _sent(world, target, count, secrets.randbits(32), repeated)
    return _checked(world, sample, sample.count - repeated * (count - 1))


def measure_known(world: World, target: Target, count: int) -> Sample:
    """Send batches that were sent before."""
    asyncio.run(store.forget_events(world.url))
    seed = secrets.randbits(32)
    _sent(world, target, count, seed)
    sample = _sent(world, target, count, seed)
    return _checked(world, sample, sample.count)


def measure_deferred(world: World, target: Target, count: int) -> Sample:
    """Send batches to the portal, and do what each of them left to be done later."""
    sample = measure(world, target, count)
    before = cpu(target.database_pid)
    later = apart(rollups.catch_up, world.url)
    return replace(
        sample,
        seconds=sample.seconds + later.seconds,
        app_cpu=sample.app_cpu + later.cpu,
        database_cpu=sample.database_cpu + cpu(target.database_pid) - before,
    )


def limit(world: World, database_pid: int | None, count: int) -> Sample:
    """Write as many rows straight into the table, and check that they are there."""
    asyncio.run(store.forget_events(world.url))
    made = list(store.batches(count, world.source.id, world.people))
    before = cpu(database_pid)
    if database_pid is None:
        seconds = apart(store.execute_many, world.url, made)
    else:
        seconds = apart(store.copy, world.url, made, CONNECTIONS)
    return _checked(world, Sample(count * BATCH, seconds, 0.0, cpu(database_pid) - before), count * BATCH)


def _sent(world: World, target: Target, count: int, seed: int, repeated: int = 0) -> Sample:
    before = cpu(target.pid), cpu(target.database_pid)
    made = partial(requests, count, world.write_key, world.people, seed, repeated)
    outcome = apart(drive_all, target.port, made, CONNECTIONS)
    after = cpu(target.pid), cpu(target.database_pid)
    return Sample(count * BATCH, outcome.seconds, after[0] - before[0], after[1] - before[1])


def _checked(world: World, sample: Sample, expected: int) -> Sample:
    stored = asyncio.run(store.count_events(world.url))
    if stored != expected:
        message = f"{expected} events should be stored and {stored} are."
        raise RuntimeError(message)
    return sample
