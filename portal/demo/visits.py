"""When the demo's members were here last: as long ago as their last tick, so that pages can tell what changed since."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.sources import SourceRef
from portal.db.tables import Event, Visit

STAYED: Final = timedelta(minutes=4)
"""After the last thing somebody did in the portal."""


async def remember_visits(session: AsyncSession, own: SourceRef, now: datetime) -> None:
    """Keep a visit for everybody who did something in the portal; `own` is the source of the portal's own events."""
    query = (
        select(Event.account_id, Event.member_id, func.min(Event.at), func.max(Event.at))
        .where(Event.source_id == own.id, Event.member_id.is_not(None))
        .group_by(Event.account_id, Event.member_id)
    )
    for account_id, member_id, first_at, last_at in await session.execute(query):
        left = min(last_at + STAYED, now)
        session.add(Visit(account_id=account_id, member_id=member_id, known_until=first_at, seen_at=left))
