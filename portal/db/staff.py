"""Queries on the vendor's people."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Staff


async def set_time_zone(session: AsyncSession, staff_id: UUID, zone: str) -> None:
    """Keep the time zone in which somebody reads moments."""
    await session.execute(update(Staff).where(Staff.id == staff_id).values(time_zone=zone))
