"""Queries on published revisions and their media."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Media, Revision

PUBLISHING = 7_203_115
"""The advisory lock that makes publishers take turns on PostgreSQL; SQLite has one writer anyway."""


async def take_turn(session: AsyncSession) -> None:
    """Wait until nobody else is publishing; the turn ends with the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PUBLISHING})


async def latest(session: AsyncSession) -> tuple[int, str] | None:
    """The number and hash of the live revision, if there is one."""
    query = select(Revision.number, Revision.hash).order_by(Revision.number.desc()).limit(1)
    found = (await session.execute(query)).one_or_none()
    return (found.number, found.hash) if found else None


async def latest_number(session: AsyncSession) -> int | None:
    """The number of the live revision, if there is one."""
    found = await latest(session)
    return found[0] if found else None


async def revision_files(session: AsyncSession, number: int) -> dict[str, Any]:
    """The files of a revision that exists, by path."""
    files: dict[str, Any] = (
        await session.execute(select(Revision.files).where(Revision.number == number))
    ).scalar_one()
    return files


async def add_revision(
    session: AsyncSession, *, content_hash: str, author: str, note: str, now: datetime, files: dict[str, Any]
) -> int:
    """Store a new revision, which is live from the commit on. Returns its number."""
    values = {"hash": content_hash, "author": author, "note": note, "published_at": now, "files": files}
    return (await session.execute(insert(Revision).values(values).returning(Revision.number))).scalar_one()


async def known_media(session: AsyncSession, hashes: Collection[str]) -> set[str]:
    """Which of these media are stored already."""
    return set((await session.execute(select(Media.hash).where(Media.hash.in_(hashes)))).scalars())


async def add_media(session: AsyncSession, media: Iterable[tuple[str, str, bytes]]) -> None:
    """Store media as (hash, content type, bytes)."""
    rows = [{"hash": digest, "type": kind, "body": body} for digest, kind, body in media]
    if rows:
        await session.execute(insert(Media), rows)


async def media_type(session: AsyncSession, digest: str) -> str | None:
    """The content type of a medium, or None where there is no such medium."""
    return (await session.execute(select(Media.type).where(Media.hash == digest))).scalar_one_or_none()


async def media_body(session: AsyncSession, digest: str) -> bytes:
    """The bytes of a medium that exists."""
    return (await session.execute(select(Media.body).where(Media.hash == digest))).scalar_one()
