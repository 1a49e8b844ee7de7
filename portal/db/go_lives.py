"""Queries on declarations of go-live: each is kept, and the newest holds."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import GoLive
from portal.domain.go_live import Declared


async def of_account(session: AsyncSession, account_id: UUID) -> list[Declared]:
    """Every declaration of an account, the newest first."""
    of = GoLive
    query = select(of.number, of.went_live_on, of.reason, of.declared_by, of.declared_at)
    found = await session.execute(query.where(of.account_id == account_id).order_by(of.number.desc()))
    return [Declared(*row) for row in found]


async def add(
    session: AsyncSession, *, account_id: UUID, number: int, on: date, reason: str | None, by: str, now: datetime
) -> None:
    """Keep a declaration."""
    row = {"account_id": account_id, "number": number, "went_live_on": on, "reason": reason}
    await session.execute(insert(GoLive).values({**row, "declared_by": by, "declared_at": now}))
