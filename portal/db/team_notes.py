"""Queries on the notes colleagues write each other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, exists, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from portal.db import upsert
from portal.db.tables import TeamNote, TeamNoteSeen
from portal.domain.notes import NoteKind


async def add(
    session: AsyncSession,
    *,
    account_id: UUID,
    milestone_id: str,
    kind: NoteKind,
    from_id: UUID,
    to_member_id: UUID | None,
    note: str,
    now: datetime,
) -> None:
    """Keep a note to a colleague of the same account; to the whole team for None."""
    values = {"account_id": account_id, "milestone_id": milestone_id, "kind": kind, "note": note, "at": now}
    await session.execute(insert(TeamNote).values(values | {"from_id": from_id, "to_member_id": to_member_id}))


async def told_at(session: AsyncSession, *, account_id: UUID, from_id: UUID, milestone_id: str) -> datetime | None:
    """When a member told the whole team of a milestone, if they did."""
    query = select(TeamNote.at).where(
        TeamNote.account_id == account_id,
        TeamNote.from_id == from_id,
        TeamNote.milestone_id == milestone_id,
        TeamNote.kind == NoteKind.NEWS,
    )
    return await session.scalar(query.order_by(TeamNote.at).limit(1))


async def mark_seen(session: AsyncSession, *, account_id: UUID, member_id: UUID, note_id: UUID, now: datetime) -> bool:
    """Note that a member has seen a note; whether it is one of theirs."""
    query = select(TeamNote.id).where(TeamNote.account_id == account_id, TeamNote.id == note_id, is_for(member_id))
    if await session.scalar(query) is None:
        return False
    row = {"account_id": account_id, "note_id": note_id, "member_id": member_id, "at": now}
    await session.execute(upsert.insert(session, TeamNoteSeen).values(row).on_conflict_do_nothing())
    return True


def is_for(member_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Notes to a member, and those to the whole team that are not their own."""
    to_team = and_(TeamNote.to_member_id.is_(None), TeamNote.from_id != member_id)
    return or_(TeamNote.to_member_id == member_id, to_team)


def seen_by(member_id: UUID | BindParameter[UUID] | InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Notes that a member has seen."""
    return exists().where(TeamNoteSeen.note_id == TeamNote.id, TeamNoteSeen.member_id == member_id)
