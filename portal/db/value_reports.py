"""Queries on value reports. They are added and read; nothing changes one."""

from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many, or_ignore
from portal.db.tables import ValueReport

REPORTS: Final = table_of(ValueReport)


class Listed(NamedTuple):
    """A report in a list."""

    id: UUID
    number: int
    period_from: date
    period_to: date
    at: datetime


class Kept(NamedTuple):
    """A report with what it says."""

    id: UUID
    number: int
    period_from: date
    period_to: date
    at: datetime
    content: dict[str, Any]


LISTED: Final = (
    ValueReport.id,
    ValueReport.number,
    ValueReport.period_from,
    ValueReport.period_to,
    ValueReport.at,
)


async def newest(session: AsyncSession, account_id: UUID) -> Listed | None:
    """An account's latest report, or None."""
    return next(iter(await every(session, account_id, limit=1)), None)


async def every(session: AsyncSession, account_id: UUID, *, limit: int = 100) -> list[Listed]:
    """An account's reports, the latest first."""
    query = select(*LISTED).where(ValueReport.account_id == account_id).order_by(ValueReport.number.desc()).limit(limit)
    return [Listed(*row) for row in await session.execute(query)]


async def one(session: AsyncSession, account_id: UUID, report_id: UUID) -> Kept | None:
    """A report of this account, or None."""
    query = select(*LISTED, ValueReport.content).where(
        ValueReport.account_id == account_id, ValueReport.id == report_id
    )
    row = (await session.execute(query)).one_or_none()
    return Kept(*row) if row else None


async def add(session: AsyncSession, row: dict[str, Any]) -> None:
    """Add a report, its content as JSON text; one with its number stays as it is."""
    await insert_many(session, REPORTS, [row], or_ignore)
