"""Every list with many accounts, a hundred thousand where nobody says otherwise, against the same with a thousand.

Both are asked the same questions for pages that are as full in either: a CSM has forty accounts in both, and what is
asked for has more than a page among a thousand.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from tests.bench.accounts import Crowd
from tests.bench.ladder import COOKIE, Target, measure
from tests.bench.load import http
from tests.bench.processes import served
from tests.bench.table import Round, Row

FEW = 1_000
LARGE, SMALL = "many accounts", f"{FEW:,} accounts"
MUST, GOAL = 1 / 1.3, 1 / 1.1
"""At most 1.3 times as long, and better 1.1 times."""
Question = Mapping[str, str]


@dataclass(frozen=True)
class Listing:
    """A list: its address, what is asked of it, how a question goes on from somewhere in the middle, and who asks."""

    title: str
    path: str
    questions: tuple[Question, ...]
    onward: Callable[[Crowd, random.Random], Question]
    who: Callable[[Crowd, random.Random], Question]

    def row(self, accounts: int, database: str) -> Row:
        """The line of the table."""
        return Row(f"{self.title}, {accounts:,} accounts ({database})", LARGE, SMALL, must=MUST, goal=GOAL)


def _csm(crowd: Crowd, chance: random.Random) -> Question:
    return {"Cookie": f"{COOKIE}={chance.choice(crowd.tokens)}"}


def _owner(crowd: Crowd, _chance: random.Random) -> Question:
    return {"Cookie": f"{COOKIE}={crowd.owner}"}


def _program(crowd: Crowd, _chance: random.Random) -> Question:
    return {"Authorization": f"Bearer {crowd.key}"}


def _nowhere(_crowd: Crowd, _chance: random.Random) -> Question:
    return {}


def _account(crowd: Crowd, chance: random.Random) -> Question:
    return {"after": str(chance.choice(crowd.some).account)}


def _task(crowd: Crowd, chance: random.Random) -> Question:
    one = chance.choice(crowd.some)
    return {"account": str(one.account), "after": str(one.task)}


def _entry(crowd: Crowd, chance: random.Random) -> Question:
    """One of the newer ones: of a thousand accounts' entries, enough are older for a page of any question."""
    return {"before": str(chance.randint(2 * crowd.accounts, 3 * crowd.accounts))}


LISTINGS = (
    Listing(
        "portfolio",
        "/internal/",
        (
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
        ),
        _account,
        _csm,
    ),
    Listing("tasks", "/internal/tasks", ({"view": "mine"}, {"view": "by_account"}, {"view": "overdue"}), _task, _csm),
    Listing(
        "audit", "/internal/audit", ({}, {"what": "task"}, {"account": "caldera"}, {"who": "CSM 1"}), _entry, _owner
    ),
    Listing(
        "calendar",
        "/internal/calendar",
        ({}, {"view": "month"}, {"who": "all"}, {"view": "month", "who": "all"}),
        _nowhere,
        _csm,
    ),
    Listing("API accounts", "/api/v1/accounts", ({}, {"limit": "100"}), _account, _program),
)


def requests(listing: Listing, crowd: Crowd) -> Iterator[bytes]:
    """Pages of a list, for ever: random questions, half of them from somewhere in the middle on."""
    chance = random.Random()
    while True:
        question = dict(chance.choice(listing.questions))
        if chance.random() < 0.5:
            question |= listing.onward(crowd, chance)
        headers = {**listing.who(crowd, chance), "Accept": "text/html"}
        yield http("GET", f"{listing.path}?{urlencode(question)}", headers)


@contextmanager
def targets(
    crowds: Mapping[str, Crowd], environment: Mapping[str, str], database_pid: int | None
) -> Iterator[Mapping[str, Target]]:
    """A server for each of the crowds, running until the block ends."""
    with ExitStack() as held:
        running = {}
        for name, crowd in crowds.items():
            port, pid = held.enter_context(served("portal", {**environment, "PORTAL_DATABASE_URL": crowd.url}))
            running[name] = Target(port, pid, database_pid)
        yield running


def variants(
    listing: Listing, crowds: Mapping[str, Crowd], running: Mapping[str, Target], seconds: float
) -> Sequence[Callable[[], Round]]:
    """A way to measure a list once, for each of the crowds."""
    return [partial(_measure, name, running[name], listing, crowd, seconds) for name, crowd in crowds.items()]


def _measure(name: str, target: Target, listing: Listing, crowd: Crowd, seconds: float) -> Round:
    return {name: measure(target, partial(requests, listing, crowd), seconds)}
