"""What one of the staff chooses about the letters to them."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import staff_preferences as rows
from portal.db.preferences import Saved
from portal.domain.errors import Stale
from portal.domain.people import SignedInStaff
from portal.domain.preferences import TO_STAFF, Channel, Preferences, wants

ELSEWHERE: Final = "You, in another window"


async def saved(session: AsyncSession, *, staff: SignedInStaff) -> Saved:
    """What they saved last."""
    return await rows.find(session, staff.id)


async def save(
    session: AsyncSession, *, staff: SignedInStaff, preferences: Preferences, version: int, now: datetime
) -> None:
    """Keep what they chose over what they saw. Raises Stale where they saved again meanwhile."""
    if not await rows.save(session, staff.id, preferences=preferences, version=version, now=now):
        there = await saved(session, staff=staff)
        raise Stale(version=there.version, now=fields(there.preferences), by=ELSEWHERE)


def fields(preferences: Preferences) -> dict[str, object]:
    """What a form shows of preferences, by the names of its fields."""
    return {
        "letters": [str(one) for one in TO_STAFF if wants(preferences, one, Channel.EMAIL)],
        "quiet_from": preferences.quiet_from,
        "quiet_to": preferences.quiet_to,
    }
