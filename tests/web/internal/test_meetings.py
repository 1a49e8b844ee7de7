"""Meetings in a browser: set up, changed by two, invited to, answered, held and called off."""

import re
from datetime import timedelta
from uuid import UUID

from icalendar import Calendar
from sqlalchemy import select, update

from portal.db.tables import AuditEntry, Event, Meeting, Onboarding
from tests.factories import NOW, add_member
from tests.web.internal.conftest import Office

ABOUT = {
    "title": "Weekly call",
    "kind": "weekly",
    "starts_at": "2026-11-19T14:30",
    "minutes": "30",
    "attendees": "Priya Raman <priya@halden.test>\nElif, IT",
    "place": "https://meet.test/halden",
    "touchpoint": "",
    "note": "Orders, carriers; and what is next",
    "version": "0",
}


async def schedule(office: Office, **typed: str) -> UUID:
    """Set up a meeting; its id."""
    answer = await office.send("meetings", **ABOUT | typed)
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["Location"].rpartition("/")[2])


async def events(office: Office) -> list[tuple[str, UUID | None, dict[str, str]]]:
    async with office.database.read() as session:
        found = await session.execute(select(Event.name, Event.member_id, Event.properties).order_by(Event.id))
        return [(row.name, row.member_id, row.properties) for row in found]


async def test_a_meeting_stands_in_the_calendar_at_the_readers_own_time(office: Office) -> None:
    await office.client.post("/internal/you/time-zone", data={"time_zone": "Europe/Berlin"})
    meeting = await schedule(office)
    async with office.database.read() as session:
        kept = await session.get_one(Meeting, meeting)
    assert kept.starts_at.isoformat() == "2026-11-19T13:30:00+00:00"
    page = (await office.client.get("/internal/calendar?who=all")).text
    assert re.search(r'datetime="2026-11-19T13:30:00\+00:00">14:30<', page)
    assert "14:30" in (await office.client.get(office.path(f"meetings/{meeting}"))).text
    assert 'value="2026-11-19T14:30"' in (await office.client.get(office.path(f"meetings/{meeting}/edit"))).text


async def test_what_is_missing_is_said_and_nothing_typed_is_lost(office: Office) -> None:
    answer = await office.send("meetings", **ABOUT | {"title": "", "starts_at": "soon", "minutes": "9999"})
    assert answer.status_code == 422
    for sentence in ("Give it a name", "Choose a day and a time.", "between 5 minutes and 8 hours", "Elif, IT"):
        assert sentence in answer.text
    far = await office.send("meetings", **ABOUT | {"starts_at": "2099-01-01T10:00"})
    assert (far.status_code, "more than two years away" in far.text) == (422, True)


