"""Queries on what staff noted of touchpoints; their days follow from each account's run."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.bulk import one_of
from portal.db.tables import TouchpointRecord
from portal.domain.lifecycle import Mark
from portal.domain.touchpoints import Key, Record


async def records(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, dict[Key, Record]]:
    """What was noted of the touchpoints of these accounts, by account."""
    of = TouchpointRecord
    columns = (of.moved_to, of.settled, of.settled_on, of.settled_by, of.note, of.version, of.edited_by)
    query = select(of.account_id, of.touchpoint_id, of.weeks, *columns).where(one_of(session, of.account_id, accounts))
    found: dict[UUID, dict[Key, Record]] = defaultdict(dict)
    for account, name, weeks, *noted in await session.execute(query):
        found[account][Key(name, weeks)] = Record(*noted)
    return found


async def marks(session: AsyncSession, accounts: Collection[UUID], today: date) -> dict[UUID, tuple[Mark, ...]]:
    """What the clock has to know of the touchpoints of these accounts, as of a day."""
    of = TouchpointRecord
    query = select(of.account_id, of.touchpoint_id, of.weeks, of.moved_to, of.settled_on).where(
        one_of(session, of.account_id, accounts)
    )
    found: dict[UUID, list[Mark]] = defaultdict(list)
    for account, name, weeks, moved_to, settled_on in await session.execute(query):
        found[account].append(Mark(name, weeks, moved_to, settled_on is not None and settled_on <= today))
    return {account: tuple(some) for account, some in found.items()}


async def save(
    session: AsyncSession, *, account_id: UUID, key: Key, version: int, values: dict[str, Any], by: str
) -> bool:
    """Note something of a touchpoint that still has that version, 0 where nothing was noted; whether it had."""
    keys: dict[str, UUID | str | int | date] = {
        "account_id": account_id,
        "touchpoint_id": key.id,
        "weeks": key.weeks,
    }
    return await versions.save(session, TouchpointRecord, keys, version=version, values=values, by=by)
