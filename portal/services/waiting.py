"""What the people of an account asked of others, for their guide: whom they wait on, and when they want to meet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import blockers, coaching
from portal.db.blockers import OpenBlocker
from portal.db.coaching import Booked


@dataclass(frozen=True, slots=True)
class Asked:
    """Open blockers, the longest wait first, and sessions ahead, the next first."""

    blockers: tuple[OpenBlocker, ...]
    sessions: tuple[Booked, ...]


async def asked(session: AsyncSession, *, account_id: UUID, now: datetime) -> Asked:
    """What an account's people wait for, and the sessions they booked."""
    waits = await blockers.open_in(session, account_id)
    return Asked(tuple(waits), tuple(await coaching.ahead(session, account_id=account_id, since=now)))
