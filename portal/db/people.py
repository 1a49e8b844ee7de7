"""Queries on members and staff."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Member
from portal.domain.roles import Role


class MemberRow(NamedTuple):
    """A member in a list."""

    id: UUID
    name: str
    role: Role


async def teammates(session: AsyncSession, *, account_id: UUID, member_id: UUID, limit: int) -> list[MemberRow]:
    """Colleagues of a member who can sign in, by name; those who left are not among them."""
    query = (
        select(Member.id, Member.name, Member.role)
        .where(
            Member.account_id == account_id,
            Member.id != member_id,
            Member.email.is_not(None),
            Member.disabled_at.is_(None),
        )
        .order_by(Member.name)
        .limit(limit)
    )
    return [MemberRow(*row) for row in await session.execute(query)]
