"""Writing events, and setting messages aside. Each message id of a source is stored once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import Executable, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many, is_postgresql, or_ignore
from portal.db.tables import Event, Quarantined
from portal.db.upsert import Insert

EVENTS: Final = table_of(Event)
QUARANTINE: Final = table_of(Quarantined)
QUARANTINE_IDS = UUID("5f8ad3c6-0d0f-4d0e-9d0c-6f0a4f3f2b11")
MAX_REASON = 500


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message for the quarantine, as it came."""

    message_id: str | None
    code: str
    reason: str
    body: str


async def add_events(session: AsyncSession, *, batch_id: UUID, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Store the events whose message ids are new, and return those ids with the events' own.

    Rows must be sorted by message id: batches that overlap then wait for each other in one order only.
    """
    if is_postgresql(session):
        stored = await insert_many(session, EVENTS, rows, _new_ones)
    else:
        # SQLite's driver returns no rows for many inserts at once.
        await insert_many(session, EVENTS, rows, or_ignore)
        query = select(Event.message_id, Event.id).where(Event.batch_id == batch_id)
        stored = list((await session.execute(query)).all())
    return dict(stored)


def _new_ones(insert: Insert) -> Executable:
    return insert.on_conflict_do_nothing().returning(EVENTS.c.message_id, EVENTS.c.id)


async def set_aside(
    session: AsyncSession,
    *,
    source_id: int,
    messages: Sequence[SetAside],
    call: str | None,
    sent_at: datetime | None,
    received_at: datetime,
) -> None:
    """Quarantine messages with how they came; one that a sender repeats is kept once."""
    rows = {uuid5(QUARANTINE_IDS, f"{source_id}:{message.body}"): message for message in messages}
    await insert_many(
        session,
        QUARANTINE,
        [
            {
                "id": key,
                "source_id": source_id,
                "message_id": rows[key].message_id,
                "code": rows[key].code,
                "reason": rows[key].reason[:MAX_REASON],
                "body": rows[key].body,
                "call": call,
                "sent_at": sent_at,
                "received_at": received_at,
            }
            for key in sorted(rows)
        ],
        or_ignore,
    )
