"""Taking in batches of a hundred events over HTTP, against the fastest way to put the same rows into the table."""

import asyncio
import base64
import random
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from tests.bench import rollups, store
from tests.bench.ladder import CONNECTIONS, MEMORY, Target
from tests.bench.load import drive_all, http
from tests.bench.processes import apart, cpu, peak_memory, served
from tests.bench.table import Figure, Round, Row, Sample
from tests.bench.world import BATCH, Person, World, messages

INGEST, CAUGHT_UP = "POST /v1/batch", "POST /v1/batch, and what it deferred"
SOME_AGAIN, ALL_AGAIN = "POST /v1/batch, 2 % known", "POST /v1/batch, all known"
COPY, MANY = "COPY into the same table", "raw executemany into the same table"
REPEATED = BATCH // 50
"""So many of a batch's events were sent before, where 2 % were."""


def rows(*, postgresql: bool) -> list[Row | Figure]:
    """What is printed for a database."""
    kind, limit = ("PostgreSQL", COPY) if postgresql else ("SQLite", MANY)
    asked, deferred = ((0.40, 0.60), (0.28, 0.45)) if postgresql else ((0.55, 0.80), (None, None))
    return [
        Row(f"ingest + step counters, by 100 ({kind})", INGEST, limit, *asked),
        Row("  … and rollups caught up", CAUGHT_UP, limit, *deferred),
        Row("  … with 2 % duplicates", SOME_AGAIN, limit, *asked),
        Row("  … with 100 % duplicates", ALL_AGAIN, limit),
        Figure("  … most memory of its process, MB", ALL_AGAIN, MEMORY, must=300, goal=200),
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
) -> Iterator[Sequence[Callable[[], Round]]]:
    """The portal, running until the block ends, and a way to measure it and its limit once."""
    count = rows // BATCH
    with served("portal", environment) as (port, pid):
        target = Target(port, pid, database_pid)
        name = MANY if database_pid is None else COPY
        yield [
            partial(measure, world, target, count),
            lambda: {SOME_AGAIN: measure_repeated(world, target, count)},
            lambda: {name: limit(world, database_pid, count)},
        ]


def measure(world: World, target: Target, count: int) -> Round:
    """Send batches to the portal, do what each of them left to be done later, and send them all again."""
    asyncio.run(store.forget_events(world.url))
    seed = secrets.randbits(32)
    sent = _checked(world, _sent(world, target, count, seed), count * BATCH)
    caught_up = _caught_up(world, target, sent)
    again = _checked(world, _sent(world, target, count, seed), count * BATCH)
    return {INGEST: sent, CAUGHT_UP: caught_up, ALL_AGAIN: again}


def measure_repeated(world: World, target: Target, count: int) -> Sample:
    """Send batches to the portal in which some events were sent in the batch before."""
    asyncio.run(store.forget_events(world.url))
    sample = _sent(world, target, count, secrets.randbits(32), REPEATED)
    return _checked(world, sample, sample.count - REPEATED * (count - 1))


def _caught_up(world: World, target: Target, sent: Sample) -> Sample:
    """What batches took that were sent, with all that they left to be done later."""
    before = cpu(target.database_pid)
    later = apart(rollups.catch_up, world.url)
    return replace(
        sent,
        seconds=sent.seconds + later.seconds,
        app_cpu=sent.app_cpu + later.cpu,
        database_cpu=sent.database_cpu + cpu(target.database_pid) - before,
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
    spent = after[0] - before[0], after[1] - before[1]
    return Sample(count * BATCH, outcome.seconds, *spent, {MEMORY: peak_memory(target.pid)})


def _checked(world: World, sample: Sample, expected: int) -> Sample:
    stored = asyncio.run(store.count(world.url, "events"))
    if stored != expected:
        message = f"{expected} events should be stored and {stored} are."
        raise RuntimeError(message)
    return sample
