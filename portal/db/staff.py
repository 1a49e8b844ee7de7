"""Queries on the vendor's people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import BrowserSession, Onboarding, Staff
from portal.domain.colleagues import Details, StaffLine
from portal.domain.people import SignedInStaff
from portal.domain.roles import Capability


async def set_time_zone(session: AsyncSession, staff_id: UUID, zone: str) -> None:
    """Keep the time zone in which somebody reads moments."""
    await session.execute(update(Staff).where(Staff.id == staff_id).values(time_zone=zone))


async def page(session: AsyncSession, *, q: str, after: UUID | None, limit: int) -> list[StaffLine]:
    """The staff by name whose name, address or title holds `q`, those after `after` where it is given."""
    query = _lines().where(*_wanted(q))
    if after:
        place = (await session.execute(select(Staff.name, Staff.id).where(Staff.id == after))).one_or_none()
        query = query.where(tuple_(Staff.name, Staff.id) > tuple_(*place)) if place else query
    return [_line(row) for row in await session.execute(query.order_by(Staff.name, Staff.id).limit(limit))]


async def count(session: AsyncSession, *, q: str) -> int:
    """How many of the staff the question covers."""
    return (await session.scalar(select(func.count()).select_from(Staff).where(*_wanted(q)))) or 0


async def find(session: AsyncSession, staff_id: UUID) -> StaffLine | None:
    """One of the staff."""
    row = (await session.execute(_lines().where(Staff.id == staff_id))).one_or_none()
    return _line(row) if row else None


async def signed_in(session: AsyncSession, staff_id: UUID) -> SignedInStaff | None:
    """One of the staff as they would be signed in; None for somebody who is kept out."""
    query = select(Staff.id, Staff.name, Staff.email, Staff.capabilities, Staff.time_zone)
    row = (await session.execute(query.where(Staff.id == staff_id, Staff.disabled_at.is_(None)))).one_or_none()
    if row is None:
        return None
    capabilities = frozenset(Capability(word) for word in row.capabilities)
    return SignedInStaff(row.id, row.name, row.email, capabilities, row.time_zone)


async def other_owners(session: AsyncSession, staff_id: UUID) -> int:
    """How many owners besides one can sign in. Nobody can be switched off meanwhile."""
    query = select(Staff.id, Staff.capabilities).where(Staff.disabled_at.is_(None)).order_by(Staff.id)
    rows = (await session.execute(query.with_for_update())).all()
    return sum(Capability.OWNER in row.capabilities for row in rows if row.id != staff_id)


async def change(session: AsyncSession, staff_id: UUID, *, version: int, values: Mapping[str, Any], by: str) -> bool:
    """Change columns of one of the staff unless somebody has since that version; whether it held."""
    return await versions.change(session, Staff, {"id": staff_id}, version=version, values=values, by=by)


async def set_disabled(session: AsyncSession, staff_id: UUID, at: datetime | None) -> None:
    """Keep one of the staff out since a moment, or let them in again."""
    await session.execute(update(Staff).where(Staff.id == staff_id).values(disabled_at=at))


async def sign_out(session: AsyncSession, staff_id: UUID) -> None:
    """End every session of one of the staff."""
    await session.execute(delete(BrowserSession).where(BrowserSession.staff_id == staff_id))


async def guided_by(session: AsyncSession, staff_id: UUID) -> list[UUID]:
    """The accounts whose CSM is one of the staff."""
    query = select(Onboarding.account_id).where(Onboarding.csm_id == staff_id).order_by(Onboarding.account_id)
    return list(await session.scalars(query))


def _lines() -> Select[*tuple[Any, ...]]:
    return select(
        Staff.id,
        Staff.name,
        Staff.email,
        Staff.capabilities,
        Staff.title,
        Staff.onboarding_limit,
        Staff.booking_url,
        Staff.connection_id,
        Staff.disabled_at,
        Staff.version,
        Staff.edited_by,
    )


def _line(row: Row[*tuple[Any, ...]]) -> StaffLine:
    return StaffLine(
        id=row.id,
        name=row.name,
        email=row.email,
        capabilities=frozenset(Capability(word) for word in row.capabilities),
        details=Details(row.title or "", row.onboarding_limit, row.booking_url or ""),
        joined=row.connection_id is not None,
        disabled_at=row.disabled_at,
        version=row.version,
        edited_by=row.edited_by,
    )


def _wanted(q: str) -> list[ColumnElement[bool]]:
    fields = (Staff.name, Staff.email, Staff.title)
    return [or_(*(field.icontains(q, autoescape=True) for field in fields))] if q else []
