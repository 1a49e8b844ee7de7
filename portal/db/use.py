"""Queries on who of an account uses what: the weeks of its members, and their first touches."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import FirstTouch, Member, MemberWeeks
from portal.domain.weeks import mondays


class First(NamedTuple):
    """When an event of a name first came from somebody of an account, who that was, and how many did the same since.

    Somebody whose data were deleted counts, and is not named.
    """

    name: str
    at: datetime
    by: str | None
    people: int


async def weeks(session: AsyncSession, account_id: UUID, *, years: Collection[int]) -> dict[UUID, frozenset[date]]:
    """The Mondays of the weeks of these ISO years in which each member used the product."""
    query = select(MemberWeeks.member_id, MemberWeeks.year, MemberWeeks.weeks).where(
        MemberWeeks.account_id == account_id, MemberWeeks.year.in_(sorted(years))
    )
    found: dict[UUID, dict[int, int]] = defaultdict(dict)
    for member, year, bits in await session.execute(query):
        found[member][year] = bits
    return {member: frozenset(mondays(bits)) for member, bits in found.items()}


async def first(session: AsyncSession, account_id: UUID, *, names: Collection[str]) -> dict[str, First]:
    """Who was first with each of these events, and how many people there are; names nobody touched are left out."""
    of = FirstTouch
    touches = (
        select(
            of.name,
            of.at,
            of.member_id,
            func.count().over(partition_by=of.name).label("people"),
            func.row_number().over(partition_by=of.name, order_by=(of.at, of.member_id)).label("place"),
        )
        .where(of.account_id == account_id, of.name.in_(sorted(names)))
        .subquery()
    )
    query = (
        select(touches.c.name, touches.c.at, Member.name, touches.c.people)
        .outerjoin(Member, (Member.account_id == account_id) & (Member.id == touches.c.member_id))
        .where(touches.c.place == 1)
    )
    return {row[0]: First(*row) for row in await session.execute(query)}
