"""Queries that find, link and create the people who sign in. Identity is (connection, subject)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import upsert
from portal.db.tables import Member, Staff
from portal.domain.roles import Role, RoleSource


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who may sign in, unless disabled."""

    id: UUID
    disabled: bool


@dataclass(frozen=True, slots=True)
class MemberRow(PersonRow):
    """A member who may sign in, unless disabled. `given_role` is the role the portal gave them, if it did."""

    given_role: Role | None


async def member(session: AsyncSession, connection_id: UUID, subject: str) -> MemberRow | None:
    """The member with this identity."""
    query = select(Member.id, Member.disabled_at, Member.role, Member.role_source).where(
        Member.connection_id == connection_id, Member.subject == subject
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    return MemberRow(row.id, row.disabled_at is not None, row.role if row.role_source is RoleSource.PORTAL else None)


async def welcome(session: AsyncSession, account_id: UUID, member_id: UUID, now: datetime) -> bool:
    """Note that a member has been welcomed. False where they were before."""
    statement = (
        update(Member)
        .where(Member.account_id == account_id, Member.id == member_id, Member.welcomed_at.is_(None))
        .values(welcomed_at=now)
        .returning(Member.id)
    )
    return await session.scalar(statement) is not None


async def unlinked_member(session: AsyncSession, account_id: UUID, email: str) -> PersonRow | None:
    """The account's member with this e-mail who has never signed in; the oldest, where there are several."""
    query = (
        select(Member.id, Member.disabled_at)
        .where(
            Member.account_id == account_id,
            func.lower(Member.email) == email.lower(),
            Member.connection_id.is_(None),
        )
        .order_by(Member.created_at, Member.id)
        .limit(1)
    )
    return _person((await session.execute(query)).one_or_none())


async def change_member(session: AsyncSession, account_id: UUID, member_id: UUID, values: dict[str, Any]) -> None:
    """Change columns of one member of an account."""
    await session.execute(update(Member).where(Member.account_id == account_id, Member.id == member_id).values(values))


async def link_member(
    session: AsyncSession, account_id: UUID, member_id: UUID, connection_id: UUID, subject: str
) -> None:
    """Give a member their identity, unless somebody linked them meanwhile."""
    await session.execute(
        update(Member)
        .where(Member.account_id == account_id, Member.id == member_id, Member.connection_id.is_(None))
        .values(connection_id=connection_id, subject=subject)
    )


async def add_member(session: AsyncSession, values: dict[str, Any]) -> None:
    """Store a member, unless somebody stored the same identity meanwhile."""
    statement = upsert.insert(session, Member).values(values)
    await session.execute(statement.on_conflict_do_nothing(index_elements=["connection_id", "subject"]))


async def staff(session: AsyncSession, connection_id: UUID, subject: str) -> PersonRow | None:
    """The one of the staff with this identity."""
    query = select(Staff.id, Staff.disabled_at).where(Staff.connection_id == connection_id, Staff.subject == subject)
    return _person((await session.execute(query)).one_or_none())


async def unlinked_staff(session: AsyncSession, email: str) -> PersonRow | None:
    """The one of the staff with this e-mail who has never signed in."""
    query = select(Staff.id, Staff.disabled_at).where(
        func.lower(Staff.email) == email.lower(), Staff.connection_id.is_(None)
    )
    return _person((await session.execute(query.limit(1))).one_or_none())


async def link_staff(session: AsyncSession, staff_id: UUID, connection_id: UUID, subject: str) -> None:
    """Give one of the staff their identity, unless somebody linked them meanwhile."""
    await session.execute(
        update(Staff)
        .where(Staff.id == staff_id, Staff.connection_id.is_(None))
        .values(connection_id=connection_id, subject=subject)
    )


async def unlink_staff(session: AsyncSession, connection_id: UUID) -> None:
    """Take the identities of one connection away, so that the next sign-in links people by e-mail again."""
    await session.execute(
        update(Staff).where(Staff.connection_id == connection_id).values(connection_id=None, subject=None)
    )


async def change_staff(session: AsyncSession, staff_id: UUID, values: dict[str, Any]) -> None:
    """Change columns of one of the staff."""
    await session.execute(update(Staff).where(Staff.id == staff_id).values(values))


async def add_staff(session: AsyncSession, values: dict[str, Any]) -> None:
    """Store one of the staff, unless the identity or the e-mail is taken."""
    await session.execute(upsert.insert(session, Staff).values(values).on_conflict_do_nothing())


def _person(row: Any) -> PersonRow | None:  # noqa: ANN401 - a row of any query above
    return PersonRow(row.id, row.disabled_at is not None) if row else None
