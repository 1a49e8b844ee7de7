"""Ticking a step, and the part of the page that answers, against bare FastAPI that answers with the same bytes."""

import asyncio
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import repeat
from pathlib import Path

from tests.bench import store
from tests.bench.climbing import Line, lines
from tests.bench.ladder import BARE, COOKIE, Target, fetch, measure
from tests.bench.load import http
from tests.bench.processes import served
from tests.bench.table import Round, Row, Sample
from tests.bench.world import Person, World

TICK = "ticking a step"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request-Type": "partial"}


def row(*, postgresql: bool) -> Row:
    """What is printed for a database."""
    kind, asked = ("PostgreSQL", (0.20, 0.35)) if postgresql else ("SQLite", (None, None))
    return Row(f"check-a-step partial ({kind})", TICK, BARE, *asked)


def request(line: Line) -> bytes:
    """Somebody says, on the ladder, that a step is done."""
    return http("POST", _path(line), {"Cookie": f"{COOKIE}={line.person.token}", **FORM}, b"page=home")


def _path(line: Line) -> str:
    return f"/milestones/{line.milestone}/steps/{line.step.id}"


def requests(people: tuple[Person, ...]) -> Iterator[bytes]:
    """Ticks, each of a random step of a random member that is not ticked yet, until every one is."""
    known = lines(people)
    random.shuffle(known)
    return map(request, known)


@contextmanager
def variants(
    world: World, environment: Mapping[str, str], database_pid: int | None, folder: Path, seconds: float
) -> Iterator[Sequence[Callable[[], Round]]]:
    """Both servers, running until the block ends, and a way to measure each once."""
    line, part = lines(world.people)[0], folder / "part.html"
    with served("portal", environment) as (port, pid):
        part.write_bytes(fetch(port, request(line), b'id="milestone-'))
        with served("bare", {**environment, "BENCH_PAGE": str(part)}) as (bare_port, bare_pid):
            bare, again = Target(bare_port, bare_pid), partial(repeat, request(line))
            yield [
                lambda: {TICK: tick(world, Target(port, pid, database_pid), seconds)},
                lambda: {BARE: measure(bare, again, seconds)},
            ]


def tick(world: World, target: Target, seconds: float) -> Sample:
    """Tick steps for some seconds, and check that every tick is stored."""
    asyncio.run(store.forget_events(world.url))
    sample = measure(target, partial(requests, world.people), seconds)
    stored = asyncio.run(store.count(world.url, "step_completions"))
    if stored != sample.count:
        message = f"{sample.count} steps should be ticked and {stored} are."
        raise RuntimeError(message)
    return sample
