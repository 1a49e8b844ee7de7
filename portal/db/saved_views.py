"""Queries on the views of the portfolio that staff named for themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import SavedView


class Saved(NamedTuple):
    """A named view; `query` is what stands in its address."""

    id: UUID
    name: str
    query: Mapping[str, Any]


async def of_staff(session: AsyncSession, staff_id: UUID) -> list[Saved]:
    """The views of one of the staff, the oldest first."""
    query = select(SavedView.id, SavedView.name, SavedView.query).where(SavedView.staff_id == staff_id)
    return [Saved(*row) for row in await session.execute(query.order_by(SavedView.created_at, SavedView.name))]


async def add(session: AsyncSession, *, staff_id: UUID, name: str, query: Mapping[str, Any], now: datetime) -> None:
    """Keep a view."""
    values = {"staff_id": staff_id, "name": name, "query": dict(query), "created_at": now}
    await session.execute(insert(SavedView).values(values))


async def remove(session: AsyncSession, *, staff_id: UUID, view_id: UUID) -> None:
    """Forget a view, if it is theirs."""
    await session.execute(delete(SavedView).where(SavedView.id == view_id, SavedView.staff_id == staff_id))
