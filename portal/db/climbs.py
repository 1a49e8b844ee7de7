"""Queries on how far the people of many accounts have come."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Member, MilestoneCompletion, RuleProgress, StepCompletion, StepCounter
from portal.domain.climb import Climbed
from portal.domain.roles import Role


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
