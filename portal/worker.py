"""The worker: takes jobs and does them, until it is told to stop."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bound_contextvars

from portal.content.live import LivePlaybook
from portal.db import pins
from portal.db.engine import Database
from portal.db.expired import purge
from portal.db.risk import every_account
from portal.domain.errors import Invalid
from portal.jobs import QUEUE, Job, JobQueue, LeaseLost, keep_schedule, kinds
from portal.services import forecast, measures, milestone_health, risk, tracking, value_reports
from portal.services.activity import roll_up

log = structlog.get_logger()

POLL_SECONDS: Final = 0.5
AT_ONCE: Final = 10
"""Jobs claimed together: few enough that the last is begun well before its lease ends."""

SCHEDULE_EVERY: Final = timedelta(minutes=1)
AT_START: Final = (kinds.SWEEP, kinds.COUNT_WAITS, kinds.COUNT_HEALTH, kinds.TAKE_STOCK_OF_ALL)
"""What a worker does at once, whenever its slot is."""


@dataclass(slots=True)
class Worker:
    """One worker's parts. `step` does what is due now; `run_worker` does so until it is stopped."""

    database: Database
    playbook: LivePlaybook
    clock: Callable[[], datetime]
    queue: JobQueue = QUEUE
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    scheduled_at: datetime | None = None

    async def step(self) -> bool:
        """Claim some jobs that are due and do them; whether there were any."""
        await self._keep_schedule()
        now = self.clock()
        async with self.database.read() as session:
            # A revision only a newer portal can read leaves the one we have.
            with suppress(Invalid):
                await self.playbook.refresh(session)
            if not await self.queue.ready(session, now=now):
                return False
        async with self.database.write() as session:
            jobs = await self.queue.claim(session, now=now, limit=AT_ONCE)
        for job in jobs:
            if self.stop.is_set():
                await self._hand_back(job)
            else:
                await self._do(job)
        return bool(jobs)

    async def _keep_schedule(self) -> None:
        now = self.clock()
        if self.scheduled_at is None or now - self.scheduled_at >= SCHEDULE_EVERY:
            async with self.database.write() as session:
                if self.scheduled_at is None:
                    for kind in AT_START:
                        await self.queue.enqueue(session, kind=kind, payload={}, now=now, dedupe_key=f"{kind}:start")
                await keep_schedule(session, self.queue, now=now)
            self.scheduled_at = now

    async def _do(self, job: Job) -> None:
        """Do one job; what it changed and that it is done are kept together, or neither is."""
        with bound_contextvars(kind=job.kind, job_id=str(job.id), request_id=job.request_id):
            await self._try(job)

    async def _try(self, job: Job) -> None:
        try:
            async with self.database.write() as session:
                await self._effect(session, job)
                await self.queue.ack(session, job)
            log.info("job_done", attempts=job.attempts)
        except LeaseLost as lost:
            log.warning("lease_lost", reason=str(lost))
        except Exception as error:
            log.exception("job_failed", attempts=job.attempts)
            async with self.database.write() as session:
                await self.queue.fail(session, job, error=repr(error), now=self.clock())

    async def _hand_back(self, job: Job) -> None:
        async with self.database.write() as session:
            await self.queue.give_back(session, job, now=self.clock())

    async def _effect(self, session: AsyncSession, job: Job) -> None:
        now, catalogue = self.clock(), self.playbook.current
        match job.kind:
            case kinds.ROLL_UP:
                batch_id = UUID(job.payload["batch_id"])
                await roll_up(session, catalogue=catalogue, queue=self.queue, batch_id=batch_id, now=now)
                await measures.plan(session, catalogue=catalogue, queue=self.queue, batch_id=batch_id, now=now)
                # Last, because every batch counts the same few names: they are locked no longer than need be.
                await tracking.count_batch(session, batch_id=batch_id)
            case kinds.ASSESS:
                account_id = UUID(job.payload["account_id"])
                await risk.assess(session, catalogue=catalogue, account_id=account_id, now=now)
            case kinds.SWEEP:
                await self._for_every_account(session, kinds.ASSESS, now)
            case kinds.MEASURE:
                await self._measure(session, UUID(job.payload["account_id"]), date.fromisoformat(job.payload["week"]))
            case kinds.TAKE_STOCK:
                await self._take_stock(session, UUID(job.payload["account_id"]))
            case kinds.TAKE_STOCK_OF_ALL:
                await self._for_every_account(session, kinds.TAKE_STOCK, now)
            case kinds.COUNT_WAITS:
                await forecast.recount(session, catalogue=catalogue, now=now)
            case kinds.COUNT_HEALTH:
                await milestone_health.recount(session, catalogue=catalogue, now=now)
            case kinds.PURGE:
                await purge(session, now=now)
            case _:
                message = f"No worker knows how to do “{job.kind}”: a newer version may."
                raise LookupError(message)

    async def _for_every_account(self, session: AsyncSession, kind: str, now: datetime) -> None:
        accounts = await every_account(session)
        payloads = {f"{kind}:{account}": {"account_id": str(account)} for account in accounts}
        await self.queue.enqueue_each(session, kind=kind, payloads=payloads, now=now)

    async def _measure(self, session: AsyncSession, account_id: UUID, week: date) -> None:
        own = await self.playbook.of(session, await pins.of_account(session, account_id))
        await measures.count_week(session, catalogue=own, account_id=account_id, week=week, now=self.clock())

    async def _take_stock(self, session: AsyncSession, account_id: UUID) -> None:
        own = await self.playbook.of(session, await pins.of_account(session, account_id))
        await measures.recount(session, catalogue=own, account_id=account_id, now=self.clock())
        await value_reports.write_due(session, catalogue=own, account_id=account_id, now=self.clock())


async def run_worker(
    database: Database, playbook: LivePlaybook, clock: Callable[[], datetime], *, stop: asyncio.Event
) -> None:
    """Do jobs until `stop` is set; the job in hand is finished, the claimed ones are given back.

    A database that is away is asked again.
    """
    worker = Worker(database, playbook, clock, stop=stop)
    while not stop.is_set():
        busy = False
        try:
            busy = await worker.step()
        except (OSError, SQLAlchemyError):
            log.exception("worker_waits_for_database")
        if not busy:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), POLL_SECONDS)
