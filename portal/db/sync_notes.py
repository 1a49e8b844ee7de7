"""Queries on the weekly notes across the tracks."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import SyncNote
from portal.domain import sync_note

COLUMNS = (
    SyncNote.week,
    SyncNote.text,
    SyncNote.version,
    SyncNote.edited_by,
    SyncNote.sent_at,
    SyncNote.sent_by,
)


async def find(session: AsyncSession, *, account_id: UUID, week: date) -> sync_note.SyncNote | None:
    """The note of a week; None while nobody has saved one."""
    query = select(*COLUMNS).where(SyncNote.account_id == account_id, SyncNote.week == week)
    row = (await session.execute(query)).one_or_none()
    return sync_note.SyncNote(*row) if row else None


async def latest(session: AsyncSession, account_id: UUID, limit: int) -> list[sync_note.SyncNote]:
    """The latest notes of an account."""
    query = select(*COLUMNS).where(SyncNote.account_id == account_id).order_by(SyncNote.week.desc()).limit(limit)
    return [sync_note.SyncNote(*row) for row in await session.execute(query)]


async def save(
    session: AsyncSession, *, account_id: UUID, week: date, version: int, text: str, sent_at: datetime | None, by: str
) -> bool:
    """Keep the text of a week's note, at version 0 for the first time, sent or not; whether that version held."""
    values = {"text": text, "sent_at": sent_at, "sent_by": by if sent_at else None}
    keys: dict[str, UUID | str | int | date] = {"account_id": account_id, "week": week}
    return await versions.save(session, SyncNote, keys, version=version, values=values, by=by)
