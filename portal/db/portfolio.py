"""Queries on many accounts for the portfolio: one query each, however many accounts there are."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select, tuple_, union
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.overrides import holds_at
from portal.db.tables import (
    Account,
    Member,
    MilestoneCompletion,
    Onboarding,
    RuleProgress,
    StepCompletion,
    StepCounter,
    VerdictOverride,
    VerdictRecord,
)
from portal.domain.lifecycle import WEEK, Appointment
from portal.domain.portfolio import Asked, View
from portal.domain.risk import Level
from portal.domain.roles import Role

Columns = TypeVarTuple("Columns")


class AccountRow(NamedTuple):
    """An account with its current verdict, as computed; without one, the last three are None."""

    id: UUID
    name: str
    industry: str | None
    seats: int | None
    level: Level | None
    as_of: datetime | None
    path: list[Any] | None


class Climbed(NamedTuple):
    """What an account's people have reached: subjects by milestone, milestones begun, people by role."""

    done: Counter[str]
    begun: frozenset[str]
    people: Counter[Role]


stands_at = func.coalesce(VerdictOverride.level, VerdictRecord.level)
"""The level at which an account stands: what somebody said, or else what was computed."""
rank = case({level.value: level.rank for level in Level}, value=stands_at, else_=Level.UNKNOWN.rank)


async def total(session: AsyncSession) -> int:
    """How many accounts there are."""
    return (await session.scalar(select(func.count()).select_from(Account))) or 0


async def levels(session: AsyncSession, now: datetime) -> Counter[Level]:
    """How many accounts stand at each level; those not judged yet count as unknown."""
    query = _judged(select(stands_at, func.count()).select_from(Account), now)
    found: Counter[Level] = Counter()
    for level, count in await session.execute(query.group_by(stands_at)):
        found[level or Level.UNKNOWN] += count
    return found


async def rows(session: AsyncSession, *, asked: Asked, now: datetime, limit: int) -> list[AccountRow]:
    """The accounts asked for, the riskiest first, then by name."""
    query = _accounts(now).where(*_wanted(asked, now))
    if asked.after:
        anchor = _judged(select(rank, Account.name, Account.id).select_from(Account), now)
        place = (await session.execute(anchor.where(Account.id == asked.after))).one_or_none()
        query = query.where(tuple_(rank, Account.name, Account.id) > tuple_(*place)) if place else query
    found = await session.execute(query.order_by(rank, Account.name, Account.id).limit(limit))
    return [AccountRow(*row) for row in found]


async def count(session: AsyncSession, *, asked: Asked, now: datetime) -> int:
    """How many accounts the question covers in all."""
    query = _judged(select(func.count()).select_from(Account), now)
    query = query.outerjoin(Onboarding, Onboarding.account_id == Account.id).where(*_wanted(asked, now))
    return (await session.scalar(query)) or 0


async def most_urgent(session: AsyncSession, *, now: datetime, limit: int) -> list[AccountRow]:
    """The riskiest accounts, those that moved last first."""
    query = _accounts(now).where(rank <= Level.WATCH.rank)
    found = await session.execute(query.order_by(rank, VerdictRecord.as_of.desc(), Account.id).limit(limit))
    return [AccountRow(*row) for row in found]


def _accounts(now: datetime) -> Select[*tuple[Any, ...]]:
    query = select(
        Account.id,
        Account.name,
        Account.industry,
        Account.seats,
        VerdictRecord.level,
        VerdictRecord.as_of,
        VerdictRecord.path,
    )
    return _judged(query, now).outerjoin(Onboarding, Onboarding.account_id == Account.id)


def _judged(query: Select[*Columns], now: datetime) -> Select[*Columns]:
    """A query on accounts together with the current verdict of each, and the override that counts."""
    verdict = (VerdictRecord.account_id == Account.id) & VerdictRecord.superseded_at.is_(None)
    override = (VerdictOverride.account_id == Account.id) & holds_at(now)
    return query.outerjoin(VerdictRecord, verdict).outerjoin(VerdictOverride, override)


def _wanted(asked: Asked, now: datetime) -> list[ColumnElement[bool]]:
    today = now.astimezone(UTC).date()
    live = Onboarding.went_live_on <= today
    wanted: list[ColumnElement[bool]] = []
    if asked.view is View.PAST_GO_LIVE:
        wanted.append(live)
    if asked.view is View.BEFORE_KICKOFF:
        wanted.append(or_(Onboarding.kickoff_on.is_(None), Onboarding.kickoff_on > today))
        wanted.append(or_(Onboarding.went_live_on.is_(None), Onboarding.went_live_on > today))
    if asked.level:
        wanted.append(rank == asked.level.rank)
    if asked.q:
        fields = (Account.name, Account.external_id, Account.industry)
        wanted.append(or_(*(field.icontains(asked.q, autoescape=True) for field in fields)))
    return wanted


async def due_between(session: AsyncSession, first: date, last: date, schedule: Sequence[Appointment]) -> int:
    """How many accounts kick off, should go live, or have a value touchpoint between two days, holds aside."""
    touchpoint = [
        Onboarding.went_live_on.between(first - planned.weeks * WEEK, last - planned.weeks * WEEK)
        for planned in schedule
    ]
    go_live = Onboarding.target_go_live_on.between(first, last) & Onboarding.went_live_on.is_(None)
    due = or_(Onboarding.kickoff_on.between(first, last), go_live, *touchpoint)
    return (await session.scalar(select(func.count()).select_from(Onboarding).where(due))) or 0


async def climbed(session: AsyncSession, accounts: Sequence[UUID]) -> dict[UUID, Climbed]:
    """How far the people of each account have come."""
    done: dict[UUID, Counter[str]] = defaultdict(Counter)
    for account, milestone, subjects in await session.execute(_done(accounts)):
        done[account][milestone] = subjects
    begun: dict[UUID, set[str]] = defaultdict(set)
    for account, milestone in await session.execute(_begun(accounts)):
        begun[account].add(milestone)
    people: dict[UUID, Counter[Role]] = defaultdict(Counter)
    for account, role, members in await session.execute(_people(accounts)):
        people[account][role] = members
    return {account: Climbed(done[account], frozenset(begun[account]), people[account]) for account in accounts}


def _done(accounts: Sequence[UUID]) -> Select[UUID, str, int]:
    return (
        select(MilestoneCompletion.account_id, MilestoneCompletion.milestone_id, func.count())
        .where(MilestoneCompletion.account_id.in_(accounts))
        .group_by(MilestoneCompletion.account_id, MilestoneCompletion.milestone_id)
    )


def _begun(accounts: Sequence[UUID]) -> Select[UUID, str]:
    begun = union(
        select(StepCompletion.account_id, StepCompletion.milestone_id).where(StepCompletion.account_id.in_(accounts)),
        select(StepCounter.account_id, StepCounter.milestone_id).where(StepCounter.account_id.in_(accounts)),
        select(RuleProgress.account_id, RuleProgress.milestone_id).where(RuleProgress.account_id.in_(accounts)),
    ).subquery()
    return select(begun.c.account_id, begun.c.milestone_id)


def _people(accounts: Sequence[UUID]) -> Select[UUID, Role, int]:
    return (
        select(Member.account_id, Member.role, func.count())
        .where(Member.account_id.in_(accounts), Member.disabled_at.is_(None))
        .group_by(Member.account_id, Member.role)
    )
