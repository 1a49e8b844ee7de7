"""The ledger of deliveries as people read it: the latest first, by what they look for."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.deliveries import COLUMNS, read
from portal.db.tables import Account, Delivery, Member, Staff
from portal.domain.deliveries import Listed, Sought


async def search(session: AsyncSession, *, sought: Sought, before: UUID | None, limit: int) -> list[Listed]:
    """The deliveries somebody looks for, the latest first; those older than `before` where it is given."""
    query = _sought(sought).order_by(Delivery.created_at.desc(), Delivery.id.desc()).limit(limit)
    return [_listed(row) for row in await session.execute(await _older(session, query, before))]


async def of_member(session: AsyncSession, *, account_id: UUID, member_id: UUID, limit: int) -> list[Listed]:
    """What was sent to a member, or was not, the latest first."""
    query = _named().where(Delivery.account_id == account_id, Delivery.member_id == member_id)
    latest = query.order_by(Delivery.created_at.desc(), Delivery.id.desc()).limit(limit)
    return [_listed(row) for row in await session.execute(latest)]


async def _older(
    session: AsyncSession, query: Select[*tuple[Any, ...]], before: UUID | None
) -> Select[*tuple[Any, ...]]:
    if before is None:
        return query
    anchor = select(Delivery.created_at, Delivery.id).where(Delivery.id == before)
    place = (await session.execute(anchor)).one_or_none()
    return query.where(tuple_(Delivery.created_at, Delivery.id) < tuple_(*place)) if place else query


def _named() -> Select[*tuple[Any, ...]]:
    return (
        select(*COLUMNS, Account.name.label("account"), Member.name.label("member"), Staff.name.label("staff"))
        .select_from(Delivery)
        .outerjoin(Account, Account.id == Delivery.account_id)
        .outerjoin(Member, Member.id == Delivery.member_id)
        .outerjoin(Staff, Staff.id == Delivery.staff_id)
    )


def _sought(sought: Sought) -> Select[*tuple[Any, ...]]:
    query = _named()
    if sought.who:
        columns = (Member.name, Staff.name, Delivery.email)
        query = query.where(or_(*(column.icontains(sought.who, autoescape=True) for column in columns)))
    if sought.account:
        query = query.where(Account.name.icontains(sought.account, autoescape=True))
    if sought.channel:
        query = query.where(Delivery.channel == sought.channel)
    if sought.topic:
        query = query.where(Delivery.topic == sought.topic)
    if sought.state:
        query = query.where(Delivery.state == sought.state)
    if sought.reason:
        query = query.where(Delivery.reason == sought.reason)
    return query


def _listed(row: Row[*tuple[Any, ...]]) -> Listed:
    delivery = read(row, {"account", "member", "staff"})
    return Listed(delivery, row.account, row.member or row.staff)
