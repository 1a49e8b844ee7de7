"""Queries on kickoffs, and on the leave of a lead to schedule one in spite of gaps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import Kickoff, Staff, StartOverride
from portal.domain import kickoff
from portal.domain.kickoff import Leave


async def of_account(session: AsyncSession, account_id: UUID) -> kickoff.Kickoff | None:
    """The kickoff of an account; None where none was scheduled."""
    query = select(
        Kickoff.starts_at,
        Kickoff.minutes,
        Kickoff.attendees,
        Kickoff.recap,
        Kickoff.recap_sent_at,
        Kickoff.recap_sent_by,
        Kickoff.version,
        Kickoff.edited_by,
    ).where(Kickoff.account_id == account_id)
    row = (await session.execute(query)).mappings().one_or_none()
    return kickoff.Kickoff(**{**row, "attendees": tuple(row["attendees"])}) if row else None


async def keep(session: AsyncSession, *, account_id: UUID, version: int, values: Mapping[str, Any], by: str) -> bool:
    """Add or change the kickoff of an account, unless somebody has since it had that version; whether it held."""
    keys = {"account_id": account_id}
    return await versions.save(session, Kickoff, keys, version=version, values=values, by=by)


async def leaves(session: AsyncSession, account_id: UUID) -> list[Leave]:
    """Every leave a lead gave for an account, the latest first."""
    query = (
        select(
            StartOverride.reason,
            Staff.name,
            StartOverride.started_at,
            StartOverride.expires_at,
            StartOverride.ended_at,
        )
        .join(Staff, Staff.id == StartOverride.staff_id)
        .where(StartOverride.account_id == account_id)
        .order_by(StartOverride.started_at.desc(), StartOverride.ended_at.is_not(None), StartOverride.id)
    )
    return [Leave(*row) for row in await session.execute(query)]


async def give_leave(
    session: AsyncSession, *, account_id: UUID, staff_id: UUID, reason: str, now: datetime, until: datetime
) -> None:
    """Keep a lead's leave."""
    row = {"account_id": account_id, "staff_id": staff_id, "reason": reason, "started_at": now, "expires_at": until}
    await session.execute(insert(StartOverride).values(row))


async def end_leave(session: AsyncSession, *, account_id: UUID, now: datetime) -> bool:
    """End the leave that counts now; whether there was one."""
    mine = (
        (StartOverride.account_id == account_id) & StartOverride.ended_at.is_(None) & (StartOverride.expires_at > now)
    )
    statement = update(StartOverride).where(mine).values(ended_at=now).returning(StartOverride.id)
    return bool((await session.scalars(statement.execution_options(synchronize_session=False))).all())
