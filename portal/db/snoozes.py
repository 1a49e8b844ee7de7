"""Queries on what staff put off for themselves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import UrgencySnooze
from portal.db.upsert import insert


async def put_off(session: AsyncSession, *, staff_id: UUID, account_id: UUID, until: date, now: datetime) -> None:
    """Keep an account from one of the staff until a day, in place of an earlier one."""
    values = {"until": until, "at": now}
    statement = insert(session, UrgencySnooze).values(staff_id=staff_id, account_id=account_id, **values)
    keys = [UrgencySnooze.staff_id, UrgencySnooze.account_id]
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


async def bring_back(session: AsyncSession, *, staff_id: UUID) -> None:
    """End everything that one of the staff has put off."""
    await session.execute(delete(UrgencySnooze).where(UrgencySnooze.staff_id == staff_id))
