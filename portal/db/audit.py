"""Queries on the audit: acts are added in the transaction that does them, and read by account."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import AuditEntry
from portal.domain.audit import Act, Actor, Entry


async def record(session: AsyncSession, *, account_id: UUID | None, actor: Actor, act: Act, now: datetime) -> None:
    """Remember an act; without an account it concerns the whole installation."""
    values = {
        "at": now,
        "account_id": account_id,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "act": act.name,
        "subject": act.subject,
        "before": dict(act.before),
        "after": dict(act.after),
        "request_id": actor.request_id,
    }
    await session.execute(insert(AuditEntry).values(values))


async def page(session: AsyncSession, *, account_id: UUID, before: int | None, limit: int) -> list[Entry]:
    """An account's acts, the newest first; those older than the entry `before` where it is given."""
    query = _entries(account_id).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return [_entry(row) for row in await session.execute(query)]


async def every(session: AsyncSession, *, account_id: UUID) -> AsyncIterator[Entry]:
    """All of an account's acts, the newest first, as they come from the database."""
    async for row in await session.stream(_entries(account_id)):
        yield _entry(row)


def _entries(account_id: UUID) -> Select[*tuple[Any, ...]]:
    query = select(
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.actor_kind,
        AuditEntry.actor_id,
        AuditEntry.actor_name,
        AuditEntry.request_id,
        AuditEntry.act,
        AuditEntry.subject,
        AuditEntry.before,
        AuditEntry.after,
    )
    return query.where(AuditEntry.account_id == account_id).order_by(AuditEntry.id.desc())


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    actor = Actor(row.actor_kind, row.actor_id, row.actor_name, row.request_id)
    return Entry(row.id, row.at, actor, Act(row.act, row.subject, row.before, row.after))
