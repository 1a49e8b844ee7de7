"""The ladder page against bare FastAPI that answers with the same bytes, and the memory it takes."""

import random
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPResponse
from pathlib import Path

from tests.bench.load import drive_for, http
from tests.bench.processes import apart, cpu, peak_memory, served
from tests.bench.table import Figure, Round, Row, Sample
from tests.bench.world import World

CONNECTIONS = 4
PAGE, BARE = "ladder page", "bare FastAPI, the same bytes"
COOKIE = "__Host-session"

MEMORY = "MB"


@dataclass(frozen=True)
class Target:
    """A running server: where it listens, its process, and the process of its database server."""

    port: int
    pid: int
    database_pid: int | None = None


def rows(*, postgresql: bool) -> list[Row | Figure]:
    """What is printed for a database."""
    kind, asked = ("PostgreSQL", (0.12, 0.20)) if postgresql else ("SQLite", (None, None))
    # Nothing keeps pages yet, so every one is cold; a hot row belongs here as soon as something does.
    return [
        Row(f"ladder page, cold ({kind})", PAGE, BARE, *asked),
        Figure("  … most memory of its process, MB", PAGE, MEMORY, must=300, goal=200),
    ]


def requests(tokens: tuple[str, ...]) -> Iterator[bytes]:
    """The start page, for ever, each time of a random member."""
    pages = [http("GET", "/", {"Cookie": f"{COOKIE}={token}", "Accept": "text/html"}) for token in tokens]
    chance = random.Random()
    while True:
        yield chance.choice(pages)


@contextmanager
def variants(
    world: World, environment: Mapping[str, str], database_pid: int | None, folder: Path, seconds: float
) -> Iterator[Sequence[Callable[[], Round]]]:
    """Both servers, running until the block ends, and a way to measure each once."""
    tokens = tuple(person.token for person in world.people)
    page = folder / "page.html"
    with served("portal", environment) as (port, pid):
        page.write_bytes(_typical(port, tokens[:99]))
        with served("bare", {**environment, "BENCH_PAGE": str(page)}) as (bare_port, bare_pid):
            portal, bare = Target(port, pid, database_pid), Target(bare_port, bare_pid)
            made = partial(requests, tokens)
            yield [
                lambda: {PAGE: measure(portal, made, seconds)},
                lambda: {BARE: measure(bare, made, seconds)},
            ]


def measure(target: Target, made: Callable[[], Iterator[bytes]], seconds: float) -> Sample:
    """Load one server with requests for some seconds."""
    before = cpu(target.pid), cpu(target.database_pid)
    outcome = apart(drive_for, seconds, target.port, made, CONNECTIONS)
    after = cpu(target.pid), cpu(target.database_pid)
    spent = after[0] - before[0], after[1] - before[1]
    return Sample(outcome.answers, outcome.seconds, *spent, {MEMORY: peak_memory(target.pid)})


def _typical(port: int, tokens: tuple[str, ...]) -> bytes:
    """Of some members' pages, the one of the middle size."""
    pages = (http("GET", "/", {"Cookie": f"{COOKIE}={token}"}) for token in tokens)
    return sorted((fetch(port, page, b"<html") for page in pages), key=len)[len(tokens) // 2]


def fetch(port: int, request: bytes, holds: bytes) -> bytes:
    """The body of one answer, which has to be well and hold these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = HTTPResponse(connection)
        answer.begin()
        body = answer.read()
    if answer.status != 200 or holds not in body:
        message = f"The portal answers {answer.status}: {body[:300]!r}"
        raise RuntimeError(message)
    return body
