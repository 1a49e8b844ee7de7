"""Queries on what people answered to the checks of readiness."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import CheckAnswer
from portal.domain.readiness import Reply, Ticked


async def of_account(session: AsyncSession, account_id: UUID) -> dict[str, Reply]:
    """Every answer of an account, by the check's id."""
    of = CheckAnswer
    query = select(of.check_id, of.answer, of.note, of.edited_by, of.answered_at, of.version)
    found = await session.execute(query.where(of.account_id == account_id))
    return {row.check_id: Reply(row.answer, row.note, row.edited_by, row.answered_at, row.version) for row in found}


async def keep(
    session: AsyncSession,
    *,
    account_id: UUID,
    check_id: str,
    version: int,
    answer: Ticked,
    note: str | None,
    by: str,
    now: datetime,
) -> bool:
    """Keep an answer, unless somebody has changed it since it had that version; whether it held."""
    keys: dict[str, UUID | str | int] = {"account_id": account_id, "check_id": check_id}
    values = {"answer": answer, "note": note, "answered_at": now}
    return await versions.save(session, CheckAnswer, keys, version=version, values=values, by=by)
