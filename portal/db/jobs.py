"""The lease table behind the embedded job queue."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many, or_ignore
from portal.db.tables import Job

JOBS: Final = table_of(Job)
MAX_ERROR = 2_000


async def add(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add jobs; one whose dedupe key waits already is left out."""
    await insert_many(session, JOBS, rows, or_ignore)


async def is_due(session: AsyncSession, *, now: datetime) -> bool:
    """Whether any job is due."""
    return (await session.execute(select(true()).where(_due(now)).limit(1))).first() is not None


async def take(session: AsyncSession, *, now: datetime, lease: timedelta, limit: int) -> Sequence[Any]:
    """Lease up to `limit` due jobs, oldest first: rows of (id, kind, payload, lease, attempts, request_id).

    On PostgreSQL, jobs another worker is just taking are skipped.
    """
    due = select(Job.id).where(_due(now)).order_by(Job.run_at, Job.id).limit(limit)
    # As a CTE it runs once; as a plain subquery PostgreSQL may run it again and lock more than `limit`.
    chosen = due.with_for_update(skip_locked=True).cte("chosen")
    statement = (
        update(Job)
        .where(Job.id.in_(select(chosen.c.id)))
        .values(lease=uuid4(), leased_until=now + lease, attempts=Job.attempts + 1)
        .returning(Job.id, Job.kind, Job.payload, Job.lease, Job.attempts, Job.request_id)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).all()


async def bury(session: AsyncSession, *, now: datetime, most: int) -> None:
    """Give up jobs whose workers vanished `most` times."""
    statement = (
        update(Job)
        .where(_due(now), Job.attempts >= most)
        .values(dead_at=now, error="Every worker that began this job vanished.")
        .execution_options(synchronize_session=False)
    )
    await session.execute(statement)


async def finish(session: AsyncSession, *, job_id: UUID, lease: UUID) -> bool:
    """Remove a job that is done; False when the lease is somebody else's by now."""
    statement = delete(Job).where(Job.id == job_id, Job.lease == lease).returning(Job.id)
    return (await session.execute(statement.execution_options(synchronize_session=False))).first() is not None


async def note_failure(
    session: AsyncSession, *, job_id: UUID, lease: UUID, error: str, run_at: datetime, dead_at: datetime | None
) -> None:
    """Note a failure and let the job be claimed again from `run_at`, or never after `dead_at`."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.lease == lease)
        .values(lease=uuid4(), leased_until=None, run_at=run_at, error=error[:MAX_ERROR], dead_at=dead_at)
        .execution_options(synchronize_session=False)
    )
    await session.execute(statement)


async def release(session: AsyncSession, *, job_id: UUID, lease: UUID, run_at: datetime) -> None:
    """Let a leased job be claimed again from `run_at`, as if it had not been."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.lease == lease)
        .values(lease=uuid4(), leased_until=None, run_at=run_at, attempts=Job.attempts - 1)
        .execution_options(synchronize_session=False)
    )
    await session.execute(statement)


def _due(now: datetime) -> ColumnElement[bool]:
    unheld = or_(Job.leased_until.is_(None), Job.leased_until <= now)
    return and_(Job.dead_at.is_(None), Job.run_at <= now, unheld)
