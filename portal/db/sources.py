"""Queries on the senders of events."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

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


async def _find(session: AsyncSession, name: str) -> SourceRef | None:
    query = select(Source.id, Source.name, Source.browser, Source.origins).where(Source.name == name)
    row = (await session.execute(query)).one_or_none()
    return _ref(row) if row else None


def _ref(row: Row[tuple[int, str, bool, list[Any]]]) -> SourceRef:
    return SourceRef(row.id, row.name, row.browser, tuple(row.origins))
