"""Queries on what staff chose about the letters to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.preferences import Saved, channels_of
from portal.db.tables import Staff, StaffPreferences
from portal.db.upsert import insert
from portal.domain.preferences import Preferences


async def find(session: AsyncSession, staff_id: UUID) -> Saved:
    """What one of the staff saved last, where they are; the defaults where they saved nothing."""
    of = StaffPreferences
    query = select(Staff.time_zone, of.quiet_from, of.quiet_to, of.channels, of.version)
    row = (await session.execute(query.outerjoin(of, of.staff_id == Staff.id).where(Staff.id == staff_id))).one()
    if row.version is None:
        return Saved(Preferences(time_zone=row.time_zone), 0)
    chosen = channels_of(row.channels)
    hours = {"quiet_from": row.quiet_from, "quiet_to": row.quiet_to}
    return Saved(Preferences(time_zone=row.time_zone, channels=chosen, **hours), row.version)


async def save(session: AsyncSession, staff_id: UUID, *, preferences: Preferences, version: int, now: datetime) -> bool:
    """Store preferences over those of a version. False, and nothing is stored, where they were saved again since."""
    values = {
        "quiet_from": preferences.quiet_from,
        "quiet_to": preferences.quiet_to,
        "channels": {str(occasion): sorted(channels) for occasion, channels in preferences.channels.items()},
        "version": version + 1,
        "saved_at": now,
    }
    statement = insert(session, StaffPreferences).values(staff_id=staff_id, **values)
    stored = statement.on_conflict_do_update(
        index_elements=[StaffPreferences.staff_id], set_=values, where=StaffPreferences.version == version
    ).returning(StaffPreferences.version)
    return await session.scalar(stored) is not None
