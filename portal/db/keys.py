"""Queries on API keys."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import ApiKey, Source


class KeyRow(NamedTuple):
    """A key with the source it sends for."""

    label: str
    secret_hash: str
    scopes: list[str]
    revoked_at: datetime | None
    last_used_at: datetime | None
    source_id: int | None
    source_name: str | None
    browser: bool | None


async def find(session: AsyncSession, key_id: str) -> KeyRow | None:
    """The key of that public id."""
    query = (
        select(
            ApiKey.label,
            ApiKey.secret_hash,
            ApiKey.scopes,
            ApiKey.revoked_at,
            ApiKey.last_used_at,
            ApiKey.source_id,
            Source.name,
            Source.browser,
        )
        .outerjoin(Source, Source.id == ApiKey.source_id)
        .where(ApiKey.id == key_id)
    )
    row = (await session.execute(query)).one_or_none()
    return KeyRow(*row) if row else None


async def mark_used(session: AsyncSession, key_id: str, *, now: datetime, before: datetime) -> None:
    """Note the use of a key whose last one was `before` that moment."""
    statement = (
        update(ApiKey)
        .where(ApiKey.id == key_id, or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < before))
        .values(last_used_at=now)
        .execution_options(synchronize_session=False)
    )
    await session.execute(statement)


async def revoke(session: AsyncSession, key_id: str, *, now: datetime) -> bool:
    """End a key; False where there is no live one of that id."""
    statement = (
        update(ApiKey)
        .where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(ApiKey.id)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).first() is not None
