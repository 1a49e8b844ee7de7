"""Queries on the names of events as senders use them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import is_postgresql, one_of
from portal.db.tables import Event, EventName, Source
from portal.db.upsert import insert

NAMES = table_of(EventName)


class Seen(NamedTuple):
    """How often a name came, and when first and last; the moments are those at which things happened."""

    name: str
    times: int
    first_at: datetime
    last_at: datetime


class Sender(NamedTuple):
    """A source as it was last edited, how many events it sent, and the moment of the last."""

    id: int
    name: str
    browser: bool
    origins: list[str]
    version: int
    edited_by: str | None
    events: int
    last_at: datetime | None


async def add_batches(session: AsyncSession, *, batches: Collection[UUID]) -> None:
    """Count the names in these batches. Not idempotent."""
    found = (
        select(Event.source_id, Event.name, func.count(), func.min(Event.at), func.max(Event.at))
        .where(one_of(session, Event.batch_id, batches))
        .group_by(Event.source_id, Event.name)
    )
    adding = insert(session, EventName).from_select(["source_id", "name", "count", "first_at", "last_at"], found)
    least, most = (func.least, func.greatest) if is_postgresql(session) else (func.min, func.max)
    new = adding.excluded
    counted = {
        "count": NAMES.c.count + new.count,
        "first_at": least(NAMES.c.first_at, new.first_at),
        "last_at": most(NAMES.c.last_at, new.last_at),
    }
    await session.execute(adding.on_conflict_do_update(index_elements=list(NAMES.primary_key), set_=counted))


async def seen(session: AsyncSession, names: list[str]) -> dict[str, Seen]:
    """How often each of these names came, from whomever; names that never came are left out."""
    return {row.name: Seen(*row) for row in await session.execute(_seen().where(EventName.name.in_(names)))}


async def others(session: AsyncSession, names: list[str], *, apart_from: str, limit: int) -> list[Seen]:
    """The names beyond these that came most often, but for those of one source."""
    query = _seen().join(Source, Source.id == EventName.source_id)
    query = query.where(EventName.name.not_in(names), Source.name != apart_from)
    rows = await session.execute(query.order_by(func.sum(EventName.count).desc(), EventName.name).limit(limit))
    return [Seen(*row) for row in rows]


async def senders(session: AsyncSession) -> list[Sender]:
    """Every source, by name."""
    return [_sender(row) for row in await session.execute(_senders().order_by(Source.name))]


async def sender(session: AsyncSession, source_id: int) -> Sender | None:
    """One source."""
    row = (await session.execute(_senders().where(Source.id == source_id))).one_or_none()
    return _sender(row) if row else None


def _senders() -> Select[*tuple[Any, ...]]:
    columns = (Source.id, Source.name, Source.browser, Source.origins, Source.version, Source.edited_by)
    events = func.coalesce(func.sum(EventName.count), 0).label("events")
    query = select(*columns, events, func.max(EventName.last_at))
    return query.outerjoin(EventName, EventName.source_id == Source.id).group_by(Source.id)


def _sender(row: Row[*tuple[Any, ...]]) -> Sender:
    # PostgreSQL sums to a decimal.
    return Sender(*row)._replace(events=int(row.events))


def _seen() -> Select[*tuple[Any, ...]]:
    total, first, last = func.sum(EventName.count), func.min(EventName.first_at), func.max(EventName.last_at)
    return select(EventName.name, total, first, last).group_by(EventName.name)
