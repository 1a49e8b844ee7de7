"""Whom a member can ask."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import team
from portal.db.team import Guide
from portal.domain.people import SignedInMember
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class Helpers:
    """The guide of the account, and the vendor's address for everybody; None where there is none."""

    guide: Guide | None
    email: str | None


async def helpers(session: AsyncSession, *, settings: Settings, member: SignedInMember) -> Helpers:
    """Whom a member can ask."""
    return Helpers(await team.guide(session, member.account_id), settings.support_email)
