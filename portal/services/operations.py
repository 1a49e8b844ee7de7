"""How the installation keeps up with what it has promised."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import operations, partitions
from portal.db.operations import Line, Sent
from portal.domain.event_months import Room
from portal.domain.jobs import Overview
from portal.jobs import the_queue

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """What waits, since when, what became of the deliveries of the last day, and the room for coming events."""

    jobs: Overview
    batches: Line
    checked_since: datetime | None
    quarantined: int
    deliveries: tuple[Sent, ...]
    letters: Line
    webhooks: Line
    silenced: int
    room: Room | None = None


async def pace(session: AsyncSession, *, now: datetime) -> Pace:
    """How the installation keeps up, as of `now`."""
    return Pace(
        jobs=await the_queue().overview(session, now=now),
        batches=await operations.batches(session),
        checked_since=await operations.checked_since(session),
        quarantined=await operations.quarantined(session),
        deliveries=await operations.deliveries(session, since=now - DAY),
        letters=await operations.letters(session),
        webhooks=await operations.webhooks(session),
        silenced=await operations.silenced(session),
        room=await partitions.room(session, now=now),
    )
