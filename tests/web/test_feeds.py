"""Calendars that other programs subscribe to: whose they are, what is in them, and who can read them."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from icalendar import Calendar
from sqlalchemy import select, update

from portal.db.engine import Database
from portal.db.tables import AuditEntry, CoachBooking, Hold, Kickoff, Meeting, Onboarding, Staff, TouchpointRecord
from portal.domain.touchpoints import Settled
from tests.factories import HTMX, NOW, add_account, add_member, browser
from tests.web.internal.conftest import CATALOGUE, Office, office

__all__ = ["office"]
TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Subscription:
    """A CSM with a live account, and a calendar program that knows their secret address."""

    office: Office
    path: str
    program: httpx.AsyncClient

    async def read(self) -> Calendar:
        answer = await self.program.get(self.path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        calendar = Calendar.from_ical(answer.content)
        assert isinstance(calendar, Calendar)
        return calendar

    async def summaries(self) -> list[str]:
        return [str(event["SUMMARY"]) for event in (await self.read()).events]

    async def add(self, **given: object) -> None:
        about = {"title": "Weekly call", "starts_at": NOW + timedelta(days=1), "minutes": 30, "attendees": []}
        row = {"account_id": self.office.account_id, "uid": f"{given}@portal.test", "changed_at": NOW} | about | given
        async with self.office.database.write() as session:
            session.add(Meeting(**row))


async def address(client: httpx.AsyncClient) -> str:
    page = await client.post("/internal/calendar/feed", headers=HTMX)
    found = re.search(r'value="https://portal\.test(/calendar/[\w-]{43}\.ics)"', page.text)
    assert found, page.text
    return found[1]


@pytest.fixture
async def subscription(office: Office) -> AsyncIterator[Subscription]:
    run = {"csm_id": office.csm_id, "went_live_on": TODAY - timedelta(days=8)}
    async with office.database.write() as session:
        await session.execute(update(Onboarding).values(run))
    async with browser(app_of(office)) as program:
        yield Subscription(office, await address(office.client), program)


def app_of(office: Office) -> FastAPI:
    transport = office.client._transport  # noqa: SLF001 - the one way to the application behind a client
    assert isinstance(transport, httpx.ASGITransport)
    app = transport.app
    assert isinstance(app, FastAPI)
    return app


async def test_a_feed_has_what_its_owner_guides_and_nothing_else(subscription: Subscription) -> None:
    office, other = subscription.office, await add_account(subscription.office.database, name="Oster & Sons")
    await subscription.add(title="Orders; carriers, and more")
    await subscription.add(title="Not mine", account_id=other)
    member = await add_member(office.database, office.account_id)
    async with office.database.write() as session:
        at = {"account_id": office.account_id, "starts_at": NOW + timedelta(days=3)}
        session.add(CoachBooking(**at, subject_id=member, milestone_id="order_data", at=NOW, event_id=7))
        session.add(Kickoff(**at, minutes=45, attendees=[]))
    found = await subscription.summaries()
    assert found[0] == "Halden Freight: First value report"
    assert sorted(found[-3:]) == [
        "Halden Freight: Orders; carriers, and more",
        "Halden Freight: coaching session with Priya Raman",
        "Halden Freight: kickoff",
    ]
    assert len(found) == len(CATALOGUE.lifecycle.schedule) + 3


async def test_names_stay_and_editions_grow(subscription: Subscription) -> None:
    async def touchpoint() -> tuple[str, int, object]:
        event = (await subscription.read()).events[0]
        return str(event["UID"]), int(str(event["SEQUENCE"])), event.decoded("DTSTART")

    uid, before, on = await touchpoint()
    assert on == TODAY - timedelta(days=1)
    to = TODAY + timedelta(days=2)
    await subscription.office.send("touchpoints/first_value_report-1/move", version="0", to=to.isoformat())
    again, after, moved = await touchpoint()
    assert (again, moved) == (uid, to)
    assert after > before


async def test_what_was_called_off_stays_for_thirty_days(subscription: Subscription) -> None:
    for days in (29, 31):
        ago = NOW - timedelta(days=days)
        await subscription.add(title=f"Off {days} days ago", cancelled_at=ago, uid=f"{days}@portal.test")
        about = {"settled": Settled.SKIPPED, "settled_on": ago.date(), "note": "Away", "weeks": 1 if days < 30 else 3}
        name = "first_value_report" if days < 30 else "user_success_story"
        async with subscription.office.database.write() as session:
            account = subscription.office.account_id
            session.add(TouchpointRecord(account_id=account, touchpoint_id=name, **about))
    events = (await subscription.read()).events
    cancelled = {str(event["SUMMARY"]) for event in events if event["STATUS"] == "CANCELLED"}
    assert cancelled == {"Halden Freight: Off 29 days ago", "Halden Freight: First value report"}
    assert not {"User success story", "Off 31 days ago"} & {str(e["SUMMARY"]).partition(": ")[2] for e in events}


async def test_whoever_has_it_as_it_stands_gets_nothing_again(subscription: Subscription) -> None:
    first = await subscription.program.get(subscription.path)
    tag = first.headers["ETag"]
    again = await subscription.program.get(subscription.path, headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    await subscription.add()
    changed = await subscription.program.get(subscription.path, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] == tag) == (200, False)


async def test_a_hold_moves_what_stands_in_the_feed(subscription: Subscription) -> None:
    before = (await subscription.read()).events[1].decoded("DTSTART")
    hold = {"started_on": TODAY, "expected_end_on": TODAY + timedelta(days=7), "reason": "They move"}
    async with subscription.office.database.write() as session:
        session.add(Hold(account_id=subscription.office.account_id, **hold))
    assert (await subscription.read()).events[1].decoded("DTSTART") == before + timedelta(days=7)


async def test_a_new_address_ends_the_one_before(subscription: Subscription) -> None:
    fresh = await address(subscription.office.client)
    assert (await subscription.program.get(subscription.path)).status_code == 404
    assert (await subscription.program.get(fresh)).status_code == 200
    await subscription.office.client.post("/internal/calendar/feed/end", headers=HTMX)
    assert (await subscription.program.get(fresh)).status_code == 404
    async with subscription.office.database.read() as session:
        acts = list(await session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))
    assert acts == ["feed.renewed", "feed.renewed", "feed.ended"]


async def test_nobody_reads_it_under_another_address_or_for_somebody_who_left(subscription: Subscription) -> None:
    for strange in ("/calendar/x.ics", f"/calendar/{'x' * 43}.ics"):
        assert (await subscription.program.get(strange)).status_code == 404
    await disable(subscription.office.database)
    assert (await subscription.program.get(subscription.path)).status_code == 404


async def disable(database: Database) -> None:
    async with database.write() as session:
        await session.execute(update(Staff).values(disabled_at=NOW))
