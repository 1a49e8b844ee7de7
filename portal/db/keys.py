"""Queries on API keys."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

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
    origins: list[str] | None


class Issued(NamedTuple):
    """A key as an owner sees it; `replaces` is the id of the key whose place it takes, while that still works."""

    id: str
    label: str
    scopes: list[str]
    source: str | None
    browser: bool | None
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    replaces: str | None


async def live(session: AsyncSession) -> list[Issued]:
    """Every key that works, by label, the oldest of a label first."""
    query = _issued().where(ApiKey.revoked_at.is_(None)).order_by(ApiKey.label, ApiKey.created_at, ApiKey.id)
    return [Issued(*row) for row in await session.execute(query)]


async def ended(session: AsyncSession, *, limit: int) -> list[Issued]:
    """The keys that were ended last."""
    query = _issued().where(ApiKey.revoked_at.is_not(None)).order_by(ApiKey.revoked_at.desc(), ApiKey.id)
    return [Issued(*row) for row in await session.execute(query.limit(limit))]


async def find_live(session: AsyncSession, key_id: str) -> Issued | None:
    """A key that works. Nobody else can end it, or make it a successor, in the meantime."""
    await session.execute(select(ApiKey.id).where(ApiKey.id == key_id).with_for_update())
    query = _issued().where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
    row = (await session.execute(query)).one_or_none()
    return Issued(*row) if row else None


async def has_live_successor(session: AsyncSession, key_id: str) -> bool:
    """Whether a key that works takes the place of this one."""
    query = select(ApiKey.id).where(ApiKey.replaces == key_id, ApiKey.revoked_at.is_(None)).limit(1)
    return await session.scalar(query) is not None


def _issued() -> Select[*tuple[Any, ...]]:
    older = aliased(ApiKey)
    return (
        select(
            ApiKey.id,
            ApiKey.label,
            ApiKey.scopes,
            Source.name,
            Source.browser,
            ApiKey.created_at,
            ApiKey.last_used_at,
            ApiKey.revoked_at,
            older.id,
        )
        .outerjoin(Source, Source.id == ApiKey.source_id)
        .outerjoin(older, (older.id == ApiKey.replaces) & older.revoked_at.is_(None))
    )


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
            Source.origins,
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
