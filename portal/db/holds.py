"""Queries on holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import Hold
from portal.domain import holds as domain

LATEST_FIRST: Final = (Hold.started_on, Hold.ended_on.is_(None), Hold.ended_on, Hold.id)
"""Descending by these, the hold that lasts comes first, also before one that ended on the day on which it began."""


async def of_account(session: AsyncSession, account_id: UUID) -> Sequence[domain.Hold]:
    """The holds of an account, the latest first."""
    query = _holds().where(Hold.account_id == account_id).order_by(*(column.desc() for column in LATEST_FIRST))
    return [domain.Hold(*row) for row in await session.execute(query)]


async def find(session: AsyncSession, *, account_id: UUID, hold_id: UUID) -> domain.Hold | None:
    """A hold of an account; None where there is none of that id."""
    query = _holds().where(Hold.account_id == account_id, Hold.id == hold_id)
    row = (await session.execute(query)).one_or_none()
    return domain.Hold(*row) if row else None


async def rests_until(session: AsyncSession, *, account_id: UUID, today: date) -> date | None:
    """Until when the hold is expected to last that stops an account's clocks today; None where they run."""
    still = or_(Hold.ended_on.is_(None), Hold.ended_on > today)
    query = select(Hold.expected_end_on).where(Hold.account_id == account_id, Hold.started_on <= today, still)
    return await session.scalar(query.limit(1))


async def add(
    session: AsyncSession, *, account_id: UUID, reason: str, started_on: date, expected_end_on: date, by: str
) -> None:
    """Keep a new hold."""
    values = {"account_id": account_id, "reason": reason, "started_on": started_on, "edited_by": by}
    await session.execute(insert(Hold).values(values | {"expected_end_on": expected_end_on}))


async def change(
    session: AsyncSession, *, account_id: UUID, hold_id: UUID, version: int, values: dict[str, Any], by: str
) -> bool:
    """Change a hold that still has that version; whether it had."""
    keys = {"account_id": account_id, "id": hold_id}
    return await versions.change(session, Hold, keys, version=version, values=values, by=by)


async def remove(session: AsyncSession, *, account_id: UUID, hold_id: UUID) -> None:
    """Forget a hold that never came to be."""
    await session.execute(delete(Hold).where(Hold.account_id == account_id, Hold.id == hold_id))


def _holds() -> Select[*tuple[Any, ...]]:
    return select(
        Hold.id, Hold.reason, Hold.started_on, Hold.expected_end_on, Hold.ended_on, Hold.version, Hold.edited_by
    )
