"""Queries on whom a member can turn to on their own team."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Member
from portal.domain.roles import Role


class ColleagueRow(NamedTuple):
    """A colleague to choose."""

    id: UUID
    name: str
    role: Role
    email: str


async def of_member(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> list[ColleagueRow]:
    """Everybody else on a member's team who can sign in, by name."""
    query = (
        select(Member.id, Member.name, Member.role, Member.email)
        .where(_reachable(account_id), Member.id != member_id)
        .order_by(Member.name, Member.id)
    )
    return [ColleagueRow(row.id, row.name, row.role, row.email or "") for row in await session.execute(query)]


async def name_of(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> str | None:
    """The name of one of an account's people who can sign in; None where there is none."""
    return await session.scalar(select(Member.name).where(_reachable(account_id), Member.id == member_id))


def _reachable(account_id: UUID) -> ColumnElement[bool]:
    return and_(Member.account_id == account_id, Member.email.is_not(None), Member.disabled_at.is_(None))
