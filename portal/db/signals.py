"""Loading what signals are computed from, for many accounts at once, as of a moment.

Whatever happened after that moment is left out. Every function asks once for all the accounts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import usage
from portal.db.events import happened_since
from portal.db.runs import Run, load_runs
from portal.db.tables import ActivityDay, DutyHolder, Event, Member, Onboarding, Staff, Stakeholder, Task
from portal.domain import lifecycle
from portal.domain.adoption import WeekCount
from portal.domain.invites import INVITE_EVENTS, Invite, InviteEvent, gather
from portal.domain.roles import Duty
from portal.domain.signals import AccountFacts, Action, Guide, PilotMember
from portal.domain.tasks import Audience

OPEN_AFTER_GO_LIVE = 20 * lifecycle.WEEK
"""An onboarding is open until the assessment of the plan's week 26, 20 weeks after go-live."""

Thing = TypeVar("Thing")


async def load_facts(
    session: AsyncSession, *, accounts: Sequence[UUID], now: datetime, window_days: int
) -> dict[UUID, AccountFacts]:
    """The facts of each account that exists, as of `now`; `window_days` is the longest window asked about."""
    today = now.astimezone(UTC).date()
    found = await load_runs(session, accounts=accounts, now=now)
    since = min(
        (min(lifecycle.last_days(r.onboarding.holds, today, window_days)) for r in found.values()), default=today
    )
    duties = await duties_of(session, accounts)
    guides = await _guides(session, found, today)
    invites = await invites_of(session, accounts=accounts, since=since, now=now)
    actions = await _actions(session, accounts, today)
    members = await members_of(session, accounts, now)
    pilot = await _pilot(session, accounts, now)
    weeks = await _weeks(session, found, today)
    return {
        account: AccountFacts(
            today=today,
            onboarding=run.onboarding,
            typical_days=run.typical_days,
            handoff_on=run.handoff_on,
            duties=duties.get(account, {}),
            guide=_guide(run, guides, today),
            invites=invites.get(account, ()),
            actions=actions.get(account, ()),
            pilot_started_on=run.pilot_started_on,
            pilot=pilot.get(account, ()),
            weeks=weeks.get(account, ()),
            members=members.get(account, 0),
        )
        for account, run in found.items()
    }


async def duties_of(session: AsyncSession, accounts: Sequence[UUID]) -> dict[UUID, dict[Duty, str]]:
    """Who has which duty, by account: the name as it was entered."""
    query = (
        select(DutyHolder.account_id, DutyHolder.duty, Stakeholder.name)
        .join(
            Stakeholder,
            (Stakeholder.account_id == DutyHolder.account_id) & (Stakeholder.id == DutyHolder.stakeholder_id),
        )
        .where(DutyHolder.account_id.in_(accounts))
    )
    found: dict[UUID, dict[Duty, str]] = defaultdict(dict)
    for account, duty, name in await session.execute(query):
        found[account][duty] = name
    return found


async def invites_of(
    session: AsyncSession, *, accounts: Sequence[UUID], since: date, now: datetime
) -> dict[UUID, tuple[Invite, ...]]:
    """The invites sent from a day on, by account, each with what had become of it at `now`."""
    query = select(Event.account_id, Event.name, Event.at, Event.member_id, Event.properties).where(
        Event.account_id.in_(accounts),
        Event.name.in_(INVITE_EVENTS),
        happened_since(datetime.combine(since, time(), UTC)),
        Event.at <= now,
    )
    found = await session.execute(query.order_by(Event.at, Event.id))
    events = _grouped((account, InviteEvent(*about)) for account, *about in found)
    return {account: gather(about) for account, about in events.items()}


