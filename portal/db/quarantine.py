"""Queries on the messages that were set aside."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Quarantined, Source
from portal.domain.quarantine import CUT, Sought


class Held(NamedTuple):
    """A message as staff look at it."""

    id: UUID
    source: str
    message_id: str | None
    code: str
    reason: str
    body: str
    received_at: datetime


class Count(NamedTuple):
    """How many messages a source has in the quarantine for one reason."""

    code: str
    source: str
    messages: int


class Taken(NamedTuple):
    """A message that left the quarantine, with all it takes to take it in as it came."""

    source_id: int
    body: str
    call: str | None
    sent_at: datetime | None
    received_at: datetime


async def page(session: AsyncSession, *, sought: Sought, after: tuple[datetime, UUID] | None, limit: int) -> list[Held]:
    """The messages somebody looks for, the newest first; those behind `after` where it is given."""
    columns = (
        Quarantined.id,
        Source.name,
        Quarantined.message_id,
        Quarantined.code,
        Quarantined.reason,
        Quarantined.body,
        Quarantined.received_at,
    )
    query = select(*columns).join(Source, Source.id == Quarantined.source_id).where(*_meant(sought))
    place = tuple_(Quarantined.received_at, Quarantined.id)
    if after is not None:
        query = query.where(place < after)
    rows = await session.execute(query.order_by(Quarantined.received_at.desc(), Quarantined.id.desc()).limit(limit))
    return [Held(*row) for row in rows]


async def counts(session: AsyncSession) -> list[Count]:
    """How many messages there are of each reason and source, most first."""
    messages = func.count()
    query = select(Quarantined.code, Source.name, messages).join(Source, Source.id == Quarantined.source_id)
    most = query.group_by(Quarantined.code, Source.name).order_by(messages.desc(), Source.name, Quarantined.code)
    return [Count(*row) for row in await session.execute(most)]


async def take(session: AsyncSession, *, sought: Sought, limit: int) -> list[Taken]:
    """Take the oldest messages of those meant out of the quarantine, but for those that were cut off."""
    query = _ids(sought).where(Quarantined.code != CUT).order_by(Quarantined.received_at, Quarantined.id)
    return await _taken(session, Quarantined.id.in_(query.limit(limit)))


async def take_one(session: AsyncSession, message_id: UUID) -> Taken | None:
    """Take one message out of the quarantine; None where it is not there, or was cut off."""
    found = await _taken(session, (Quarantined.id == message_id) & (Quarantined.code != CUT))
    return found[0] if found else None


async def remove(session: AsyncSession, sought: Sought) -> int:
    """Remove the messages meant; how many there were."""
    statement = delete(Quarantined).where(Quarantined.id.in_(_ids(sought))).returning(Quarantined.id)
    return len((await session.execute(statement)).all())


async def remove_one(session: AsyncSession, message_id: UUID) -> str | None:
    """Remove one message; the code of its reason, None where it is not there."""
    statement = delete(Quarantined).where(Quarantined.id == message_id).returning(Quarantined.code)
    return await session.scalar(statement)


async def _taken(session: AsyncSession, meant: ColumnElement[bool]) -> list[Taken]:
    statement = delete(Quarantined).where(meant)
    rows = await session.execute(
        statement.returning(
            Quarantined.source_id, Quarantined.body, Quarantined.call, Quarantined.sent_at, Quarantined.received_at
        )
    )
    return sorted((Taken(*row) for row in rows), key=lambda taken: (taken.received_at, taken.body))


def _ids(sought: Sought) -> Select[UUID]:
    return select(Quarantined.id).join(Source, Source.id == Quarantined.source_id).where(*_meant(sought))


def _meant(sought: Sought) -> list[ColumnElement[bool]]:
    meant = []
    if sought.code is not None:
        meant.append(Quarantined.code == sought.code)
    if sought.source is not None:
        meant.append(Source.name == sought.source)
    return meant
