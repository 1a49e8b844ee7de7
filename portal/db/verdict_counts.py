"""How many accounts stand at each level, by CSM: read in one look, and kept with every change of a row."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many
from portal.db.tables import VerdictCount
from portal.db.upsert import Insert
from portal.domain.risk import Level

TABLE: Final = table_of(VerdictCount)
NOBODY: Final = UUID(int=0)
"""Stands for the CSM of accounts that have none."""

SHARES: Final = tuple(UUID(int=n) for n in range(1, 17))
"""Stand for all CSMs together, each for a share of them: on one row everybody who counts would wait for the others."""


class Place(NamedTuple):
    """Where an account is counted."""

    csm_id: UUID | None
    level: Level
    open: bool


async def move(session: AsyncSession, *, left: Iterable[Place], entered: Iterable[Place]) -> None:
    """Count accounts that left these places, and entered those."""
    accounts: Counter[tuple[UUID, Level]] = Counter()
    opened: Counter[tuple[UUID, Level]] = Counter()
    for places, change in ((left, -1), (entered, 1)):
        for place in places:
            for cell in _cells(place):
                accounts[cell] += change
                opened[cell] += change * place.open
    moved = sorted(cell for cell in accounts if accounts[cell] or opened[cell])
    # Sorted, so that two transactions never wait for each other in a circle.
    rows = [
        {"csm_id": csm, "level": level, "accounts": accounts[csm, level], "open": opened[csm, level]}
        for csm, level in moved
    ]
    await insert_many(session, TABLE, rows, _added_to)


def _cells(place: Place) -> Iterable[tuple[UUID, Level]]:
    csm = place.csm_id or NOBODY
    return (csm, place.level), (SHARES[csm.int % len(SHARES)], place.level)


def _added_to(insert: Insert) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=[TABLE.c.csm_id, TABLE.c.level],
        set_={name: TABLE.c[name] + insert.excluded[name] for name in ("accounts", "open")},
    )


async def levels(session: AsyncSession, csm_id: UUID | None = None) -> Counter[Level]:
    """How many accounts stand at each level: of one CSM, or in all."""
    counted = [csm_id] if csm_id else SHARES
    query = select(VerdictCount.level, func.sum(VerdictCount.accounts)).group_by(VerdictCount.level)
    query = query.where(VerdictCount.csm_id.in_(counted))
    return Counter({level: int(count) for level, count in await session.execute(query)})


def total() -> ColumnElement[int]:
    """How many accounts there are, as a part of another query."""
    query = select(func.coalesce(func.sum(VerdictCount.accounts), 0))
    # The query around this one is prepared, so it can have no list; they follow each other.
    return query.where(VerdictCount.csm_id.between(SHARES[0], SHARES[-1])).scalar_subquery()


async def open_by_csm(session: AsyncSession) -> dict[UUID, int]:
    """How many open onboardings each CSM has."""
    query: Select[UUID, int] = select(VerdictCount.csm_id, func.sum(VerdictCount.open)).group_by(VerdictCount.csm_id)
    query = query.where(VerdictCount.csm_id.not_in(SHARES))
    return {csm: int(count) for csm, count in await session.execute(query)}
