"""Queries on who owns the tracks of an account."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import TrackOwner
from portal.db.upsert import insert as insert_or_leave


class Owner(NamedTuple):
    """Who owns a track. At version 0 nobody has entered anything."""

    track: str
    name: str = ""
    version: int = 0
    edited_by: str | None = None


async def of_account(session: AsyncSession, account_id: UUID) -> dict[str, Owner]:
    """The owner of each track that somebody was entered for."""
    query = select(TrackOwner.track, TrackOwner.name, TrackOwner.version, TrackOwner.edited_by)
    found = await session.execute(query.where(TrackOwner.account_id == account_id))
    return {row.track: Owner(*row) for row in found}


async def name(session: AsyncSession, *, account_id: UUID, owner: Owner, by: str) -> bool:
    """Enter who owns a track from now on, unless somebody has since that version; whether it held."""
    keys: dict[str, UUID | str | int] = {"account_id": account_id, "track": owner.track}
    values = {"name": owner.name}
    if owner.version:
        return await versions.change(session, TrackOwner, keys, version=owner.version, values=values, by=by)
    adding = insert_or_leave(session, TrackOwner).values({**keys, **values, "version": 1, "edited_by": by})
    added = await session.execute(adding.on_conflict_do_nothing().returning(TrackOwner.version))
    return added.one_or_none() is not None
