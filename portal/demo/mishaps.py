"""What went wrong before the demo begins: messages in the quarantine, and work that was given up."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal import ingest
from portal.content.live import LivePlaybook
from portal.db.sources import SourceRef
from portal.demo.story.mishaps import mishaps
from portal.jobs import the_queue
from portal.jobs.kinds import TAKE_STOCK

PROMISED: Final = timedelta(days=2)
EACH: Final = timedelta(minutes=10)
"""Longer than the queue waits between any two attempts."""
ERROR: Final = "OperationalError('could not connect to server: Connection refused')"
"""What every attempt ended with: an evening on which the database was away."""


async def set_aside(session: AsyncSession, playbook: LivePlaybook, product: SourceRef, now: datetime) -> None:
    """Take in what the product sent and nobody could use."""
    for at, message in mishaps(now):
        await ingest.take_in(session, playbook=playbook, source=product, messages=[message], sent_at=at, received_at=at)


async def give_up(session: AsyncSession, account_id: UUID, now: datetime) -> None:
    """Let a job about an account fail until the queue gives it up."""
    moment = now - PROMISED
    await the_queue().enqueue(session, kind=TAKE_STOCK, payload={"account_id": str(account_id)}, now=moment)
    while jobs := await the_queue().claim(session, now=moment, limit=1):
        await the_queue().fail(session, jobs[0], error=ERROR, now=moment)
        moment += EACH
