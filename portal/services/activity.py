"""Who used the product on which day, and since when, kept up to date some batches at a time."""

from collections.abc import Collection
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
    session: AsyncSession, *, catalogue: Catalogue, queue: JobQueue, batches: Collection[UUID], now: datetime
) -> None:
    """Add batches to the days and weeks of use and to the first touches, and have their accounts assessed.

    Counts every time it runs: it must share its transaction with the end of their waiting.
    """
    await activity.add_batches(session, batches=batches, names=catalogue.use_events)
    accounts = await activity.accounts_in(session, batches)
    payloads = {f"{ASSESS}:{account}": {"account_id": str(account)} for account in accounts}
    await queue.enqueue_each(session, kind=ASSESS, payloads=payloads, now=now, run_at=now + SETTLING)
