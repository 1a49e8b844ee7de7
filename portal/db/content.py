"""Queries on published revisions and their media."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Media, Revision

PUBLISHING = 7_203_115
"""The advisory lock that makes publishers take turns on PostgreSQL; SQLite has one writer anyway."""


class StoredRevision(NamedTuple):
    """What is kept of a revision, without its files."""

    number: int
    hash: str
    author: str
    note: str
    published_at: datetime


class Content(NamedTuple):
    """A revision's files by path, and the hash they were published under."""

    hash: str
    files: dict[str, Any]


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


async def every_revision(session: AsyncSession) -> list[StoredRevision]:
    """All revisions, the newest first."""
    query = select(Revision.number, Revision.hash, Revision.author, Revision.note, Revision.published_at)
    return [StoredRevision(*row) for row in await session.execute(query.order_by(Revision.number.desc()))]


async def revision(session: AsyncSession, number: int) -> Content | None:
    """The content of a revision, if there is one of that number."""
    row = (await session.execute(select(Revision.hash, Revision.files).where(Revision.number == number))).one_or_none()
    return Content(*row) if row else None


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


async def keep(session: AsyncSession, kind: str, body: bytes) -> str:
    """Store one medium of a content type, unless it is there already. Returns its hash."""
    digest = hashlib.sha256(body).hexdigest()
    if digest not in await known_media(session, [digest]):
        await add_media(session, [(digest, kind, body)])
    return digest


async def media_bodies(session: AsyncSession, hashes: Collection[str]) -> dict[str, bytes]:
    """The bytes of these media by hash, as far as they are stored."""
    query = select(Media.hash, Media.body).where(Media.hash.in_(hashes))
    return dict((await session.execute(query)).all())


async def media_type(session: AsyncSession, digest: str) -> str | None:
    """The content type of a medium, or None where there is no such medium."""
    return (await session.execute(select(Media.type).where(Media.hash == digest))).scalar_one_or_none()


async def media_body(session: AsyncSession, digest: str) -> bytes:
    """The bytes of a medium that exists."""
    return (await session.execute(select(Media.body).where(Media.hash == digest))).scalar_one()
