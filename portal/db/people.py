"""Queries on members and staff."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, Uuid, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.prepared import Prepared
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
    found: dict[UUID, Colleague] = {}
    rows = await _teammates.rows(session, account=account_id, member=member_id, most=limit)
    for mate_id, name, role, milestone_id in rows:
        mate = found.setdefault(mate_id, Colleague(mate_id, name, role))
        if milestone_id:
            mate.reached.add(milestone_id)
    return list(found.values())


@Prepared
def _teammates() -> Select[*tuple[Any, ...]]:
    account, done = bindparam("account", type_=Uuid()), MilestoneCompletion
    some = (
        select(Member.id, Member.name, Member.role)
        .where(
            Member.account_id == account,
            Member.id != bindparam("member", type_=Uuid()),
            Member.email.is_not(None),
            Member.disabled_at.is_(None),
        )
        .order_by(Member.name, Member.id)
        .limit(bindparam("most", type_=Integer()))
        .subquery()
    )
    theirs = and_(done.account_id == account, or_(done.subject_id == some.c.id, done.subject_id == account))
    columns = (some.c.id, some.c.name, some.c.role, done.milestone_id)
    return select(*columns).outerjoin(done, theirs).order_by(some.c.name, some.c.id)
