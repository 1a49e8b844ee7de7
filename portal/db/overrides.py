"""Queries on overrides: what a person said about an account against its computed verdict."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Staff, VerdictOverride
from portal.domain.history import Override
from portal.domain.people import SignedInStaff
from portal.domain.roles import Capability


def holds_at(now: datetime) -> ColumnElement[bool]:
    """Overrides that count at a moment: begun, not expired and not ended by then."""
    return and_(
        VerdictOverride.started_at <= now,
        VerdictOverride.expires_at > now,
        or_(VerdictOverride.ended_at.is_(None), VerdictOverride.ended_at > now),
    )


async def current(session: AsyncSession, *, accounts: Sequence[UUID], now: datetime) -> dict[UUID, Override]:
    """The override that counts now, by account."""
    found = await session.execute(_overrides().where(VerdictOverride.account_id.in_(accounts), holds_at(now)))
    return {row.account_id: Override(*row) for row in found}


async def history(session: AsyncSession, *, account_id: UUID, limit: int) -> list[Override]:
    """The overrides of an account, the latest first."""
    of = VerdictOverride
    latest = _overrides().order_by(of.started_at.desc(), of.ended_at.is_not(None), of.id)
    return [Override(*row) for row in await session.execute(latest.where(of.account_id == account_id).limit(limit))]


def _overrides() -> Select[*tuple[Any, ...]]:
    return select(
        VerdictOverride.account_id,
        VerdictOverride.level,
        VerdictOverride.reason,
        Staff.name,
        VerdictOverride.started_at,
        VerdictOverride.expires_at,
        VerdictOverride.ended_at,
    ).join(Staff, Staff.id == VerdictOverride.staff_id)


async def add(session: AsyncSession, values: dict[str, Any]) -> None:
    """Keep a new override."""
    await session.execute(insert(VerdictOverride).values(values))


async def end(session: AsyncSession, *, account_id: UUID, now: datetime) -> None:
    """End the override that counts now."""
    statement = update(VerdictOverride).where(VerdictOverride.account_id == account_id, holds_at(now))
    await session.execute(statement.values(ended_at=now).execution_options(synchronize_session=False))


async def staff_by_email(session: AsyncSession, email: str) -> SignedInStaff | None:
    """One of the vendor's people who has not left, by e-mail."""
    query = select(Staff.id, Staff.name, Staff.email, Staff.capabilities)
    row = (
        await session.execute(query.where(func.lower(Staff.email) == email.lower(), Staff.disabled_at.is_(None)))
    ).one_or_none()
    return SignedInStaff(row.id, row.name, row.email, frozenset(map(Capability, row.capabilities))) if row else None
