"""Ending letters about something for a member who does not sign in for it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import members, preferences
from portal.domain.errors import Conflict, NotFound
from portal.domain.preferences import DEFAULT_CHANNELS, Channel, Occasion
from portal.domain.wording import phrase

NO_SUCH: Final = phrase("This link belongs to nobody here. Choose what reaches you on your profile instead.")
ELSEWHERE: Final = phrase("The profile was saved at this very moment. Follow the link again.")


async def end_letters(
    session: AsyncSession, *, account_id: UUID, member_id: UUID, occasions: Collection[Occasion], now: datetime
) -> None:
    """Send no more e-mail about these occasions; twice is as once. Raises NotFound for somebody who left, Conflict."""
    if await members.find(session, account_id=account_id, member_id=member_id) is None:
        raise NotFound(NO_SUCH)
    saved = await preferences.find(session, account_id=account_id, member_id=member_id)
    channels = {one: saved.preferences.channels.get(one, DEFAULT_CHANNELS[one]) for one in Occasion}
    for one in occasions:
        channels[one] -= {Channel.EMAIL}
    if not await preferences.save(
        session,
        account_id=account_id,
        member_id=member_id,
        preferences=replace(saved.preferences, channels=channels),
        version=saved.version,
        now=now,
    ):
        raise Conflict(ELSEWHERE)
