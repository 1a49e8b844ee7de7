"""An empty portal whose clock a test moves, with a CSM in a browser, a customer who sends events, and a worker."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, groupby
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

from portal.demo.story.vendor import PRODUCT_SOURCE, TOMAS
from portal.services import keys
from portal.worker import Worker
from tests import browser as finder
from tests.e2e.conftest import TELL_VIOLATIONS, watched
from tests.frozen import FrozenPortal, frozen_portal

KICKOFF = date(2027, 1, 12)
"""The first day of week 1."""
SIGNED_ON, OVER_ON = -14, 200
"""The days on which the story begins and ends, counted from kickoff."""
ACCOUNT = "nordwind"
"""The account, by the id the product knows it by."""
PEOPLE = {
    "ada": "Ada Berg",
    "bo": "Bo Lund",
    "cem": "Cem Kaya",
    "dia": "Dia Roy",
    "eli": "Eli Frost",
    "fay": "Fay Ito",
    "gus": "Gus Holm",
    "hana": "Hana Mori",
    "ivo": "Ivo Petrov",
    "june": "June Abara",
    "kim": "Kim Dahl",
}
"""The account's people, by the ids the product knows them by."""
PILOT = tuple(PEOPLE)[:5]
SWEEPS_EVERY = timedelta(minutes=16)
"""Within this time the worker plans its next look at every account, and takes it."""
Message = Mapping[str, Any]
"""A call of the tracking API."""
SETTLING = timedelta(seconds=2)
"""A batch settles for a second before its account is judged."""


def on(day: int) -> date:
    """The day so many days after kickoff; week n begins on day (n - 1) * 7 until go-live."""
    return KICKOFF + timedelta(days=day)


def at(day: int, hour: int = 9) -> datetime:
    """An hour of that day."""
    return datetime.combine(on(day), time(hour), UTC)


def moment_of(message: Message) -> datetime:
    """When it happened, as its sender says."""
    return datetime.fromisoformat(message["timestamp"])


def signed() -> list[Message]:
    """What the product reports of an account on the day it signs: who it is, and who its people are."""
    when = {"timestamp": at(SIGNED_ON, 8).isoformat()}
    who = {"type": "group", "groupId": ACCOUNT, "traits": {"name": "Nordwind", "industry": "Logistics"}}
    people = [
        {"type": "identify", "userId": one, "traits": {"name": name}, "context": {"groupId": ACCOUNT}}
        for one, name in PEOPLE.items()
    ]
    return [one | when for one in (who, *people)]


def used(people: Iterable[str], *days: int) -> list[Message]:
    """These people send an order each, at eight on these days."""
    return [_track("Order Dispatched", at(day, 8), by=one, order_id=f"{one}-{day}") for day in days for one in people]


def invited(day: int, answer: str = "", by: str = "ada") -> list[Message]:
    """A weekly invite goes out at six, and somebody answers it within the hour, or nobody does."""
    about = {"invite_id": f"weekly-{day}", "title": "Weekly call"}
    answers = [_track(f"Meeting Invite {answer}", at(day, 7), by=by, **about)] if answer else []
    return [_track("Meeting Invite Sent", at(day, 6), **about), *answers]


def _track(event: str, moment: datetime, *, by: str | None = None, **properties: object) -> Message:
    who = {"userId": by} if by else {}
    about = {"event": event, "properties": properties, "timestamp": moment.isoformat()}
    return {"type": "track", **about, **who, "context": {"groupId": ACCOUNT}}


@dataclass
class Stage:
    """A portal, its worker, the page of its CSM, and the customer's product that reports to it."""

    portal: FrozenPortal
    page: Page
    worker: Worker
    product: httpx.Client
    numbers: Iterator[int] = field(default_factory=count)

    def go(self, day: int, *happened: Message, hour: int = 9) -> None:
        """Let the clock run on to an hour of a day; what happened meanwhile is reported on its day."""
        for _, reported in groupby(sorted(happened, key=moment_of), key=lambda one: moment_of(one).date()):
            messages = list(reported)
            self._wait_until(moment_of(messages[-1]))
            self.send(*messages)
            self.work()
        for moment in (at(day, hour) - SWEEPS_EVERY, at(day, hour)):
            self._wait_until(moment)
            self.work()

    def leave(self) -> None:
        """Nobody looks at a page for weeks: open, it would read itself anew at every turn of the worker."""
        self.page.goto("about:blank")

    def _wait_until(self, then: datetime) -> None:
        assert then >= self.portal.clock.now, f"It is {self.portal.clock.now} already."
        self.portal.clock.now = then

    def work(self) -> None:
        """Let the worker do what is due: first what came in, and once that has settled what follows from it."""
        for _ in range(2):
            self.portal.clock.now += SETTLING
            self.portal.do(self._work())

    async def _work(self) -> None:
        while await self.worker.step():
            pass

    def send(self, *messages: Message) -> None:
        """Report what happened through the address every client of the product uses."""
        now = self.portal.clock.now.isoformat()
        batch = [{"messageId": f"{ACCOUNT}-{next(self.numbers)}", **one} for one in messages]
        body = {"batch": batch, "sentAt": now}
        answer = self.product.post("/v1/batch", json=body)
        assert answer.status_code == 200, answer.text


@contextmanager
def stage(database_url: str, problems: list[str]) -> Iterator[Stage]:
    """The stage on an empty, migrated database, until the block ends; what goes wrong in the page is noted."""
    # The browser comes last: while Playwright is open its event loop runs in this thread, and no other can.
    with (
        frozen_portal(database_url, accounts=0, now=at(SIGNED_ON, 7)) as portal,
        httpx.Client(base_url=portal.base_url, auth=(portal.do(_write_key(portal)), "")) as product,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=finder.find(), args=list(finder.FLAGS)) as chromium,
    ):
        context = chromium.new_context(base_url=portal.base_url, reduced_motion="reduce")
        context.add_init_script(TELL_VIOLATIONS)
        # No session lasts for weeks, but one that begins when all is over does not end before.
        context.add_cookies(portal.cookies(TOMAS.email, at(OVER_ON)))  # type: ignore[arg-type]  # they are cookies
        worker = Worker(portal.database, portal.app.state.portal.playbook, portal.clock)
        yield Stage(portal, watched(context, problems), worker, product)
        context.close()


async def _write_key(portal: FrozenPortal) -> str:
    async with portal.database.write() as session:
        return await keys.create(
            session, label="Product", source=PRODUCT_SOURCE, scopes=[keys.EVENTS_WRITE], now=portal.clock.now
        )
