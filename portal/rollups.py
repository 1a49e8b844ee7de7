"""What stored batches leave to a worker: days, weeks and first touches, names, and who is counted and judged again."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bound_contextvars

from portal.db import unrolled
from portal.domain.playbook import Catalogue
from portal.jobs import JobQueue
from portal.services import activity, measures, tracking

AT_ONCE: Final = 20_000
"""Events rolled up in one transaction: many, because each statement costs; not so many that others wait for it."""


async def roll_up(session: AsyncSession, *, catalogue: Catalogue, queue: JobQueue, now: datetime) -> bool:
    """Roll up the batches that wait longest, in the transaction in which they stop waiting; whether any did."""
    chunk = await unrolled.take(session, events=AT_ONCE)
    if chunk is None:
        return False
    with bound_contextvars(request_id=chunk.request_id):
        await activity.roll_up(session, catalogue=catalogue, queue=queue, batches=chunk.batches, now=now)
        await measures.plan(session, catalogue=catalogue, queue=queue, batches=chunk.batches, now=now)
        await tracking.count_batches(session, batches=chunk.batches)
    return True
