"""Queries on how long teams waited: what the count needs of many accounts at once, and what it found."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Member, MilestoneCompletion, WaitHistory
from portal.domain.roles import Role
from portal.domain.waits import History


class Climber(NamedTuple):
    """A member who could sign in from a moment on, until another where they left."""

    account_id: UUID
    id: UUID
    role: Role
    joined_at: datetime
    left_at: datetime | None


async def climbers(session: AsyncSession, accounts: Collection[UUID]) -> list[Climber]:
    """Everybody of these accounts who could sign in, also those who left, in the order they joined."""
    query = (
        select(Member.account_id, Member.id, Member.role, Member.created_at, Member.disabled_at)
        .where(Member.account_id.in_(accounts), Member.email.is_not(None))
        .order_by(Member.created_at, Member.id)
    )
    return [Climber(*row) for row in await session.execute(query)]


async def reached(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, dict[str, date]]:
    """When each subject of these accounts (a member, or the account) reached what."""
    query = select(MilestoneCompletion.subject_id, MilestoneCompletion.milestone_id, MilestoneCompletion.at).where(
        MilestoneCompletion.account_id.in_(accounts)
    )
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    for subject, milestone, at in await session.execute(query):
        found[subject][milestone] = at.date()
    return found


async def replace_all(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Keep these waits instead of all that were counted before."""
    await session.execute(delete(WaitHistory))
    if rows:
        await session.execute(insert(WaitHistory), rows)


async def histories(session: AsyncSession, *, role: Role, segments: Collection[str]) -> dict[tuple[str, str], History]:
    """How long teams of these segments waited, by segment and milestone id."""
    query = select(WaitHistory.segment, WaitHistory.milestone_id, WaitHistory.teams, WaitHistory.waits).where(
        WaitHistory.role == role, WaitHistory.segment.in_(segments)
    )
    rows = await session.execute(query)
    return {(segment, milestone): History(teams, tuple(waits)) for segment, milestone, teams, waits in rows}
