"""A member's profile: what they prefer."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import preferences as preference_rows
from portal.db.preferences import Saved
from portal.domain.people import SignedInMember
from portal.domain.preferences import Preferences


async def saved(session: AsyncSession, *, member: SignedInMember) -> Saved:
    """What the member saved last."""
    return await preference_rows.find(session, account_id=member.account_id, member_id=member.id)


async def save(
    session: AsyncSession, *, member: SignedInMember, preferences: Preferences, version: int, now: datetime
) -> bool:
    """Keep preferences that were made from those of a version. False where they were saved elsewhere since."""
    return await preference_rows.save(
        session,
        account_id=member.account_id,
        member_id=member.id,
        preferences=preferences,
        version=version,
        now=now,
    )
