"""From an event of the vendor's product to the tick on the open page, as the member sees it."""

import asyncio
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial

from tests.bench import ingest, store
from tests.bench.browser import watch
from tests.bench.ladder import CONNECTIONS
from tests.bench.load import Outcome, drive_for
from tests.bench.processes import apart, served
from tests.bench.table import Figure, Round, Sample, centile
from tests.bench.world import World

ALONE, BUSY, ACROSS = "alone", "while others send", "sent to another process"
MEDIAN, LONGEST = "p50", "p99"
BATCHES = 1_000_000
"""More than anybody sends in a round."""


def rows(*, postgresql: bool) -> list[Figure]:
    """What is printed for a database."""
    kind = "PostgreSQL" if postgresql else "SQLite"
    return [
        Figure(f"event → tick on the open page, p99, ms ({kind})", ALONE, LONGEST, must=1000, goal=200),
        Figure("  … p50, ms", ALONE, MEDIAN),
        Figure("  … while others send batches, p99, ms", BUSY, LONGEST, must=1000, goal=200),
        Figure("  … p50, ms", BUSY, MEDIAN),
        Figure("  … sent to another process, p99, ms", ACROSS, LONGEST, must=1000, goal=200),
        Figure("  … p50, ms", ACROSS, MEDIAN),
    ]


@contextmanager
def variants(world: World, environment: Mapping[str, str], seconds: float) -> Iterator[Sequence[Callable[[], Round]]]:
    """Two processes of the portal, running until the block ends, and a way to measure each case once."""
    with served("portal", environment) as (port, _), served("portal", environment) as (other, _):
        yield [
            lambda: {ALONE: measure(world, port, port, seconds)},
            lambda: {BUSY: measure(world, port, port, seconds, busy=True)},
            lambda: {ACROSS: measure(world, port, other, seconds)},
        ]


def measure(world: World, port: int, sent_to: int, seconds: float, *, busy: bool = False) -> Sample:
    """Watch pages for some seconds while events tick their steps, and check that every tick is stored."""
    asyncio.run(store.forget_events(world.url))
    half = len(world.people) // 2
    watched, others = world.people[:half], world.people[half:]
    made = partial(ingest.requests, BATCHES, world.write_key, others, secrets.randbits(32))
    with _background(partial(drive_for, seconds, sent_to, made, CONNECTIONS)) if busy else nullcontext():
        waits = apart(watch, port, sent_to, world.write_key, watched, seconds)
    stored = asyncio.run(store.count_ticks(world.url, watched))
    if stored != len(waits):
        message = f"{len(waits)} steps should be ticked and {stored} are."
        raise RuntimeError(message)
    return Sample(len(waits), seconds, figures={MEDIAN: centile(waits, 50), LONGEST: centile(waits, 99)})


@contextmanager
def _background(load: Callable[[], Outcome]) -> Iterator[None]:
    """Run a load beside the block, in a process of its own; not every answer being well is an error."""
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(apart, load)
        yield
        if not sending.result().answers:
            message = "Nothing was sent beside the pages."
            raise RuntimeError(message)
