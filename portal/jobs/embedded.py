"""The default queue: a lease table in the portal's own database. The acknowledgement commits with the effect."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import job_list
from portal.db import jobs as job_rows
from portal.domain.jobs import Overview
from portal.jobs.queue import Job, LeaseLost
from portal.logs import request_id

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=2)


class EmbeddedQueue:
    """A JobQueue without another service. A job that failed waits 2 s, then 4, 8 … and is dead after 8 attempts."""

    async def enqueue(
        self,
        session: AsyncSession,
        *,
        kind: str,
        payload: Mapping[str, Any],
        now: datetime,
        run_at: datetime | None = None,
        dedupe_key: str | None = None,
    ) -> None:
        """Promise a job in the caller's transaction; no-op while one with its key waits to be begun."""
        await job_rows.add(session, [_row(kind, payload, now, run_at or now, dedupe_key)])

    async def enqueue_each(
        self,
        session: AsyncSession,
        *,
        kind: str,
        payloads: Mapping[str, Mapping[str, Any]],
        now: datetime,
        run_at: datetime | None = None,
    ) -> None:
        """Promise many jobs of a kind, by dedupe key; those that wait already are left out."""
        await job_rows.add(session, [_row(kind, payloads[key], now, run_at or now, key) for key in sorted(payloads)])

    async def ready(self, session: AsyncSession, *, now: datetime) -> bool:
        """Whether a claim would find something. Reads only."""
        return await job_rows.is_due(session, now=now)

    async def claim(self, session: AsyncSession, *, now: datetime, limit: int) -> list[Job]:
        """Take up to `limit` jobs that are due, oldest first, until their lease ends."""
        await job_rows.bury(session, now=now, most=MAX_ATTEMPTS)
        rows = await job_rows.take(session, now=now, lease=LEASE, limit=limit)
        return [Job(row.id, row.kind, row.payload, row.lease, row.attempts, row.request_id) for row in rows]

    async def ack(self, session: AsyncSession, job: Job) -> None:
        """Finish a job in the transaction of its effect. Raises LeaseLost, which must roll that back."""
        if not await job_rows.finish(session, job_id=job.id, lease=job.lease):
            message = f"The lease on {job.kind} {job.id} ended while it ran."
            raise LeaseLost(message)

    async def fail(self, session: AsyncSession, job: Job, *, error: str, now: datetime) -> None:
        """Give a job back for a later attempt, or bury it after too many. No-op when the lease is lost."""
        await job_rows.note_failure(
            session,
            job_id=job.id,
            lease=job.lease,
            error=error,
            run_at=now + FIRST_WAIT * 2 ** (job.attempts - 1),
            dead_at=now if job.attempts >= MAX_ATTEMPTS else None,
        )

    async def give_back(self, session: AsyncSession, job: Job, *, now: datetime) -> None:
        """Return a claimed job that was not begun, at no cost to it. No-op when the lease is lost."""
        await job_rows.release(session, job_id=job.id, lease=job.lease, run_at=now)

    async def overview(self, session: AsyncSession, *, now: datetime) -> Overview:
        """What failed for good, what is under way, and what waits. Reads only."""
        return await job_list.overview(session, now=now)

    async def revive(self, session: AsyncSession, *, job_id: UUID, now: datetime) -> str | None:
        """Let a job that failed for good be tried from the beginning; its kind, None where there is no such job."""
        return await job_list.revive(session, job_id=job_id, now=now)

    async def discard(self, session: AsyncSession, *, job_id: UUID) -> str | None:
        """Remove a job that failed for good; its kind, None where there is no such job."""
        return await job_list.discard(session, job_id=job_id)


def _row(
    kind: str, payload: Mapping[str, Any], now: datetime, run_at: datetime, dedupe_key: str | None
) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "kind": kind,
        "dedupe_key": dedupe_key,
        "payload": msgspec.json.encode(payload).decode(),
        "run_at": run_at,
        "created_at": now,
        "attempts": 0,
        "request_id": request_id(),
    }
