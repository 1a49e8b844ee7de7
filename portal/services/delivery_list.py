"""What was sent, what waits, and what was not sent and why: for staff, and for each member about themselves."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import delivery_list
from portal.domain.deliveries import Listed, Sought
from portal.domain.people import SignedInMember

PAGE: Final = 50
OWN: Final = 20
"""So many of their latest a member reads on their profile."""


@dataclass(frozen=True, slots=True)
class Page:
    """Deliveries, the latest first; `older` leads to those before them, None at the end."""

    found: tuple[Listed, ...]
    older: UUID | None


async def page(session: AsyncSession, *, sought: Sought, before: UUID | None) -> Page:
    """One page of what somebody looks for."""
    found = await delivery_list.search(session, sought=sought, before=before, limit=PAGE + 1)
    return Page(tuple(found[:PAGE]), found[PAGE - 1].delivery.id if len(found) > PAGE else None)


async def of_member(session: AsyncSession, *, member: SignedInMember) -> list[Listed]:
    """A member's latest."""
    return await delivery_list.of_member(session, account_id=member.account_id, member_id=member.id, limit=OWN)
