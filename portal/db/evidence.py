"""Queries on the events that an answer was counted from."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.events import happened_since
from portal.db.tables import Event, Member, Source


class EventRow(NamedTuple):
    """One event as it was stored, who caused it, and which source reported it."""

    id: int
    at: datetime
    name: str
    who: str | None
    source: str
    properties: dict[str, Any]


class Asked(NamedTuple):
    """Which events count: their names, from a day on up to a moment; of the pilot group only, where that is asked."""

    names: Collection[str]
    since: date
    until: datetime
    pilot: bool


async def events(
    session: AsyncSession, *, account_id: UUID, asked: Asked, before: int | None, limit: int
) -> list[EventRow]:
    """The events of an account that count, the latest first; those that came before the event `before` if given."""
    query = (
        select(Event.id, Event.at, Event.name, Member.name, Source.name, Event.properties)
        .join(Source, Source.id == Event.source_id)
        .outerjoin(Member, (Member.account_id == Event.account_id) & (Member.id == Event.member_id))
        .where(
            Event.account_id == account_id,
            Event.name.in_(sorted(asked.names)),
            happened_since(datetime.combine(asked.since, time(), UTC)),
            Event.at <= asked.until,
        )
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(limit)
    )
    if asked.pilot:
        query = query.where(Member.pilot)
    if before is not None:
        last = select(Event.at, Event.id).where(Event.account_id == account_id, Event.id == before).scalar_subquery()
        query = query.where(tuple_(Event.at, Event.id) < last)
    return [EventRow(*row) for row in await session.execute(query)]
