"""What every job queue promises, whatever keeps the jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.domain.jobs import Overview


@dataclass(frozen=True, slots=True)
class Job:
    """A promise a worker holds. `lease` proves that it still does; `attempts` counts this one too.

    `request_id` names the request that led to it, directly or by another job; schedules have none.
    """

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    lease: UUID
    attempts: int
    request_id: str | None = None


class LeaseLost(Exception):
    """Somebody else holds the job now: what was done about it must be rolled back."""


class JobQueue(Protocol):
    """Jobs that run after their transaction, at least once, and whose effect on the database happens once."""

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
        """Promise a job in the caller's transaction; no-op while one with its key waits to be begun.

        It runs from `run_at` on, or as soon as it can.
        """

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

    async def ready(self, session: AsyncSession, *, now: datetime) -> bool:
        """Whether a claim would find something. Reads only."""

    async def claim(self, session: AsyncSession, *, now: datetime, limit: int) -> list[Job]:
        """Take up to `limit` jobs that are due, oldest first, until their lease ends."""

    async def ack(self, session: AsyncSession, job: Job) -> None:
        """Finish a job in the transaction of its effect. Raises LeaseLost, which must roll that back."""

    async def fail(self, session: AsyncSession, job: Job, *, error: str, now: datetime) -> None:
        """Give a job back for a later attempt, or bury it after too many. No-op when the lease is lost."""

    async def give_back(self, session: AsyncSession, job: Job, *, now: datetime) -> None:
        """Return a claimed job that was not begun, at no cost to it. No-op when the lease is lost."""

    async def overview(self, session: AsyncSession, *, now: datetime) -> Overview:
        """What failed for good, what is under way, and what waits. Reads only."""

    async def revive(self, session: AsyncSession, *, job_id: UUID, now: datetime) -> str | None:
        """Let a job that failed for good be tried from the beginning; its kind, None where there is no such job."""

    async def discard(self, session: AsyncSession, *, job_id: UUID) -> str | None:
        """Remove a job that failed for good; its kind, None where there is no such job."""
