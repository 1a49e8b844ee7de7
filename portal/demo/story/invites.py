"""Meeting invites of a demo account: the weekly call until go-live, a monthly review after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from portal.demo.story.occurrence import Occurrence
from portal.demo.story.plan import LONGEST_HISTORY, AccountPlan
from portal.demo.story.situations import Invites
from portal.domain.invites import ACCEPTED, ATTENDED, DECLINED, SENT

WEEK = 7
MONTH = 28
NOTICE = timedelta(days=3)
WINDOW = timedelta(days=14)
SHARE_DECLINED = 0.08


@dataclass(frozen=True, slots=True)
class DemoMeeting:
    """A meeting that a CSM invites to; `id` is that of the invite."""

    id: str
    title: str
    on: date
    sent_on: date


def invite_events(random: Random, plan: AccountPlan, now: datetime) -> Iterator[Occurrence]:
    """Every invite that was sent up to now, and what became of it."""
    for meeting in _meetings(plan, now.date()):
        if plan.kickoff_on is None or not _sent(plan, meeting, now):
            continue
        properties = {"invite_id": meeting.id, "title": meeting.title}
        yield Occurrence(sent_at(meeting, now), SENT, None, properties)
        if not ignored(plan, meeting, now):
            yield from _answers(random, plan, meeting, now)


def scheduled(plan: AccountPlan, now: datetime) -> Iterator[DemoMeeting]:
    """The meetings that stand in the calendar: those people were invited to, and those they soon will be."""
    for meeting in _meetings(plan, now.date()):
        if plan.kickoff_on and (_sent(plan, meeting, now) or sent_at(meeting, now) > now):
            yield meeting


def sent_at(meeting: DemoMeeting, now: datetime) -> datetime:
    """When its invite goes out."""
    return _at(meeting.sent_on, 9, now)


def ignored(plan: AccountPlan, meeting: DemoMeeting, now: datetime) -> bool:
    """Whether nobody answers."""
    return plan.situation.invites is Invites.IGNORED and meeting.sent_on >= (now - WINDOW).date() - timedelta(days=2)


def _meetings(plan: AccountPlan, today: date) -> Iterator[DemoMeeting]:
    kickoff = plan.kickoff_on
    if kickoff is None:
        return
    for number in count():
        on = kickoff + timedelta(days=WEEK * number)
        if (plan.went_live_on and on >= plan.went_live_on) or on - NOTICE > today:
            break
        yield _meeting(plan, number, "Weekly call" if number else "Kickoff", on)
    if plan.went_live_on:
        for number in range(1, (today - plan.went_live_on).days // MONTH + 2):
            on = plan.went_live_on + timedelta(days=MONTH * number - WEEK)
            yield _meeting(plan, 100 + number, "Business review", on)
    if plan.situation.invites is Invites.IGNORED:
        sent = today - timedelta(days=2)
        yield DemoMeeting(f"{plan.company.slug}-sponsor", "Sponsor check-in", today + timedelta(days=1), sent)


def _meeting(plan: AccountPlan, number: int, title: str, on: date) -> DemoMeeting:
    return DemoMeeting(f"{plan.company.slug}-{number}", title, on, on - NOTICE)


def _sent(plan: AccountPlan, meeting: DemoMeeting, now: datetime) -> bool:
    if sent_at(meeting, now) > now or meeting.sent_on < (now - LONGEST_HISTORY).date():
        return False
    silent_for = max(WINDOW, timedelta(days=plan.situation.hold.began if plan.situation.hold else 0))
    quiet = plan.situation.invites is Invites.NONE_SENT
    return not (quiet and meeting.sent_on >= (now - silent_for).date() - timedelta(days=2))


def _answers(random: Random, plan: AccountPlan, meeting: DemoMeeting, now: datetime) -> Iterator[Occurrence]:
    properties = {"invite_id": meeting.id, "title": meeting.title}
    guests = plan.active[:2]
    for place, guest in enumerate(guests):
        refuses = place > 0 and random.random() < SHARE_DECLINED
        answered = _at(meeting.sent_on, 11 + place, now)
        if answered <= now:
            yield Occurrence(answered, DECLINED if refuses else ACCEPTED, guest.external_id, properties)
        came = _at(meeting.on, 14, now)
        if not refuses and came <= now:
            yield Occurrence(came, ATTENDED, guest.external_id, properties)


def _at(day: date, hour: int, now: datetime) -> datetime:
    return datetime.combine(day, time(hour), now.tzinfo)
