"""Ending letters about something for somebody who does not sign in for it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import members, preferences, staff, staff_preferences
from portal.domain.errors import Conflict, NotFound
from portal.domain.preferences import DEFAULT_CHANNELS, TO_MEMBERS, TO_STAFF, Channel, Occasion, Preferences
from portal.domain.wording import phrase

NO_SUCH: Final = phrase("This link belongs to nobody here. Choose what reaches you on your profile instead.")
ELSEWHERE: Final = phrase("The profile was saved at this very moment. Follow the link again.")


async def end_letters(
    session: AsyncSession, *, account_id: UUID, member_id: UUID, occasions: Collection[Occasion], now: datetime
) -> None:
    """Send a member no more e-mail about occasions; twice is as once. Raises NotFound for whoever left, Conflict."""
    if await members.find(session, account_id=account_id, member_id=member_id) is None:
        raise NotFound(NO_SUCH)
    who = {"account_id": account_id, "member_id": member_id}
    saved = await preferences.find(session, **who)
    own = _without_letters(saved.preferences, TO_MEMBERS, occasions)
    if not await preferences.save(session, **who, preferences=own, version=saved.version, now=now):
        raise Conflict(ELSEWHERE)


async def end_staff_letters(
    session: AsyncSession, *, staff_id: UUID, occasions: Collection[Occasion], now: datetime
) -> None:
    """The same for one of the staff."""
    if await staff.signed_in(session, staff_id) is None:
        raise NotFound(NO_SUCH)
    saved = await staff_preferences.find(session, staff_id)
    own = _without_letters(saved.preferences, TO_STAFF, occasions)
    if not await staff_preferences.save(session, staff_id, preferences=own, version=saved.version, now=now):
        raise Conflict(ELSEWHERE)


def _without_letters(own: Preferences, every: Collection[Occasion], ended: Collection[Occasion]) -> Preferences:
    """Preferences with no e-mail about what is ended; about every other occasion they stay."""
    channels = {one: own.channels.get(one, DEFAULT_CHANNELS[one]) for one in every}
    return replace(
        own, channels={one: ways - {Channel.EMAIL} if one in ended else ways for one, ways in channels.items()}
    )
