"""Removing the events that were kept for long enough."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import event_keys, partitions
from portal.db.bulk import is_postgresql
from portal.db.tables import Event


async def drop_events(session: AsyncSession, *, before: datetime, limit: int) -> bool:
    """Remove some of the events that were received before a moment, the oldest first; whether more may be left.

    On PostgreSQL months that are over go whole, one at a time; of the rest, and of the message ids, up to `limit` go.
    """
    if not is_postgresql(session):
        return await _drop(session, before, limit) == limit
    if await partitions.drop_month(session, before=before):
        return True
    dropped = await _drop(session, before, limit)
    return limit in (dropped, await event_keys.forget(session, limit=limit))


async def _drop(session: AsyncSession, before: datetime, limit: int) -> int:
    """Ids grow as events come in, so the oldest are found at the front, without an index on the moment."""
    oldest = select(Event.id, Event.received_at).order_by(Event.id).limit(limit).subquery()
    ids = list(await session.scalars(select(oldest.c.id).where(oldest.c.received_at < before)))
    if ids:
        gone = delete(Event).where(Event.id.in_(ids), Event.received_at < before)
        await session.execute(gone.execution_options(synchronize_session=False))
    return len(ids)
