"""Queries on the verdicts of one account, for whoever reads them on."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.risk import NEWEST_FIRST
from portal.db.tables import VerdictRecord
from portal.domain.risk import Level


class KeptVerdict(NamedTuple):
    """A verdict as it is kept. `superseded_at` is None on the current one."""

    id: UUID
    tree: str
    revision: int
    leaf: str
    level: Level
    as_of: datetime
    checked_at: datetime
    superseded_at: datetime | None
    path: list[Any]


async def page(session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int) -> list[KeptVerdict]:
    """An account's verdicts, the current one first; those older than `after` where it is given."""
    query = (
        select(
            VerdictRecord.id,
            VerdictRecord.tree,
            VerdictRecord.revision,
            VerdictRecord.leaf,
            VerdictRecord.level,
            VerdictRecord.as_of,
            VerdictRecord.checked_at,
            VerdictRecord.superseded_at,
            VerdictRecord.path,
        )
        .where(VerdictRecord.account_id == account_id)
        .order_by(*(column.desc() for column in NEWEST_FIRST))
        .limit(limit)
    )
    if after:
        anchor = select(*NEWEST_FIRST).where(VerdictRecord.account_id == account_id, VerdictRecord.id == after)
        place = (await session.execute(anchor)).one_or_none()
        older = tuple_(*NEWEST_FIRST) < tuple_(*place) if place else None
        query = query.where(older) if older is not None else query
    return [KeptVerdict(*row) for row in await session.execute(query)]
