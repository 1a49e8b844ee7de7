"""Queries on the people of one account, for their colleagues and admins."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Member, MilestoneCompletion, Onboarding, Staff
from portal.domain.roles import Role
from portal.domain.team import Colleague


class Guide(NamedTuple):
    """The CSM who guides an account, and where to pick a time with them."""

    name: str
    booking_url: str | None


class Reached(NamedTuple):
    """A milestone that a member, or their account, has reached."""

    subject_id: UUID
    milestone_id: str
    at: datetime


async def colleagues(
    session: AsyncSession, *, account_id: UUID, q: str, after: UUID | None, limit: int, left: bool = False
) -> list[Colleague]:
    """An account's people by name, those after `after` where it is given; those switched off only with `left`."""
    query = _colleagues().where(*_wanted(account_id, q, left=left))
    if after:
        anchor = select(Member.name, Member.id).where(Member.account_id == account_id, Member.id == after)
        place = (await session.execute(anchor)).one_or_none()
        query = query.where(tuple_(Member.name, Member.id) > tuple_(*place)) if place else query
    found = await session.execute(query.order_by(Member.name, Member.id).limit(limit))
    return [Colleague(*row) for row in found]


async def count(session: AsyncSession, *, account_id: UUID, q: str = "", left: bool = False) -> int:
    """How many people of an account the question covers in all."""
    query = select(func.count()).select_from(Member).where(*_wanted(account_id, q, left=left))
    return (await session.scalar(query)) or 0


async def find(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> Colleague | None:
    """One of an account's people."""
    query = _colleagues().where(Member.account_id == account_id, Member.id == member_id)
    row = (await session.execute(query)).one_or_none()
    return Colleague(*row) if row else None


async def by_email(session: AsyncSession, *, account_id: UUID, email: str) -> Colleague | None:
    """The one of an account's people with this address (lower case) who has signed in, or was switched off."""
    query = _colleagues().where(
        Member.account_id == account_id,
        func.lower(Member.email) == email,
        or_(Member.connection_id.is_not(None), Member.disabled_at.is_not(None)),
    )
    row = (await session.execute(query.limit(1))).one_or_none()
    return Colleague(*row) if row else None


async def other_admins(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> int:
    """How many other admins of an account can sign in."""
    query = select(func.count()).where(
        Member.account_id == account_id,
        Member.id != member_id,
        Member.role == Role.ADMIN,
        Member.email.is_not(None),
        Member.disabled_at.is_(None),
    )
    return (await session.scalar(query)) or 0


async def change(session: AsyncSession, *, account_id: UUID, member_id: UUID, values: dict[str, Any]) -> None:
    """Change columns of one of an account's people."""
    await session.execute(update(Member).where(Member.account_id == account_id, Member.id == member_id).values(values))


async def people_by_role(session: AsyncSession, account_id: UUID) -> Counter[Role]:
    """How many people of each role an account has."""
    query = (
        select(Member.role, func.count())
        .where(Member.account_id == account_id, Member.disabled_at.is_(None))
        .group_by(Member.role)
    )
    people: Counter[Role] = Counter()
    for role, number in await session.execute(query):
        people[role] = number
    return people


async def reached_by_role(session: AsyncSession, account_id: UUID) -> dict[Role, Counter[str]]:
    """How many people of each role have reached each milestone that everybody climbs for themselves."""
    same = (Member.account_id == MilestoneCompletion.account_id) & (Member.id == MilestoneCompletion.subject_id)
    query = (
        select(Member.role, MilestoneCompletion.milestone_id, func.count())
        .join(Member, same)
        .where(MilestoneCompletion.account_id == account_id, Member.disabled_at.is_(None))
        .group_by(Member.role, MilestoneCompletion.milestone_id)
    )
    found: dict[Role, Counter[str]] = {role: Counter() for role in Role}
    for role, milestone, number in await session.execute(query):
        found[role][milestone] = number
    return found


async def reached_of(session: AsyncSession, *, account_id: UUID, subjects: Collection[UUID]) -> list[Reached]:
    """What these subjects (members, or the account) have reached, and when."""
    query = select(MilestoneCompletion.subject_id, MilestoneCompletion.milestone_id, MilestoneCompletion.at).where(
        MilestoneCompletion.account_id == account_id, MilestoneCompletion.subject_id.in_(subjects)
    )
    return [Reached(*row) for row in await session.execute(query)]


async def guide(session: AsyncSession, account_id: UUID) -> Guide | None:
    """The CSM who guides an account."""
    query = (
        select(Staff.name, Staff.booking_url)
        .join(Onboarding, Onboarding.csm_id == Staff.id)
        .where(Onboarding.account_id == account_id, Staff.disabled_at.is_(None))
    )
    row = (await session.execute(query)).one_or_none()
    return Guide(*row) if row else None


def _colleagues() -> Select[*tuple[Any, ...]]:
    return select(
        Member.id,
        Member.name,
        Member.email,
        Member.role,
        Member.role_source,
        Member.connection_id.is_not(None),
        Member.disabled_at.is_not(None),
    )


def _wanted(account_id: UUID, q: str, *, left: bool) -> list[ColumnElement[bool]]:
    wanted = [Member.account_id == account_id, Member.email.is_not(None)]
    if not left:
        wanted.append(Member.disabled_at.is_(None))
    if q:
        wanted.append(or_(*(field.icontains(q, autoescape=True) for field in (Member.name, Member.email))))
    return wanted
