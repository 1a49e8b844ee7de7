"""An account's own audit: what was changed about its people, sign-in and branding, by whom, and when."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit
from portal.domain.audit import Entry
from portal.domain.people import SignedInMember
from portal.domain.team import require_admin

PAGE: Final = 40


@dataclass(frozen=True, slots=True)
class Listed:
    """Entries, the newest first; `older` leads to those before them, None at the end."""

    entries: tuple[Entry, ...]
    older: int | None


async def page(session: AsyncSession, *, member: SignedInMember, before: int | None) -> Listed:
    """One page of the entries of an admin's account. Raises Forbidden."""
    require_admin(member)
    found = await audit.page(session, account_id=member.account_id, before=before, limit=PAGE + 1)
    return Listed(tuple(found[:PAGE]), found[PAGE - 1].id if len(found) > PAGE else None)


async def every(session: AsyncSession, *, member: SignedInMember) -> AsyncIterator[Entry]:
    """All entries of an admin's account, the newest first. Raises Forbidden."""
    require_admin(member)
    async for entry in audit.every(session, account_id=member.account_id):
        yield entry
