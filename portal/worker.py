"""The worker: rolls events up, takes jobs and does them, until it is told to stop."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bound_contextvars

from portal.content.live import LivePlaybook
from portal.db import unrolled
from portal.db.engine import Database
from portal.domain.errors import Invalid
from portal.effects import TOGETHER, Task, do
from portal.jobs import Job, JobQueue, LeaseLost, keep_schedule, kinds, the_queue
from portal.rollups import roll_up
from portal.rounds import make_rounds
from portal.tally import Outcome, Tally

log = structlog.get_logger()

POLL_SECONDS: Final = 0.5
AT_ONCE: Final = 50
"""Jobs claimed together: few enough that the last is begun well before its lease ends."""

SCHEDULE_EVERY: Final = timedelta(minutes=1)
AT_START: Final = (kinds.SWEEP, kinds.COUNT_WAITS, kinds.COUNT_HEALTH, kinds.TAKE_STOCK_OF_ALL)
"""What a worker does at once, whenever its slot is."""


@dataclass(slots=True)
class Worker:
    """One worker's parts. `step` does what is due now; `run_worker` does so until it is stopped.

    Without `events_kept` events are kept for good.
    """

    database: Database
    playbook: LivePlaybook
    clock: Callable[[], datetime]
    queue: JobQueue = field(default_factory=the_queue)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    scheduled_at: datetime | None = None
    events_kept: timedelta | None = None
    tally: Tally = field(default_factory=Tally)

    async def step(self) -> bool:
        """Roll up some events that wait, claim some jobs that are due and do them; whether there were any."""
        self.tally.looked()
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
        alone = await self._do_together(jobs)
        for job in alone:
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

    async def _do_together(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Do together what can be; the other jobs, and those of a kind where that failed."""
        done: set[UUID] = set()
        for kind in TOGETHER:
            alike = [job for job in jobs if job.kind == kind and job.attempts == 1]
            if len(alike) > 1 and not self.stop.is_set() and await self._try_together(alike):
                done.update(job.id for job in alike)
        return [job for job in jobs if job.id not in done]

    async def _try_together(self, jobs: Sequence[Job]) -> bool:
        """Do jobs of one kind in one transaction, for the request that led to all of them, where one did."""
        kind, requests, began = jobs[0].kind, {job.request_id for job in jobs}, monotonic()
        with bound_contextvars(kind=kind, request_id=requests.pop() if len(requests) == 1 else None):
            try:
                async with self.database.write() as session:
                    await TOGETHER[kind]([self._task(session, job) for job in jobs])
                    for job in jobs:
                        await self.queue.ack(session, job)
            except Exception:
                log.exception("jobs_not_done_together", jobs=len(jobs))
                return False
            self.tally.did(kind, Outcome.DONE, seconds=monotonic() - began, jobs=len(jobs))
            log.info("jobs_done", jobs=len(jobs))
            return True

    def _task(self, session: AsyncSession, job: Job) -> Task:
        now = self.clock()
        return Task(session, self.queue, self.playbook, job.kind, job.payload, now, self.events_kept, job.attempts)

    async def _do(self, job: Job) -> None:
        """Do one job; what it changed and that it is done are kept together, or neither is."""
        with bound_contextvars(kind=job.kind, job_id=str(job.id), request_id=job.request_id):
            await self._try(job)

    async def _try(self, job: Job) -> None:
        began, outcome = monotonic(), Outcome.DONE
        try:
            async with self.database.write() as session:
                await do(self._task(session, job))
                await self.queue.ack(session, job)
            log.info("job_done", attempts=job.attempts)
        except LeaseLost as lost:
            outcome = Outcome.LOST
            log.warning("lease_lost", reason=str(lost))
        except Exception as error:
            outcome = Outcome.FAILED
            log.exception("job_failed", attempts=job.attempts)
            async with self.database.write() as session:
                await self.queue.fail(session, job, error=repr(error), now=self.clock())
        finally:
            self.tally.did(job.kind, outcome, seconds=monotonic() - began)

    async def _hand_back(self, job: Job) -> None:
        async with self.database.write() as session:
            await self.queue.give_back(session, job, now=self.clock())


async def run_worker(worker: Worker) -> None:
    """Do jobs until it is stopped; the job in hand is finished, the claimed ones are given back."""
    await make_rounds("worker", worker.step, stop=worker.stop, pause=POLL_SECONDS)
