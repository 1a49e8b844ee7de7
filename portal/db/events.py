"""Writing events, and setting messages aside. Each message id of a source is stored once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_columns, insert_many, is_postgresql, or_ignore
from portal.db.driver import driver
from portal.db.event_keys import Key, claim
from portal.db.tables import Event, Quarantined

EVENTS: Final = table_of(Event)
QUARANTINE: Final = table_of(Quarantined)
QUARANTINE_IDS = UUID("5f8ad3c6-0d0f-4d0e-9d0c-6f0a4f3f2b11")
MAX_REASON = 500


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message for the quarantine, as it came, and how: the type its request gave it, and the request's two times."""

    source_id: int
    message_id: str | None
    code: str
    reason: str
    body: str
    call: str | None
    sent_at: datetime | None
    received_at: datetime


class NewEvent(NamedTuple):
    """A row for the table of events, its columns in order, but without an id yet. JSON comes as text."""

    source_id: int
    message_id: str
    batch_id: UUID
    ordinal: int
    type: str
    name: str
    account_id: UUID
    member_id: UUID | None
    at: datetime
    original_at: datetime | None
    sent_at: datetime | None
    received_at: datetime
    clamped: bool
    properties: str
    context: str


COLUMNS: Final = ("id", *NewEvent._fields)


async def add_events(session: AsyncSession, *, batch_id: UUID, rows: Sequence[NewEvent]) -> dict[Key, int]:
    """Store the events whose message ids are new, and return those with the events' own ids.

    Rows must be sorted by source and message id: batches that overlap then wait for each other in one order only.
    """
    if is_postgresql(session):
        return await _copy(session, rows)
    if rows:
        columns = dict(zip(NewEvent._fields, zip(*rows, strict=True), strict=True))
        await insert_columns(session, EVENTS, columns, or_ignore)
    # SQLite's driver returns no rows for many inserts at once.
    of = EVENTS.c
    query = select(of.source_id, of.message_id, of.id).where(of.batch_id == batch_id)
    return {(source, message): event_id for source, message, event_id in await session.execute(query)}


async def _copy(session: AsyncSession, rows: Sequence[NewEvent]) -> dict[Key, int]:
    """Claim the message ids, and COPY the events of those that were new: half the time of an insert."""
    async with driver(session) as connection:
        ids = await claim(connection, [row[:2] for row in rows])
        new = [(ids[row[:2]], *row) for row in rows if row[:2] in ids]
        if new:
            await connection.copy_records_to_table(EVENTS.name, columns=COLUMNS, records=new)
    return ids


def happened_since(moment: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """That an event happened at a moment or later; as none comes before it happens, earlier months are skipped."""
    return and_(Event.at >= moment, Event.received_at >= moment)


async def set_aside(session: AsyncSession, messages: Sequence[SetAside]) -> None:
    """Quarantine messages; one that a sender repeats is kept once."""
    kept = {uuid5(QUARANTINE_IDS, f"{message.source_id}:{message.body}"): message for message in messages}
    rows = [{"id": key, **asdict(kept[key]), "reason": kept[key].reason[:MAX_REASON]} for key in sorted(kept)]
    await insert_many(session, QUARANTINE, rows, or_ignore)
