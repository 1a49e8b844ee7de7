"""Changing a row that two people may edit at once: the second to save is told, and overwrites nothing unseen."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import Base, table_of
from portal.db.upsert import insert


async def change(
    session: AsyncSession,
    kind: type[Base],
    keys: Mapping[str, UUID | str | int | date],
    *,
    version: int,
    values: Mapping[str, Any],
    by: str,
) -> bool:
    """Change the `Versioned` row of those keys unless somebody has since it had that version; whether it held."""
    row = table_of(kind)
    statement = update(row).where(*(row.c[name] == key for name, key in keys.items()), row.c.version == version)
    changed = statement.values({**values, "version": version + 1, "edited_by": by}).returning(row.c.version)
    return (await session.execute(changed)).one_or_none() is not None


async def save(
    session: AsyncSession,
    kind: type[Base],
    keys: Mapping[str, UUID | str | int | date],
    *,
    version: int,
    values: Mapping[str, Any],
    by: str,
) -> bool:
    """The same for a row that begins with its first save, which is about version 0."""
    if version:
        return await change(session, kind, keys, version=version, values=values, by=by)
    adding = insert(session, kind).values({**keys, **values, "version": 1, "edited_by": by}).on_conflict_do_nothing()
    return (await session.execute(adding.returning(table_of(kind).c.version))).one_or_none() is not None
