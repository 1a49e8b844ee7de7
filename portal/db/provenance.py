"""Queries that tell where what is live came from."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.content import StoredRevision
from portal.db.tables import Revision


async def last_changes(session: AsyncSession, paths: Sequence[str]) -> dict[str, StoredRevision]:
    """For each file of the live revision the one since which it has stood there as it is now."""
    kept = (Revision.number, Revision.hash, Revision.author, Revision.note, Revision.published_at)
    texts = (Revision.files[path].as_string() for path in paths)
    rows = (await session.execute(select(*kept, *texts).order_by(Revision.number.desc()))).all()
    found: dict[str, StoredRevision] = {}
    for place, path in enumerate(paths, start=len(kept)):
        for row in rows:
            if row[place] is None or row[place] != rows[0][place]:
                break
            found[path] = StoredRevision(*row[: len(kept)])
    return found
