"""Queries on the embedded queue's jobs for whoever looks after them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Job
from portal.domain.jobs import SHOWN, Listed, Overview, Waiting

COLUMNS: Final = (Job.id, Job.kind, Job.payload, Job.attempts, Job.error, Job.dead_at)
DEAD: Final = Job.dead_at.is_not(None)
LONG: Final = Job.payload["total"].as_integer().is_not(None)
"""A job that goes in steps is under way between them too."""


async def overview(session: AsyncSession, *, now: datetime) -> Overview:
    """What failed for good, what is under way, and what waits."""
    dead = select(*COLUMNS).where(DEAD).order_by(Job.dead_at.desc(), Job.id).limit(SHOWN)
    held = select(*COLUMNS).where(_under_way(now)).order_by(Job.created_at, Job.id).limit(SHOWN)
    return Overview(
        dead=_listed(await session.execute(dead)),
        dead_count=await session.scalar(select(func.count()).where(DEAD)) or 0,
        under_way=_listed(await session.execute(held)),
        waiting=await _waiting(session, now),
    )


async def revive(session: AsyncSession, *, job_id: UUID, now: datetime) -> str | None:
    """Let a dead job be tried from the beginning; its kind, or None where there is no such dead job."""
    statement = (
        update(Job)
        .where(Job.id == job_id, DEAD)
        .values(dead_at=None, error=None, attempts=0, leased_until=None, run_at=now)
        .returning(Job.kind)
    )
    return await session.scalar(statement.execution_options(synchronize_session=False))


async def discard(session: AsyncSession, *, job_id: UUID) -> str | None:
    """Remove a dead job; its kind, or None where there is no such dead job."""
    statement = delete(Job).where(Job.id == job_id, DEAD).returning(Job.kind)
    return await session.scalar(statement.execution_options(synchronize_session=False))


async def _waiting(session: AsyncSession, now: datetime) -> tuple[Waiting, ...]:
    failing = func.sum(case((Job.error.is_not(None), 1), else_=0))
    query = (
        select(Job.kind, func.count(), failing, func.min(Job.run_at))
        .where(Job.dead_at.is_(None), ~_under_way(now))
        .group_by(Job.kind)
        .order_by(func.min(Job.run_at), Job.kind)
    )
    return tuple(Waiting(*row) for row in await session.execute(query))


def _under_way(now: datetime) -> ColumnElement[bool]:
    held = and_(Job.leased_until.is_not(None), Job.leased_until > now)
    return and_(Job.dead_at.is_(None), or_(held, LONG))


def _listed(rows: Iterable[Any]) -> tuple[Listed, ...]:
    return tuple(Listed(*row) for row in rows)
