"""Periodic work. A scheduled thing is a row: the job of the next slot waits in the queue, once for all processes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.jobs.kinds import (
    ADD_MONTHS,
    COUNT_HEALTH,
    COUNT_WAITS,
    DROP_EVENTS,
    GATHER,
    PRESS_ALL,
    PURGE,
    SWEEP,
    TAKE_STOCK_OF_ALL,
)
from portal.jobs.queue import JobQueue

EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job without a payload that is due at every multiple of `every`, in UTC."""

    kind: str
    every: timedelta

    def next_slot(self, now: datetime) -> datetime:
        """The first slot after `now`."""
        return now + self.every - (now - EPOCH) % self.every


SCHEDULE: Final = (
    Periodic(SWEEP, timedelta(minutes=15)),
    Periodic(GATHER, timedelta(minutes=5)),
    Periodic(PURGE, timedelta(hours=1)),
    Periodic(DROP_EVENTS, timedelta(days=1)),
    Periodic(ADD_MONTHS, timedelta(days=1)),
    Periodic(PRESS_ALL, timedelta(days=1)),
    Periodic(COUNT_WAITS, timedelta(days=1)),
    Periodic(COUNT_HEALTH, timedelta(days=1)),
    Periodic(TAKE_STOCK_OF_ALL, timedelta(days=1)),
)


async def keep_schedule(session: AsyncSession, queue: JobQueue, *, now: datetime) -> None:
    """See that the next slot of everything periodic is in the queue. Any process may, as often as it likes."""
    for periodic in SCHEDULE:
        await queue.enqueue(
            session,
            kind=periodic.kind,
            payload={},
            now=now,
            run_at=periodic.next_slot(now),
            dedupe_key=periodic.kind,
        )
