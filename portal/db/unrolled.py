"""Queries on the batches that wait to be rolled up. They are taken by one at a time, each batch once."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.bulk import is_postgresql
from portal.db.tables import UnrolledBatch

ROLLING: Final = 6_021_973_401
"""The advisory lock that makes those who roll up take turns on PostgreSQL; SQLite has one writer anyway."""

LOOKED_AT: Final = 500
"""So many batches are looked at, however few events they hold."""


class Chunk(NamedTuple):
    """Batches that are rolled up together, and the request they came in, where it is one."""

    batches: Sequence[UUID]
    request_id: str | None


async def add(session: AsyncSession, *, batch_id: UUID, events: int, request_id: str | None, now: datetime) -> None:
    """Let a batch wait, in the transaction that stores its events."""
    values = {"batch_id": batch_id, "events": events, "stored_at": now, "request_id": request_id}
    await session.execute(insert(UnrolledBatch), [values])


async def are_there(session: AsyncSession) -> bool:
    """Whether any batch waits. Reads only."""
    return (await session.execute(select(true()).select_from(UnrolledBatch).limit(1))).first() is not None


async def alone(session: AsyncSession) -> None:
    """Wait until nobody else is rolling up, or changes what was; the turn ends with the transaction."""
    if is_postgresql(session):
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ROLLING})


async def take(session: AsyncSession, *, events: int) -> Chunk | None:
    """Take the batches that wait longest, up to so many events or one batch; None where none waits.

    They wait again if the transaction fails.
    """
    await alone(session)
    of = UnrolledBatch
    query = select(of.id, of.batch_id, of.events, of.request_id).order_by(of.id).limit(LOOKED_AT)
    taken = list(_first((await session.execute(query)).all(), events))
    if not taken:
        return None
    gone = delete(of).where(of.id.in_([row.id for row in taken]))
    await session.execute(gone.execution_options(synchronize_session=False))
    requests = {row.request_id for row in taken}
    return Chunk([row.batch_id for row in taken], requests.pop() if len(requests) == 1 else None)


def _first(rows: Sequence[Any], events: int) -> Iterator[Any]:
    """The first row, and those after it that do not bring the events above so many."""
    total = 0
    for row in rows:
        total += row.events
        if total > events and total > row.events:
            return
        yield row
