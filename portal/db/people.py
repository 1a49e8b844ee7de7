"""Queries on members and staff."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Member, MilestoneCompletion
from portal.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """A colleague, and what they reached, on their own or with their account."""

    id: UUID
    name: str
    role: Role
    reached: set[str] = field(default_factory=set)


async def teammates(session: AsyncSession, *, account_id: UUID, member_id: UUID, limit: int) -> list[Colleague]:
    """Colleagues of a member who can sign in, by name; those who left are not among them."""
    some = (
        select(Member.id, Member.name, Member.role)
        .where(
            Member.account_id == account_id,
            Member.id != member_id,
            Member.email.is_not(None),
            Member.disabled_at.is_(None),
        )
        .order_by(Member.name)
        .limit(limit)
        .subquery()
    )
    done = MilestoneCompletion
    theirs = and_(done.account_id == account_id, or_(done.subject_id == some.c.id, done.subject_id == account_id))
    query = (
        select(some.c.id, some.c.name, some.c.role, done.milestone_id)
        .outerjoin(done, theirs)
        .order_by(some.c.name, some.c.id)
    )
    found: dict[UUID, Colleague] = {}
    for mate_id, name, role, milestone_id in await session.execute(query.order_by(some.c.name, some.c.id)):
        mate = found.setdefault(mate_id, Colleague(mate_id, name, role))
        if milestone_id:
            mate.reached.add(milestone_id)
    return list(found.values())
