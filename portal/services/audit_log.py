"""The audit of the whole installation, for those who answer for it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit
from portal.domain.audit import Found, Sought, require_auditor
from portal.domain.people import SignedInStaff

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """Entries, the newest first; `older` leads to those before them, None at the end."""

    found: tuple[Found, ...]
    older: int | None


async def page(session: AsyncSession, *, staff: SignedInStaff, sought: Sought, before: int | None) -> Listed:
    """One page of what one of the staff looks for. Raises Forbidden."""
    require_auditor(staff)
    found = await audit.search(session, sought=sought, before=before, limit=PAGE + 1)
    return Listed(tuple(found[:PAGE]), found[PAGE - 1].entry.id if len(found) > PAGE else None)


async def every(session: AsyncSession, *, staff: SignedInStaff, sought: Sought) -> AsyncIterator[Found]:
    """All of what one of the staff looks for, the newest first. Raises Forbidden."""
    require_auditor(staff)
    async for one in audit.search_every(session, sought=sought):
        yield one
