"""A session with the guide as an entry for a calendar."""

from datetime import timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from portal.domain.acts import CoachSession
from portal.domain.coaching import MINUTES, Guide
from portal.ingest import Climber
from portal.web.words import Words


def session_calendar(words: Words, climber: Climber, guide: Guide, session: CoachSession) -> bytes:
    """The calendar file of a booked session; one that moved replaces itself in the calendar."""
    member, milestone = climber.member, climber.milestone
    event = Event()
    event.add("uid", f"{milestone.id}.{member.id}@{guide.email.rpartition('@')[2]}")
    event.add("sequence", session.edition)
    event.add("dtstamp", climber.now)
    event.add("dtstart", session.at)
    event.add("dtend", session.at + timedelta(minutes=MINUTES))
    event.add("summary", words.gettext("%(guide)s and %(member)s: %(milestone)s", **_names(climber, guide)))
    event.add("description", milestone.purpose)
    event.add("organizer", address(guide.email, guide.name))
    event.add("attendee", address(guide.email, guide.name))
    if member.email:
        event.add("attendee", address(member.email, member.name))
    calendar = Calendar()
    calendar.add("prodid", f"-//{climber.catalogue.vendor}//Onboarding//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _names(climber: Climber, guide: Guide) -> dict[str, str]:
    return {"guide": guide.name, "member": climber.member.name, "milestone": climber.milestone.title}


def address(email: str, name: str) -> vCalAddress:
    """Somebody as calendars name them."""
    person = vCalAddress(f"mailto:{email}")
    person.params["cn"] = vText(name)
    return person
