"""Queries on what of the success plans is written by hand."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import SuccessPlan
from portal.domain.success_plan import Written


async def of_account(session: AsyncSession, account_id: UUID) -> Written:
    """What was written of an account's plan; version 0 where nothing was."""
    of = SuccessPlan
    query = select(of.goal, of.use_cases, of.risks, of.shared_at, of.version, of.edited_by, of.edited_at)
    row = (await session.execute(query.where(of.account_id == account_id))).one_or_none()
    return Written(*row) if row else Written()


async def keep(session: AsyncSession, *, account_id: UUID, written: Written, by: str, now: datetime) -> bool:
    """Keep what was written, unless somebody has since changed it; whether it held."""
    values = {"goal": written.goal, "use_cases": written.use_cases, "risks": written.risks, "edited_at": now}
    keys = {"account_id": account_id}
    return await versions.save(session, SuccessPlan, keys, version=written.version, values=values, by=by)


async def share(session: AsyncSession, *, account_id: UUID, at: datetime | None) -> bool:
    """Let the customer's people read it from a moment on, or no longer; whether there is something to read."""
    statement = update(SuccessPlan).where(SuccessPlan.account_id == account_id).values(shared_at=at)
    return (await session.execute(statement.returning(SuccessPlan.account_id))).one_or_none() is not None
