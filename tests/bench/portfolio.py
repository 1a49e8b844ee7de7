"""The portfolio with a hundred thousand accounts against the same pages with a thousand."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from urllib.parse import urlencode

from tests.bench.accounts import Crowd
from tests.bench.ladder import CONNECTIONS, COOKIE, Target
from tests.bench.load import drive_for, http
from tests.bench.processes import apart, cpu, served
from tests.bench.table import Row, Sample

FEW, MANY = 1_000, 100_000
LARGE, SMALL = f"{MANY:,} accounts", f"{FEW:,} accounts"
# At most 1.3 times as long, and better 1.1 times.
ON_POSTGRESQL = Row("portfolio pages (PostgreSQL)", LARGE, SMALL, must=1 / 1.3, goal=1 / 1.1)
ON_SQLITE = Row("portfolio pages (SQLite)", LARGE, SMALL, must=1 / 1.3, goal=1 / 1.1)

QUESTIONS: tuple[dict[str, str], ...] = (
    {},
    {"view": "mine"},
    {"view": "due"},
    {"view": "before_kickoff"},
    {"view": "past_go_live"},
    {"view": "on_hold"},
    {"level": "critical"},
    {"sort": "name"},
    {"sort": "week", "down": "1"},
    {"sort": "next", "level": "at_risk"},
    {"q": "caldera"},
)


def requests(crowd: Crowd) -> Iterator[bytes]:
    """Pages of the portfolio, for ever: random questions, half of them from a random account on."""
    chance = random.Random()
    while True:
        question = dict(chance.choice(QUESTIONS))
        if chance.random() < 0.5:
            question["after"] = str(chance.choice(crowd.some))
        cookie = f"{COOKIE}={chance.choice(crowd.tokens)}"
        yield http("GET", f"/internal/?{urlencode(question)}", {"Cookie": cookie, "Accept": "text/html"})


@contextmanager
def variants(
    crowds: Mapping[str, Crowd], environment: Mapping[str, str], database_pid: int | None, seconds: float
) -> Iterator[Mapping[str, Callable[[], Sample]]]:
    """A server for each crowd, running until the block ends, and a way to measure each once."""
    with ExitStack() as held:
        measured = {}
        for name, crowd in crowds.items():
            port, pid = held.enter_context(served("portal", {**environment, "PORTAL_DATABASE_URL": crowd.url}))
            measured[name] = partial(measure, Target(port, pid, database_pid), crowd, seconds)
        yield measured


def measure(target: Target, crowd: Crowd, seconds: float) -> Sample:
    """Load one server for some seconds."""
    before = cpu(target.pid), cpu(target.database_pid)
    outcome = apart(drive_for, seconds, target.port, partial(requests, crowd), CONNECTIONS)
    after = cpu(target.pid), cpu(target.database_pid)
    return Sample(outcome.answers, outcome.seconds, after[0] - before[0], after[1] - before[1])
