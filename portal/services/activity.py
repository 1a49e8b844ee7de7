"""Who used the product on which day, kept up to date batch by batch."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import activity
from portal.domain.playbook import Catalogue
from portal.jobs import JobQueue
from portal.jobs.kinds import ASSESS

SETTLING: Final = timedelta(seconds=1)
"""How long an assessment waits, so that a burst of batches causes one and not many."""


async def roll_up(
    session: AsyncSession, *, catalogue: Catalogue, queue: JobQueue, batch_id: UUID, now: datetime
) -> None:
    """Add a batch to the days of use, and have its accounts assessed.

    Counts every time it runs: it must share its transaction with the acknowledgement of its job.
    """
    await activity.add_batch(session, batch_id=batch_id, names=catalogue.use_events)
    accounts = await activity.accounts_in_batch(session, batch_id)
    payloads = {f"{ASSESS}:{account}": {"account_id": str(account)} for account in accounts}
    await queue.enqueue_each(session, kind=ASSESS, payloads=payloads, now=now, run_at=now + SETTLING)
