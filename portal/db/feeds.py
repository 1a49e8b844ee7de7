"""Queries on the secret addresses under which staff subscribe to their calendars."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import CalendarFeed, Staff
from portal.db.upsert import insert


class Subscriber(NamedTuple):
    """One of the staff whose calendar is read."""

    id: UUID
    name: str
    email: str


async def since(session: AsyncSession, staff_id: UUID) -> datetime | None:
    """Since when somebody's calendar can be subscribed to; None where it cannot."""
    return await session.scalar(select(CalendarFeed.created_at).where(CalendarFeed.staff_id == staff_id))


async def keep(session: AsyncSession, *, staff_id: UUID, token_hash: str, now: datetime) -> None:
    """Let a token open somebody's calendar, and the one before no longer."""
    fresh = {"token_hash": token_hash, "created_at": now}
    statement = insert(session, CalendarFeed).values(staff_id=staff_id, **fresh)
    await session.execute(statement.on_conflict_do_update(index_elements=[CalendarFeed.staff_id], set_=fresh))


async def end(session: AsyncSession, staff_id: UUID) -> None:
    """Let no token open somebody's calendar."""
    await session.execute(delete(CalendarFeed).where(CalendarFeed.staff_id == staff_id))


async def by_token(session: AsyncSession, token_hash: str) -> Subscriber | None:
    """Whose calendar a token opens; None where nobody's, or somebody's who may not sign in any more."""
    query = select(Staff.id, Staff.name, Staff.email).join(CalendarFeed, CalendarFeed.staff_id == Staff.id)
    row = (
        await session.execute(query.where(CalendarFeed.token_hash == token_hash, Staff.disabled_at.is_(None)))
    ).one_or_none()
    return Subscriber(*row) if row else None
