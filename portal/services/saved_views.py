"""The views of the portfolio that staff name for themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import saved_views
from portal.db.saved_views import Saved
from portal.domain.errors import Conflict
from portal.domain.people import SignedInStaff

MOST: Final = 12
"""More names than this are no shortcut any more."""


async def of_staff(session: AsyncSession, staff: SignedInStaff) -> list[Saved]:
    """The views somebody has named, the oldest first."""
    return await saved_views.of_staff(session, staff.id)


async def save(
    session: AsyncSession, *, staff: SignedInStaff, name: str, query: Mapping[str, str], now: datetime
) -> None:
    """Keep a view under a name. Raises Conflict where the name is taken, or there are too many."""
    kept = await saved_views.of_staff(session, staff.id)
    if name.casefold() in {one.name.casefold() for one in kept}:
        message = f"You have a view called “{name}” already. Choose another name, or remove that one first."
        raise Conflict(message)
    if len(kept) >= MOST:
        message = f"You have {MOST} views already. Remove one you no longer use first."
        raise Conflict(message)
    await saved_views.add(session, staff_id=staff.id, name=name, query=query, now=now)


async def remove(session: AsyncSession, *, staff: SignedInStaff, view_id: UUID) -> None:
    """Forget a view. One that is gone already, or somebody else's, stays as it is."""
    await saved_views.remove(session, staff_id=staff.id, view_id=view_id)
