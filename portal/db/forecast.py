"""Queries on how long teams waited: what the count needs of many accounts at once, and what it found."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, String, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.prepared import Prepared
from portal.db.tables import Member, MilestoneCompletion, WaitHistory
from portal.domain.roles import Role
from portal.domain.waits import History

SEGMENTS: Final = ("nearest", "near", "far")
"""Parameters for as many segments as an account can belong to."""


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
    named = dict(zip_longest(SEGMENTS, segments))
    rows = await _histories.rows(session, role=role, **named)
    return {(segment, milestone): History(teams, tuple(waits)) for segment, milestone, teams, waits in rows}


@Prepared
def _histories() -> Select[*tuple[Any, ...]]:
    of = WaitHistory
    asked = [bindparam(name, type_=String()) for name in SEGMENTS]
    return select(of.segment, of.milestone_id, of.teams, of.waits).where(
        of.role == bindparam("role", type_=of.role.type), of.segment.in_(asked)
    )
