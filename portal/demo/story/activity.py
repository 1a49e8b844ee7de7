"""Which demo members use the product on which days: by weekday, and by how adoption develops."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from portal.demo.story.people import DemoMember
from portal.demo.story.plan import LONGEST_HISTORY, AccountPlan
from portal.demo.story.situations import Invites, Pilot, Shape
from portal.domain.roles import Role

WEEKDAYS = (0.20, 0.26, 0.28, 0.22, 0.14, 0.03, 0.01)
"""How likely somebody works with the product on a day besides their usual one, Monday first."""
GROWTH_FROM, GROWTH_BY, GROWTH_WEEKS = 0.4, 0.55, 6
PLATEAU_SHARE = 0.7
CLIFF = (0.9, 0.95, 0.7, 0.45, 0.3)
PILOT_ACTIVE, PILOT_IDLE = 0.8, 0.25
GONE_QUIET_AFTER = 14


def active_days(random: Random, plan: AccountPlan, member: DemoMember, today: date) -> list[date]:
    """The days on which a member used the product: in each active week their usual day, and some others."""
    if member.fresh or plan.kickoff_on is None:
        return []
    start = max(plan.kickoff_on, member.created_at.date(), today - LONGEST_HISTORY)
    return [
        day
        for day in _days(start, today)
        if (day.weekday() == member.weekday or random.random() < WEEKDAYS[day.weekday()])
        and _uses(plan, member, day, today)
    ]


def _days(start: date, end: date) -> Iterator[date]:
    yield from (start + timedelta(days=n) for n in range((end - start).days + 1))


def _uses(plan: AccountPlan, member: DemoMember, day: date, today: date) -> bool:
    if plan.went_live_on and day >= plan.went_live_on:
        week, weeks = ((until - plan.went_live_on).days // 7 for until in (day, today))
        return plan.active.index(member) < round(len(plan.active) * _live_share(plan.situation.shape, week, weeks))
    if _paused(plan, day):
        return False
    if member.pilot and plan.pilot_started_on and day >= plan.pilot_started_on:
        return _in_pilot(plan, member, day)
    return member.leader and member.role is not Role.OPERATOR


def _live_share(shape: Shape, week: int, weeks: int) -> float:
    match shape:
        case Shape.GROWTH:
            return GROWTH_FROM + GROWTH_BY * week / max(weeks, GROWTH_WEEKS)
        case Shape.PLATEAU:
            return PLATEAU_SHARE
        case Shape.CLIFF:
            return CLIFF[min(week, len(CLIFF) - 1)]


def _in_pilot(plan: AccountPlan, member: DemoMember, day: date) -> bool:
    group = [other for other in plan.active if other.pilot]
    started = plan.pilot_started_on or day
    idle = plan.situation.pilot is Pilot.IDLE and (day - started).days > 7  # noqa: PLR2004 - everybody tries the first week
    return group.index(member) < round(len(group) * (PILOT_IDLE if idle else PILOT_ACTIVE))


def _paused(plan: AccountPlan, day: date) -> bool:
    if plan.situation.invites is Invites.IGNORED and plan.kickoff_on:
        return (day - plan.kickoff_on).days > GONE_QUIET_AFTER
    return plan.hold_from is not None and day >= plan.hold_from