async def _guides(session: AsyncSession, found: Mapping[UUID, Run], today: date) -> dict[UUID, Guide]:
    """The CSMs of these runs, each with all their open onboardings."""
    open_now = or_(Onboarding.went_live_on.is_(None), Onboarding.went_live_on > today - OPEN_AFTER_GO_LIVE)
    query = (
        select(Staff.id, Staff.name, func.count(Onboarding.account_id), Staff.onboarding_limit)
        .outerjoin(Onboarding, (Onboarding.csm_id == Staff.id) & open_now)
        .where(Staff.id.in_({run.csm_id for run in found.values() if run.csm_id}))
        .group_by(Staff.id, Staff.name, Staff.onboarding_limit)
    )
    return {staff: Guide(name, count, limit) for staff, name, count, limit in await session.execute(query)}


def _guide(run: Run, guides: Mapping[UUID, Guide], today: date) -> Guide | None:
    guide = guides.get(run.csm_id) if run.csm_id else None
    live = run.onboarding.went_live_on
    if guide is None or (live is not None and live <= today - OPEN_AFTER_GO_LIVE):
        return guide
    return replace(guide, others_open=guide.others_open - 1)


async def _actions(session: AsyncSession, accounts: Sequence[UUID], today: date) -> dict[UUID, tuple[Action, ...]]:
    """What the customer has to do: neither what staff do for them, nor what only staff see."""
    query = (
        select(Task.account_id, Task.title, func.coalesce(Stakeholder.name, Member.name), Task.due_on, Task.done_on)
        .outerjoin(Stakeholder, (Stakeholder.account_id == Task.account_id) & (Stakeholder.id == Task.stakeholder_id))
        .outerjoin(Member, (Member.account_id == Task.account_id) & (Member.id == Task.member_id))
        .where(Task.account_id.in_(accounts), Task.due_on <= today)
        .where(Task.audience == Audience.CUSTOMER, Task.staff_id.is_(None))
        .order_by(Task.due_on, Task.title, Task.id)
    )
    return _grouped(
        (account, Action(title, owner, due, done)) for account, title, owner, due, done in await session.execute(query)
    )


async def members_of(session: AsyncSession, accounts: Sequence[UUID], now: datetime) -> dict[UUID, int]:
    """How many members each account had at a moment."""
    query = (
        select(Member.account_id, func.count().label("members"))
        .where(Member.account_id.in_(accounts), *there(now))
        .group_by(Member.account_id)
    )
    return {row.account_id: row.members for row in await session.execute(query)}


async def _pilot(session: AsyncSession, accounts: Sequence[UUID], now: datetime) -> dict[UUID, tuple[PilotMember, ...]]:
    used = (ActivityDay.account_id == Member.account_id) & (ActivityDay.member_id == Member.id)
    query = (
        select(Member.account_id, Member.name, func.max(ActivityDay.day))
        .outerjoin(ActivityDay, used & (ActivityDay.day <= now.astimezone(UTC).date()))
        .where(Member.account_id.in_(accounts), Member.pilot, *there(now))
        .group_by(Member.account_id, Member.id, Member.name)
        .order_by(Member.name, Member.id)
    )
    return _grouped((account, PilotMember(name, last)) for account, name, last in await session.execute(query))


def there(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Members who had come, and had not left, at a moment."""
    return Member.created_at <= now, or_(Member.disabled_at.is_(None), Member.disabled_at > now)


async def _weeks(session: AsyncSession, found: Mapping[UUID, Run], today: date) -> dict[UUID, tuple[WeekCount, ...]]:
    spans = {account: lifecycle.full_weeks(run.onboarding, today) for account, run in found.items()}
    people = await usage.people_in(session, spans)
    return {
        account: tuple(WeekCount(days[0], count) for days, count in zip(weeks, people[account], strict=True))
        for account, weeks in spans.items()
    }


def _grouped(pairs: Iterable[tuple[UUID, Thing]]) -> dict[UUID, tuple[Thing, ...]]:
    found: dict[UUID, list[Thing]] = defaultdict(list)
    for account, thing in pairs:
        found[account].append(thing)
    return {account: tuple(things) for account, things in found.items()}
