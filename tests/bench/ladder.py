"""The ladder page against bare FastAPI that answers with the same bytes."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.load import drive_for, http
from tests.bench.processes import apart, cpu, served
from tests.bench.table import Row, Sample
from tests.bench.world import World

CONNECTIONS = 4
PAGE, BARE = "ladder page", "bare FastAPI, the same bytes"
COOKIE = "__Host-session"

# Nothing keeps pages yet, so every one is cold; a hot row belongs here as soon as something does.
ON_POSTGRESQL = Row("ladder page, cold (PostgreSQL)", PAGE, BARE, must=0.12, goal=0.20)
ON_SQLITE = Row("ladder page, cold (SQLite)", PAGE, BARE)


@dataclass(frozen=True)
class Target:
    """A running server: where it listens, its process, and the process of its database server."""

    port: int
    pid: int
    database_pid: int | None = None


def requests(tokens: tuple[str, ...]) -> Iterator[bytes]:
    """The start page, for ever, each time of a random member."""
    pages = [http("GET", "/", {"Cookie": f"{COOKIE}={token}", "Accept": "text/html"}) for token in tokens]
    chance = random.Random()
    while True:
        yield chance.choice(pages)


@contextmanager
def variants(
    world: World, environment: Mapping[str, str], database_pid: int | None, folder: Path, seconds: float
) -> Iterator[Mapping[str, Callable[[], Sample]]]:
    """Both servers, running until the block ends, and a way to measure each once."""
    tokens = tuple(person.token for person in world.people)
    page = folder / "page.html"
    with served("portal", environment) as (port, pid):
        page.write_bytes(_typical(port, tokens[:99]))
        with served("bare", {**environment, "BENCH_PAGE": str(page)}) as (bare_port, bare_pid):
            portal, bare = Target(port, pid, database_pid), Target(bare_port, bare_pid)
            yield {
                PAGE: partial(measure, portal, tokens, seconds),
                BARE: partial(measure, bare, tokens, seconds),
            }


def measure(target: Target, tokens: tuple[str, ...], seconds: float) -> Sample:
    """Load one server for some seconds."""
    before = cpu(target.pid), cpu(target.database_pid)
    outcome = apart(drive_for, seconds, target.port, partial(requests, tokens), CONNECTIONS)
    after = cpu(target.pid), cpu(target.database_pid)
    return Sample(outcome.answers, outcome.seconds, after[0] - before[0], after[1] - before[1])


def _typical(port: int, tokens: tuple[str, ...]) -> bytes:
    """Of some members' pages, the one of the middle size."""
    return sorted((_page(port, token) for token in tokens), key=len)[len(tokens) // 2]


def _page(port: int, token: str) -> bytes:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/", headers={"Cookie": f"{COOKIE}={token}"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200 or b"<html" not in body:
        message = f"The ladder page answers {answer.status}: {body[:300]!r}"
        raise RuntimeError(message)
    return body
