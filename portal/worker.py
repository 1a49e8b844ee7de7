"""The worker: rolls events up, takes jobs and does them, until it is told to stop."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from structlog.contextvars import bound_contextvars

from portal.content.live import LivePlaybook
from portal.db import unrolled
from portal.db.engine import Database
from portal.domain.errors import Invalid
from portal.effects import Task, do
from portal.jobs import QUEUE, Job, JobQueue, LeaseLost, keep_schedule, kinds
from portal.rollups import roll_up
from portal.rounds import make_rounds

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
    events_kept: timedelta | None = None

    async def step(self) -> bool:
        """Roll up some events that wait, claim some jobs that are due and do them; whether there were any."""
        await self._keep_schedule()
        now = self.clock()
        async with self.database.read() as session:
            # A revision only a newer portal can read leaves the one we have.
            with suppress(Invalid):
                await self.playbook.refresh(session)
            behind, due = await unrolled.are_there(session), await self.queue.ready(session, now=now)
        rolled_up = behind and await self._roll_up()
        return (due and await self._do_some(now)) or rolled_up

    async def _roll_up(self) -> bool:
        """Roll up some events; whether any were. What is wrong with them is no trouble of the jobs."""
        if self.stop.is_set():
            return False
        try:
            async with self.database.write() as session:
                return await roll_up(session, catalogue=self.playbook.current, queue=self.queue, now=self.clock())
        except SQLAlchemyError:
            log.exception("roll_up_failed")
            return False

    async def _do_some(self, now: datetime) -> bool:
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
                task = Task(session, self.queue, self.playbook, job.kind, job.payload, self.clock(), self.events_kept)
                await do(task)
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


async def run_worker(
    database: Database,
    playbook: LivePlaybook,
    clock: Callable[[], datetime],
    *,
    stop: asyncio.Event,
    events_kept: timedelta | None = None,
) -> None:
    """Do jobs until `stop` is set; the job in hand is finished, the claimed ones are given back.

    Without `events_kept` events are kept for good.
    """
    worker = Worker(database, playbook, clock, stop=stop, events_kept=events_kept)
    await make_rounds("worker", worker.step, stop=stop, pause=POLL_SECONDS)
