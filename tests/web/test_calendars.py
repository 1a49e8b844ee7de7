"""The format other calendars read: whatever people type comes back as they typed it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from portal.domain.meetings import Details, Meeting, MeetingKind, Organiser
from portal.web.calendars import invite

AT = datetime(2026, 11, 19, 13, 30, tzinfo=UTC)
WIDEST = 75
"""Octets that a line has at most (RFC 5545, 3.1)."""
# What forms let through: no control characters; lines end as Python's own do.
LINES = st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")), max_size=200)
TEXTS = st.lists(LINES, max_size=5).map("\n".join)
HOSTILE = st.sampled_from(
    ["a,b;c\\d", "\\n", "BEGIN:VEVENT", "ünï" * 60, "日本語" * 40, "🙂" * 50, '"quoted": x', "x" * 200]
)


def meeting(title: str, note: str, place: str, sequence: int = 0) -> Meeting:
    guests = ("Priya Raman <priya@halden.test>", "Elif, IT")
    details = Details(title, MeetingKind.WEEKLY, AT, 30, guests, place, note)
    organiser = Organiser(uuid4(), title or "Tomás", "tomas@vendor.test")
    return Meeting(
        id=uuid4(),
        account_id=uuid4(),
        account="Halden Freight",
        details=details,
        organiser=organiser,
        uid="one@portal.test",
        sequence=sequence,
        changed_at=AT - timedelta(days=1),
        invited_at=None,
        cancelled_at=None,
        done_at=None,
        outcome="",
        version=1,
        edited_by=None,
    )


@given(title=LINES | HOSTILE, note=TEXTS | HOSTILE, place=LINES | HOSTILE, sequence=st.integers(0, 10_000))
def test_an_invite_says_what_was_typed(title: str, note: str, place: str, sequence: int) -> None:
    body = invite("Marlowe", meeting(title, note, place, sequence))
    assert all(len(line) <= WIDEST for line in body.split(b"\r\n"))
    calendar = Calendar.from_ical(body)
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    assert event["SUMMARY"] == title
    assert event.get("DESCRIPTION", "") == note
    assert event.get("LOCATION", "") == place
    assert (event["UID"], event["SEQUENCE"]) == ("one@portal.test", sequence)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (AT, AT + timedelta(minutes=30))
