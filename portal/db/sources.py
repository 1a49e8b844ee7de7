"""Queries on the senders of events."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import Source
from portal.db.upsert import insert


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A sender of events. A `browser` source is called from web pages: of its `origins`, or of any without them."""

    id: int
    name: str
    browser: bool = False
    origins: tuple[str, ...] = ()


async def ensure_source(
    session: AsyncSession, *, name: str, browser: bool = False, origins: Collection[str] = ()
) -> SourceRef:
    """The source of that name, made on first use; an existing one stays as it is."""
    if found := await _find(session, name):
        return found
    adding = insert(session, Source).values(name=name, browser=browser, origins=sorted(origins))
    await session.execute(adding.on_conflict_do_nothing())
    found = await _find(session, name)
    assert found is not None  # noqa: S101 - it was inserted a line above, by us or by somebody else
    return found


async def by_id(session: AsyncSession, ids: Collection[int]) -> dict[int, SourceRef]:
    """The sources of these ids."""
    query = select(Source.id, Source.name, Source.browser, Source.origins).where(Source.id.in_(ids))
    return {row.id: _ref(row) for row in await session.execute(query)}


async def is_taken(session: AsyncSession, name: str, *, apart_from: int) -> bool:
    """Whether another source has that name."""
    query = select(exists().where(Source.name == name, Source.id != apart_from))
    return bool(await session.scalar(query))


async def change(session: AsyncSession, source_id: int, *, version: int, values: Mapping[str, Any], by: str) -> bool:
    """Change a source, unless somebody did since it had that version; whether it held."""
    return await versions.change(session, Source, {"id": source_id}, version=version, values=values, by=by)


async def _find(session: AsyncSession, name: str) -> SourceRef | None:
    query = select(Source.id, Source.name, Source.browser, Source.origins).where(Source.name == name)
    row = (await session.execute(query)).one_or_none()
    return _ref(row) if row else None


def _ref(row: Row[tuple[int, str, bool, list[Any]]]) -> SourceRef:
    return SourceRef(row.id, row.name, row.browser, tuple(row.origins))
