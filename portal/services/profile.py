"""A member's profile: what they prefer, and everything the portal knows of them."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import own_data
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


async def own_copy(session: AsyncSession, *, member: SignedInMember, now: datetime) -> dict[str, Any]:
    """Everything the portal knows of the member, as plain values."""
    who = {"account_id": member.account_id, "member_id": member.id}
    channels = {str(occasion): sorted(ways) for occasion, ways in member.preferences.channels.items()}
    return {
        "written_at": now,
        "account": member.account_name,
        "profile": await own_data.person(session, **who),
        "preferences": asdict(replace(member.preferences, channels={})) | {"channels": channels},
        **await own_data.records(session, **who),
    }
