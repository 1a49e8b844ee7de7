"""The queue for many workers on PostgreSQL: PgQueuer's tables and statements, in the caller's transactions."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
from pgqueuer.domain.types import QueueEntrypoint, QueueManagerId
from pgqueuer.ports.repository import EntrypointExecutionParameter
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import pgqueuer
from portal.domain.jobs import SHOWN, Listed, Overview, Waiting
from portal.jobs import kinds
from portal.jobs.embedded import FIRST_WAIT, LEASE, MAX_ATTEMPTS
from portal.jobs.queue import Job, LeaseLost
from portal.logs import request_id

KINDS: Final = tuple(value for name, value in vars(kinds).items() if name.isupper())
BEGINNING: Final = datetime(2020, 1, 1, tzinfo=UTC)
MAX_ERROR: Final = 2_000


class PgQueuer:
    """A JobQueue on PgQueuer. A claim is a queue manager of its own to it, which is what proves the lease.

    Of two jobs the one due earlier goes first: their priority is the moment, counted backwards.
    """

    def __init__(self, claimed: Collection[str] = KINDS) -> None:
        self.entrypoints = {QueueEntrypoint(kind): EntrypointExecutionParameter(0) for kind in claimed}

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
        await self._add(session, kind, [(dedupe_key, payload)], now, run_at or now)

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
        if payloads:
            await self._add(session, kind, [(key, payloads[key]) for key in sorted(payloads)], now, run_at or now)

    async def ready(self, session: AsyncSession, *, now: datetime) -> bool:
        """Whether a claim would find something. Reads only."""
        del now
        return await pgqueuer.is_due(session, lease=LEASE)

    async def claim(self, session: AsyncSession, *, now: datetime, limit: int) -> list[Job]:
        """Take up to `limit` jobs that are due, oldest first, until their lease ends."""
        del now
        lease = uuid4()
        await pgqueuer.bury(session, lease=LEASE, most=MAX_ATTEMPTS)
        own = await pgqueuer.queries(session)
        picked = await own.dequeue(limit, self.entrypoints, QueueManagerId(lease), None, LEASE)
        await pgqueuer.begin(session, [job.id for job in picked])
        return [
            Job(
                UUID(int=job.id),
                job.entrypoint,
                msgspec.json.decode(job.payload or b"{}"),
                lease,
                job.attempts + 1,
                _text(job.headers, "request_id"),
            )
            for job in picked
        ]

    async def ack(self, session: AsyncSession, job: Job) -> None:
        """Finish a job in the transaction of its effect. Raises LeaseLost, which must roll that back."""
        if not await pgqueuer.finish(session, job_id=job.id.int, lease=job.lease):
            message = f"The lease on {job.kind} {job.id.int} ended while it ran."
            raise LeaseLost(message)

    async def fail(self, session: AsyncSession, job: Job, *, error: str, now: datetime) -> None:
        """Give a job back for a later attempt, or bury it after too many. No-op when the lease is lost."""
        del now
        wait = FIRST_WAIT * 2 ** (job.attempts - 1) if job.attempts < MAX_ATTEMPTS else None
        await pgqueuer.note_failure(session, job_id=job.id.int, lease=job.lease, error=error[:MAX_ERROR], wait=wait)

    async def give_back(self, session: AsyncSession, job: Job, *, now: datetime) -> None:
        """Return a claimed job that was not begun, at no cost to it. No-op when the lease is lost."""
        del now
        await pgqueuer.release(session, job_id=job.id.int, lease=job.lease)

    async def overview(self, session: AsyncSession, *, now: datetime) -> Overview:
        """What failed for good, what is under way, and what waits. Reads only."""
        dead, dead_count = await pgqueuer.dead(session, limit=SHOWN)
        held = await pgqueuer.under_way(session, lease=LEASE, limit=SHOWN)
        waiting = await pgqueuer.waiting(session, lease=LEASE)
        return Overview(
            dead=tuple(_listed(row, now - row.ago) for row in dead),
            dead_count=dead_count,
            under_way=tuple(_listed(row) for row in held),
            waiting=tuple(Waiting(kind, count, failing, now + due) for kind, count, failing, due in waiting),
        )

    async def revive(self, session: AsyncSession, *, job_id: UUID, now: datetime) -> str | None:
        """Let a job that failed for good be tried from the beginning; its kind, None where there is no such job."""
        del now
        return await pgqueuer.revive(session, _number(job_id))

    async def discard(self, session: AsyncSession, *, job_id: UUID) -> str | None:
        """Remove a job that failed for good; its kind, None where there is no such job."""
        return await pgqueuer.discard(session, _number(job_id))

    async def _add(
        self,
        session: AsyncSession,
        kind: str,
        wanted: list[tuple[str | None, Mapping[str, Any]]],
        now: datetime,
        run_at: datetime,
    ) -> None:
        own, many = await pgqueuer.queries(session), len(wanted)
        await own.enqueue(
            [kind] * many,
            [msgspec.json.encode(payload) for _, payload in wanted],
            [-int((run_at - BEGINNING) / timedelta(seconds=1))] * many,
            [max(run_at - now, timedelta())] * many,
            [key for key, _ in wanted],
            [_headers(payload) for _, payload in wanted],
            on_conflict="skip",
        )


def _headers(payload: Mapping[str, Any]) -> dict[str, str]:
    """What the database may look at: the request that led to a job, and whether it goes in steps."""
    told = {"request_id": request_id(), "long": "yes" if payload.get("total") else None}
    return {name: value for name, value in told.items() if value}


def _text(headers: Mapping[str, object] | None, name: str) -> str | None:
    found = (headers or {}).get(name)
    return found if isinstance(found, str) else None


def _listed(row: Any, dead_at: datetime | None = None) -> Listed:  # noqa: ANN401 - a row of the database
    payload = msgspec.json.decode(row.payload or b"{}")
    return Listed(UUID(int=row.id), row.entrypoint, payload, row.attempts, row.error, dead_at)


def _number(job_id: UUID) -> int:
    """PgQueuer's own number of a job; one that cannot be is nobody's."""
    return job_id.int if job_id.int < 2**63 else 0
