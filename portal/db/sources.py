"""Queries on the senders of events."""

from dataclasses import dataclass

from sqlalchemy import select
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


async def ensure_source(session: AsyncSession, *, name: str, browser: bool = False) -> SourceRef:
    """The source of that name, made on first use; an existing one stays as it is."""
    if found := await _find(session, name):
        return found
    await session.execute(insert(session, Source).values(name=name, browser=browser).on_conflict_do_nothing())
    found = await _find(session, name)
    assert found is not None  # noqa: S101 - it was inserted a line above, by us or by somebody else
    return found


async def _find(session: AsyncSession, name: str) -> SourceRef | None:
    row = (
        await session.execute(select(Source.id, Source.name, Source.browser).where(Source.name == name))
    ).one_or_none()
    return SourceRef(*row) if row else None
