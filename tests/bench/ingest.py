"""Taking in batches of a hundred events over HTTP, against the fastest way to put the same rows into the table."""

import asyncio
import base64
import random
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial

from tests.bench import rollups, store
from tests.bench.ladder import MEMORY, Target
from tests.bench.load import drive_all, http
from tests.bench.processes import apart, cpu, peak_memory, served
from tests.bench.table import Figure, Round, Row, Sample
from tests.bench.world import BATCH, Person, World, messages

INGEST, CAUGHT_UP = "POST /v1/batch", "POST /v1/batch, and what it deferred"
SOME_AGAIN, ALL_AGAIN = "POST /v1/batch, 2 % known", "POST /v1/batch, all known"
LEAST, LEAST_CAUGHT_UP = "the least that stores and counts them", "the least, and what the portal defers"
COPY, MANY = "COPY into the same table", "raw executemany into the same table"
SENDERS = 16
"""So many send at a time, and write at a time straight into the table: the clients of a product are many."""

REPEATED = BATCH // 50
"""So many of a batch's events were sent before, where 2 % were."""

Server = Callable[[], AbstractContextManager[Target]]


def rows(*, postgresql: bool) -> list[Row | Figure]:
    """What is printed for a database."""
    kind, limit = ("PostgreSQL", COPY) if postgresql else ("SQLite", MANY)
    asked, deferred = ((0.40, 0.60), (0.28, 0.45)) if postgresql else ((0.55, 0.80), (None, None))
    return [
        Row(f"ingest + step counters, by 100 ({kind})", INGEST, limit, *asked),
        Row(f"  … {LEAST}", LEAST, limit),
        Row("  … and rollups caught up", CAUGHT_UP, limit, *deferred),
        Row(f"  … {LEAST_CAUGHT_UP}", LEAST_CAUGHT_UP, limit),
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


def variants(
    world: World, environment: Mapping[str, str], database_pid: int | None, rows: int
) -> Sequence[Callable[[], Round]]:
    """A way to measure the portal and its limit once."""
    count = rows // BATCH
    name = MANY if database_pid is None else COPY
    portal = partial(_empty, "portal", world, environment, database_pid)
    least = partial(_empty, "least", world, environment, database_pid)
    return [
        partial(measure, world, portal, count),
        lambda: {SOME_AGAIN: measure_repeated(world, portal, count)},
        partial(measure_least, world, least, count),
        lambda: {name: limit(world, database_pid, count)},
    ]


@contextmanager
def _empty(app: str, world: World, environment: Mapping[str, str], database_pid: int | None) -> Iterator[Target]:
    """A server with no event stored. Each time a fresh one: it keeps in mind what it saw in the database."""
    asyncio.run(store.forget_events(world.url))
    with served(app, environment) as (port, pid):
        yield Target(port, pid, database_pid)


def measure(world: World, portal: Server, count: int) -> Round:
    """Send batches to the portal, do what each of them left to be done later, and send them all again."""
    seed = secrets.randbits(32)
    with portal() as target:
        sent = _checked(world, _sent(world, target, count, seed), count * BATCH)
        caught_up = _caught_up(world, target, sent)
        again = _checked(world, _sent(world, target, count, seed), count * BATCH)
    return {INGEST: sent, CAUGHT_UP: caught_up, ALL_AGAIN: again}


def measure_repeated(world: World, portal: Server, count: int) -> Sample:
    """Send batches to the portal in which some events were sent in the batch before."""
    with portal() as target:
        sample = _sent(world, target, count, secrets.randbits(32), REPEATED)
    return _checked(world, sample, sample.count - REPEATED * (count - 1))


def measure_least(world: World, least: Server, count: int) -> Round:
    """Send batches to the least server, and do later what the portal would."""
    with least() as target:
        sent = _checked(world, _sent(world, target, count, secrets.randbits(32)), count * BATCH)
        caught_up = _caught_up(world, target, sent)
    return {LEAST: sent, LEAST_CAUGHT_UP: caught_up}


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
        seconds = apart(store.copy, world.url, made, SENDERS)
    return _checked(world, Sample(count * BATCH, seconds, 0.0, cpu(database_pid) - before), count * BATCH)


def _sent(world: World, target: Target, count: int, seed: int, repeated: int = 0) -> Sample:
    before = cpu(target.pid), cpu(target.database_pid)
    made = partial(requests, count, world.write_key, world.people, seed, repeated)
    outcome = apart(drive_all, target.port, made, SENDERS)
    after = cpu(target.pid), cpu(target.database_pid)
    spent = after[0] - before[0], after[1] - before[1]
    return Sample(count * BATCH, outcome.seconds, *spent, {MEMORY: peak_memory(target.pid)})


def _checked(world: World, sample: Sample, expected: int) -> Sample:
    stored = asyncio.run(store.count(world.url, "events"))
    if stored != expected:
        message = f"{expected} events should be stored and {stored} are."
        raise RuntimeError(message)
    return sample