async def test_the_second_of_two_editors_is_told_and_loses_nothing(office: Office) -> None:
    meeting = await schedule(office)
    opened = (await office.client.get(office.path(f"meetings/{meeting}/edit"))).text
    seen = re.search(r'name="seen" type="hidden" value="([^"]*)"', opened)
    assert seen
    about = ABOUT | {"version": "1", "seen": seen[1].replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")}
    await office.send(f"meetings/{meeting}", **about | {"starts_at": "2026-11-20T10:00"})
    late = await office.send(f"meetings/{meeting}", **about | {"place": "Room 4"})
    assert late.status_code == 409
    assert "<q>20 Nov, 10:00</q>" in late.text
    assert 'value="2026-11-20T10:00"' in late.text
    assert 'value="Room 4"' in late.text
    again = about | {"version": "2", "starts_at": "2026-11-20T10:00", "place": "Room 4"}
    assert (await office.send(f"meetings/{meeting}", **again)).status_code == 303


async def test_an_invite_names_everybody_and_its_sequence_grows(office: Office) -> None:
    meeting = await schedule(office)
    first = await invite(office, meeting)
    await office.send(f"meetings/{meeting}", **ABOUT | {"version": "1", "minutes": "45"})
    second = await invite(office, meeting)
    (before, after) = (calendar.events[0] for calendar in (first, second))
    assert first["METHOD"] == "REQUEST"
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert before["ATTENDEE"] == "mailto:priya@halden.test"
    assert before["ATTENDEE"].params["RSVP"] == "TRUE"
    assert before["ORGANIZER"].params["CN"] == "Tomás Vidal"
    late = await office.send(f"meetings/{meeting}/cancel", version="1")
    assert (late.status_code, "Tomás Vidal changed this while you were editing" in late.text) == (409, True)
    await office.send(f"meetings/{meeting}/cancel", version="2")
    last = await invite(office, meeting)
    assert (last["METHOD"], last.events[0]["STATUS"], last.events[0]["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


async def invite(office: Office, meeting: UUID) -> Calendar:
    answer = await office.client.get(office.path(f"meetings/{meeting}/invite.ics"))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    assert isinstance(calendar, Calendar)
    return calendar


async def test_what_is_sent_and_answered_becomes_events_that_the_verdict_reads(office: Office) -> None:
    priya = await add_member(office.database, office.account_id, email="priya@halden.test")
    meeting = await schedule(office)
    for _ in range(2):
        await office.send(f"meetings/{meeting}/invited")
    guest = "Priya Raman <priya@halden.test>"
    page = (await office.send(f"meetings/{meeting}/answers", guest=guest, answer="accepted")).text
    assert "Accepted" in page
    assert "No answer yet" in page
    (sent, accepted) = await events(office)
    assert (sent[0], accepted[0], accepted[1]) == ("Meeting Invite Sent", "Meeting Invite Accepted", priya)
    assert sent[2]["invite_id"] == accepted[2]["invite_id"]
    assert accepted[2]["attendee"] == guest


async def test_an_answer_says_that_the_invite_went_out(office: Office) -> None:
    meeting = await schedule(office)
    await office.send(f"meetings/{meeting}/answers", guest="Elif, IT", answer="declined")
    assert [name for name, *_ in await events(office)] == ["Meeting Invite Sent", "Meeting Invite Declined"]
    strange = await office.send(f"meetings/{meeting}/answers", guest="Nobody", answer="accepted")
    assert (strange.status_code, "is not among those who are invited" in strange.text) == (422, True)


async def test_what_came_of_it_is_said_afterwards(office: Office) -> None:
    ahead = await schedule(office)
    assert (await office.send(f"meetings/{ahead}/held", version="1", outcome="Fine")).status_code == 409
    over = await schedule(office, starts_at="2026-11-16T14:30")
    assert "No outcome<" in (await office.client.get("/internal/calendar?who=all")).text
    page = (await office.send(f"meetings/{over}/held", version="1", outcome="They start on Monday.")).text
    assert "They start on Monday." in page
    assert "No outcome<" not in (await office.client.get("/internal/calendar?who=all")).text


async def test_whoever_guides_nobody_changes_nothing(office: Office) -> None:
    meeting = await schedule(office)
    for path in ("", f"/{meeting}", f"/{meeting}/cancel", f"/{meeting}/invited", f"/{meeting}/answers"):
        typed = ABOUT | {"version": "1", "guest": "Elif, IT", "answer": "accepted"}
        assert (await office.outsider.post(office.path(f"meetings{path}"), data=typed)).status_code == 403, path
    async with office.database.read() as session:
        assert list(await session.scalars(select(AuditEntry.act))) == ["meeting.added"]


async def test_what_came_of_a_meeting_is_what_came_of_its_touchpoint(office: Office) -> None:
    async with office.database.write() as session:
        await session.execute(update(Onboarding).values(went_live_on=NOW.date() - timedelta(days=8)))
    meeting = await schedule(office, starts_at="2026-11-16T14:30", touchpoint="first_value_report-1")
    await office.send(f"meetings/{meeting}/held", version="1", outcome="They want it monthly.")
    page = (await office.client.get(office.path("touchpoints/first_value_report-1"))).text
    assert "They want it monthly." in page
    assert "It was not held after all" in page
