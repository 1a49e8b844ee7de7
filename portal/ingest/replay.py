"""Counting everything stored about an account afresh, as if it came now."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import recounts
from portal.db.accounts import touch
from portal.domain.playbook import Catalogue
from portal.ingest.intake import PORTAL_SOURCE
from portal.ingest.project import Part, project
from portal.ingest.settle import Happening

AT_ONCE: Final = 20_000
"""Events projected together."""


async def replay(session: AsyncSession, catalogue: Catalogue, *, account_id: UUID) -> int:
    """Bring an account's progress up to date with all its stored events, from nothing counted; how many there are.

    `catalogue` is the one the account is on. What was ticked or reached stays so, whatever the events say, and what
    is reached only now is news to nobody.
    """
    await touch(session, [account_id])
    await recounts.forget_open_counts(session, account_id, catalogue.milestones.keys())
    replayed = 0
    async for events in _stored(session, account_id):
        await project(session, [Part(catalogue, [_happening(row) for row in events])])
        replayed += len(events)
    return replayed


async def _stored(session: AsyncSession, account_id: UUID) -> AsyncIterator[Sequence[Any]]:
    """The account's events as they happened, some at a time."""
    rows = await recounts.page(session, account_id, after=None, limit=AT_ONCE)
    while rows:
        yield rows
        rows = await recounts.page(session, account_id, after=(rows[-1].at, rows[-1].id), limit=AT_ONCE)


def _happening(row: Any) -> Happening:  # noqa: ANN401 - a row of `recounts.page`
    own = row.source == PORTAL_SOURCE
    return Happening(row.id, row.account_id, row.member_id, row.name, row.at, row.properties, own)
