"""Loading what red flags are found in: one account's whole history up to a moment."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import usage
from portal.db.runs import Run
from portal.db.signals import members_of, there
from portal.db.tables import ActivityDay, Event, Member, MilestoneCompletion, StepCompletion
from portal.domain import lifecycle
from portal.domain.adoption import WeekCount
from portal.domain.invites import INVITE_EVENTS, InviteEvent
from portal.domain.red_flags import History, PilotHistory
from portal.domain.tracks import Work


async def load_history(
    session: AsyncSession, *, account_id: UUID, run: Run, tracks: Mapping[str, str], now: datetime
) -> History:
    """What happened in an account up to `now`; `tracks` names the track of every milestone that counts as its work."""
    today = now.astimezone(UTC).date()
    return History(
        today=today,
        onboarding=run.onboarding,
        invites=await _invites(session, account_id, now),
        pilot_started_on=run.pilot_started_on,
        pilot=await _pilot(session, account_id, now),
        weeks=await _weeks(session, account_id, run.onboarding, today),
        members=(await members_of(session, [account_id], now)).get(account_id, 0),
        hub=bool(run.hub_url),
        metric=bool(run.success_metric),
        work=await load_work(session, account_id=account_id, tracks=tracks, now=now),
    )


async def _invites(session: AsyncSession, account_id: UUID, now: datetime) -> tuple[InviteEvent, ...]:
    query = select(Event.name, Event.at, Event.member_id, Event.properties).where(
        Event.account_id == account_id, Event.name.in_(INVITE_EVENTS), Event.at <= now
    )
    return tuple(InviteEvent(*row) for row in await session.execute(query.order_by(Event.at, Event.id)))


async def _pilot(session: AsyncSession, account_id: UUID, now: datetime) -> tuple[PilotHistory, ...]:
    used = (ActivityDay.account_id == Member.account_id) & (ActivityDay.member_id == Member.id)
    query = (
        select(Member.id, Member.name, Member.created_at, ActivityDay.day)
        .outerjoin(ActivityDay, used & (ActivityDay.day <= now.astimezone(UTC).date()))
        .where(Member.account_id == account_id, Member.pilot, *there(now))
        .order_by(Member.name, Member.id)
    )
    people: dict[UUID, tuple[str, date]] = {}
    days: dict[UUID, set[date]] = {}
    for member, name, joined, day in await session.execute(query):
        people[member] = (name, joined.date())
        days.setdefault(member, set()).update({day} if day else ())
    return tuple(PilotHistory(name, joined, frozenset(days[member])) for member, (name, joined) in people.items())


async def _weeks(
    session: AsyncSession, account_id: UUID, onboarding: lifecycle.Onboarding, today: date
) -> tuple[WeekCount, ...]:
    weeks = lifecycle.full_weeks(onboarding, today)
    people = (await usage.people_in(session, {account_id: weeks}))[account_id]
    return tuple(WeekCount(days[0], count) for days, count in zip(weeks, people, strict=True))


async def load_work(
    session: AsyncSession, *, account_id: UUID, tracks: Mapping[str, str], now: datetime
) -> tuple[Work, ...]:
    """What was done for which track up to a moment: the steps and the milestones that `tracks` names one for."""
    query = union(
        *(
            select(table.milestone_id, table.at).where(table.account_id == account_id, table.at <= now)
            for table in (StepCompletion, MilestoneCompletion)
        )
    )
    found = {(milestone, at.date()) for milestone, at in await session.execute(query)}
    return tuple(Work(tracks[milestone], on) for milestone, on in sorted(found) if milestone in tracks)
