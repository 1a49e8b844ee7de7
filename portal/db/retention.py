"""Removing the events that were kept for long enough."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Event


async def drop_events(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Remove up to `limit` events that were received before a moment, the oldest first; how many it were.

    Ids grow as events come in, so the oldest are found at the front, without an index on the moment.
    """
    oldest = select(Event.id, Event.received_at).order_by(Event.id).limit(limit).subquery()
    ids = list(await session.scalars(select(oldest.c.id).where(oldest.c.received_at < before)))
    if ids:
        await session.execute(delete(Event).where(Event.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)
