"""Meetings and whole calendars in the format of RFC 5545, for other programs to read."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from icalendar import Calendar, Event

from portal.db.calendar import KickoffTime, Session
from portal.domain.coaching import MINUTES
from portal.domain.meetings import Meeting
from portal.domain.touchpoints import State
from portal.services.feeds import Feed, Planned
from portal.web.invites import address

REFRESH: Final = timedelta(hours=1)
REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"
STATUSES: Final = {State.SKIPPED: "CANCELLED", State.FORECAST: "TENTATIVE"}
"""What becomes of a touchpoint in a calendar that is not simply there."""


def invite(vendor: str, meeting: Meeting) -> bytes:
    """The invite to a meeting as it stands, or its cancellation, to send to whoever is invited."""
    event = _meeting(meeting, meeting.details.title)
    if meeting.organiser:
        event.add("organizer", address(meeting.organiser.email, meeting.organiser.name))
    for one in meeting.addresses:
        guest = address(one, one)
        guest.params["partstat"], guest.params["rsvp"] = "NEEDS-ACTION", "TRUE"
        event.add("attendee", guest)
    return _calendar(vendor, CANCEL if meeting.cancelled_at else REQUEST, [event])


def feed(vendor: str, shown: Feed, base_url: str, host: str) -> bytes:
    """Somebody's whole calendar; the same for as long as nothing in it changes."""
    events = [
        *(_planned(one, shown.names[one.touchpoint.account_id], base_url, host) for one in shown.touchpoints),
        *(_entry(one, base_url) for one in shown.meetings),
        *(_kickoff(one, shown.names[one.account_id], base_url, host) for one in shown.kickoffs),
        *(_session(one, shown) for one in shown.sessions),
    ]
    return _calendar(vendor, None, events, name=f"{vendor} onboarding: {shown.of.name}")


def _calendar(vendor: str, method: str | None, events: list[Event], name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{vendor}//Onboarding//EN")
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    else:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _meeting(meeting: Meeting, summary: str) -> Event:
    details = meeting.details
    event = _timed(meeting.uid, meeting.sequence, meeting.changed_at, details.starts_at, details.minutes)
    event.add("summary", summary)
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    if details.place:
        event.add("location", details.place)
    if details.note:
        event.add("description", details.note)
    return event


def _entry(meeting: Meeting, base_url: str) -> Event:
    """A meeting as it stands in the organiser's own calendar: with its account, and the way to its page."""
    event = _meeting(meeting, f"{meeting.account}: {meeting.details.title}")
    event.add("url", f"{base_url}/internal/accounts/{meeting.account_id}/meetings/{meeting.id}")
    return event


def _planned(planned: Planned, account: str, base_url: str, host: str) -> Event:
    """A touchpoint takes a whole day, and does not make anybody busy."""
    one = planned.touchpoint
    event = Event()
    event.add("uid", f"{one.key}.{one.account_id}@{host}")
    event.add("sequence", planned.edition)
    event.add("dtstamp", datetime.combine(one.on, time(), UTC))
    event.add("dtstart", one.on)
    event.add("summary", f"{account}: {one.name}")
    event.add("description", one.plan.purpose)
    event.add("transp", "TRANSPARENT")
    event.add("status", STATUSES.get(one.state(one.on), "CONFIRMED"))
    event.add("url", f"{base_url}/internal/accounts/{one.account_id}/touchpoints/{one.key}")
    return event


def _kickoff(kickoff: KickoffTime, account: str, base_url: str, host: str) -> Event:
    uid = f"kickoff.{kickoff.account_id}@{host}"
    event = _timed(uid, kickoff.version, kickoff.starts_at, kickoff.starts_at, kickoff.minutes)
    event.add("summary", f"{account}: kickoff")
    event.add("status", "CONFIRMED")
    event.add("url", f"{base_url}/internal/accounts/{kickoff.account_id}/kickoff")
    return event


def _session(session: Session, shown: Feed) -> Event:
    """A session that a member booked, under the name it has in the member's own calendar."""
    uid = f"{session.milestone_id}.{session.member_id}@{shown.of.email.rpartition('@')[2]}"
    event = _timed(uid, session.edition, session.at, session.starts_at, MINUTES)
    event.add("summary", f"{shown.names[session.account_id]}: coaching session with {session.member}")
    event.add("status", "CONFIRMED")
    return event


def _timed(uid: str, sequence: int, changed_at: datetime, starts_at: datetime, minutes: int) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", changed_at)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=minutes))
    return event
