"""What stands in the calendars of the demo's CSMs: the meetings behind the invites, and touchpoints that were held."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from portal.db.tables import Base, Meeting, TouchpointRecord
from portal.demo.story.invites import DemoMeeting, ignored, scheduled, sent_at
from portal.demo.story.people import draw_id
from portal.demo.story.plan import AccountPlan
from portal.domain import lifecycle
from portal.domain.lifecycle import Onboarding
from portal.domain.meetings import MeetingKind
from portal.domain.names import is_person
from portal.domain.playbook import Catalogue
from portal.domain.touchpoints import Settled

HOURS: Final = (time(9), time(10, 30), time(13), time(14, 30), time(15, 30))
SAID: Final = (
    "Everybody came. They want the numbers every Monday; I send the first ones next week.",
    "Short and to the point: one open question about carriers, answered the same day.",
    "The second shift starts this week. Their lead asks for a session on templates.",
    "They showed it to the other site by themselves. We talk about it in two weeks.",
)
NOBODY_CAME: Final = "Nobody came, and nobody wrote. I call tomorrow."
KINDS: Final = {
    "Weekly call": MeetingKind.WEEKLY,
    "Business review": MeetingKind.REVIEW,
}
LATE: Final = 0.25
"""The share of accounts whose latest touchpoint still waits for a word."""
MOVED: Final = 0.25
"""The share of accounts whose next touchpoint was moved."""
NOTED_AFTER: Final = timedelta(days=2)
SATURDAY: Final = 5
PLACE: Final = "https://meet.marlowe.example/"


def calendar(plan: AccountPlan, staff: Mapping[str, UUID], catalogue: Catalogue, now: datetime) -> Iterator[Base]:
    """The rows of an account's calendar; none before kickoff, and without a CSM."""
    if plan.kickoff_on is None or plan.kickoff_on > now.date() or plan.csm is None:
        return
    random = Random(f"calendar/{plan.company.slug}")
    # The kickoff is a record of its own.
    calls = (one for one in scheduled(plan, now) if one.title != "Kickoff")
    yield from (_meeting(random, plan, one, staff[plan.csm.subject], now) for one in calls)
    yield from _touchpoints(random, plan, catalogue, now)


def _meeting(random: Random, plan: AccountPlan, one: DemoMeeting, csm: UUID, now: datetime) -> Meeting:
    starts_at = datetime.combine(_workday(one.on), random.choice(HOURS), now.tzinfo)
    held = starts_at < now - NOTED_AFTER
    sent, by = sent_at(one, now), plan.csm.name if plan.csm else None
    return Meeting(
        id=draw_id(random),
        account_id=plan.id,
        title=one.title,
        kind=KINDS.get(one.title, MeetingKind.OTHER),
        starts_at=starts_at,
        minutes=30,
        attendees=_guests(plan),
        place=PLACE + plan.company.slug,
        staff_id=csm,
        uid=one.id,
        changed_at=min(sent, now),
        invited_at=sent if sent <= now else None,
        done_at=starts_at + timedelta(hours=1) if held else None,
        outcome=_outcome(random, plan, one, now) if held else "",
        edited_by=by,
    )


def _workday(on: date) -> date:
    """The day itself, or the Monday after it."""
    return on if on.weekday() < SATURDAY else on + timedelta(days=7 - on.weekday())


def _guests(plan: AccountPlan) -> list[str]:
    known = (f"{who.name} <{who.email}>" for who in plan.stakeholders if is_person(who.name) and who.email)
    return list(dict.fromkeys(known)) or [f"Whoever is in charge at {plan.company.name}"]


def _outcome(random: Random, plan: AccountPlan, one: DemoMeeting, now: datetime) -> str:
    return NOBODY_CAME if ignored(plan, one, now) else random.choice(SAID)


def _touchpoints(random: Random, plan: AccountPlan, catalogue: Catalogue, now: datetime) -> Iterator[TouchpointRecord]:
    run, today = Onboarding(plan.kickoff_on, plan.target_go_live_on, plan.went_live_on), now.date()
    stations = [one for one in lifecycle.touchpoints(run, catalogue.lifecycle.schedule, today) if not one.forecast]
    past = [one for one in stations if one.on < today]
    held = past[:-1] if random.random() < LATE else past
    for one in held:
        said = {"settled": Settled.DONE, "settled_on": one.on, "note": random.choice(SAID)}
        yield _record(plan, one, {**said, "settled_by": plan.csm.name if plan.csm else None})
    ahead = next((one for one in stations if one.on >= today), None)
    if ahead and random.random() < MOVED:
        yield _record(plan, ahead, {"moved_to": ahead.on + timedelta(days=random.randint(1, 4))})


def _record(plan: AccountPlan, one: lifecycle.Touchpoint, noted: Mapping[str, Any]) -> TouchpointRecord:
    by = plan.csm.name if plan.csm else None
    return TouchpointRecord(account_id=plan.id, touchpoint_id=one.id, weeks=one.weeks, edited_by=by, **noted)
