"""Queries on drafts of the playbook and the files they change."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import Draft, DraftFile, Staff
from portal.domain import drafts

COLUMNS = (Draft.id, Draft.name, Draft.base, Draft.staff_id, Staff.name.label("started_by"), Draft.started_at)
FILE = (DraftFile.path, DraftFile.text, DraftFile.version, DraftFile.edited_by, DraftFile.edited_at)


class Listed(NamedTuple):
    """A draft of the list: how many files were saved in it, and when it was saved last."""

    id: UUID
    name: str
    base: int
    staff_id: UUID
    started_by: str
    started_at: datetime
    files: int
    edited_at: datetime


async def every(session: AsyncSession) -> list[Listed]:
    """All drafts, the one saved last first."""
    last = func.coalesce(func.max(DraftFile.edited_at), Draft.started_at).label("last")
    query = (
        select(*COLUMNS, func.count(DraftFile.path), last)
        .join(Staff, Staff.id == Draft.staff_id)
        .outerjoin(DraftFile, DraftFile.draft_id == Draft.id)
        .group_by(*COLUMNS)
        .order_by(last.desc(), Draft.id)
    )
    return [Listed(*row) for row in await session.execute(query)]


async def find(session: AsyncSession, draft_id: UUID) -> drafts.Draft | None:
    """One draft with all its files, or None."""
    query = select(*COLUMNS).join(Staff, Staff.id == Draft.staff_id).where(Draft.id == draft_id)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    files = await session.execute(select(*FILE).where(DraftFile.draft_id == draft_id).order_by(DraftFile.path))
    own = {file.path: drafts.DraftFile(*file) for file in files}
    return drafts.Draft(row.id, row.name, row.base, row.staff_id, row.started_by, row.started_at, own)


async def take_turn(session: AsyncSession, draft_id: UUID) -> None:
    """Wait until nobody else is changing a draft; the turn ends with the transaction."""
    await session.execute(select(Draft.id).where(Draft.id == draft_id).with_for_update())


async def start(session: AsyncSession, *, name: str, base: int, staff_id: UUID, now: datetime) -> UUID:
    """Begin a draft. Returns its id."""
    draft_id = uuid4()
    values = {"id": draft_id, "name": name, "base": base, "staff_id": staff_id, "started_at": now}
    await session.execute(insert(Draft).values(values))
    return draft_id


async def save(
    session: AsyncSession, draft_id: UUID, path: str, text: str | None, *, version: int, by: str, now: datetime
) -> bool:
    """Save a file that was at a version (0 for one the draft has not changed yet); whether it still was."""
    keys: dict[str, UUID | str] = {"draft_id": draft_id, "path": path}
    values = {"text": text, "edited_at": now}
    return await versions.save(session, DraftFile, keys, version=version, values=values, by=by)


async def rebase(session: AsyncSession, draft_id: UUID, base: int) -> None:
    """Put a draft over another revision."""
    await session.execute(update(Draft).where(Draft.id == draft_id).values(base=base))


async def remove(session: AsyncSession, draft_id: UUID) -> None:
    """Remove a draft with its files."""
    await session.execute(delete(DraftFile).where(DraftFile.draft_id == draft_id))
    await session.execute(delete(Draft).where(Draft.id == draft_id))
