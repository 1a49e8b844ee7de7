"""Queries on the audit: acts are added in the transaction that does them, and only ever read afterwards."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Account, AuditEntry
from portal.domain.audit import TOLD_TO_CUSTOMERS, Act, Actor, Entry, Found, Sought

COLUMNS = (
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
    """What an account is told of, the newest first; those older than the entry `before` where it is given."""
    query = _entries(account_id).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return [_entry(row) for row in await session.execute(query)]


async def every(session: AsyncSession, *, account_id: UUID) -> AsyncIterator[Entry]:
    """All that an account is told of, the newest first, as it comes from the database."""
    async for row in await session.stream(_entries(account_id)):
        yield _entry(row)


async def last_by(session: AsyncSession, *, account_id: UUID, acts: Collection[str]) -> str | None:
    """Who did one of these acts to an account last; None where nobody did."""
    query = select(AuditEntry.actor_name).where(AuditEntry.account_id == account_id, AuditEntry.act.in_(acts))
    return await session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))


async def search(session: AsyncSession, *, sought: Sought, before: int | None, limit: int) -> list[Found]:
    """The entries somebody looks for, of every account, the newest first; those older than `before` where given."""
    query = _sought(sought).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return [_found(row) for row in await session.execute(query)]


async def search_every(session: AsyncSession, *, sought: Sought) -> AsyncIterator[Found]:
    """All the entries somebody looks for, the newest first, as they come from the database."""
    async for row in await session.stream(_sought(sought)):
        yield _found(row)


def _entries(account_id: UUID) -> Select[*tuple[Any, ...]]:
    told = AuditEntry.act.in_(sorted(TOLD_TO_CUSTOMERS))
    return select(*COLUMNS).where(AuditEntry.account_id == account_id, told).order_by(AuditEntry.id.desc())


def _sought(sought: Sought) -> Select[*tuple[Any, ...]]:
    query = (
        select(*COLUMNS, AuditEntry.account_id, Account.name.label("account"))
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .order_by(AuditEntry.id.desc())
    )
    if sought.who:
        query = query.where(AuditEntry.actor_name.icontains(sought.who, autoescape=True))
    if sought.noun:
        query = query.where(AuditEntry.act.startswith(f"{sought.noun}.", autoescape=True))
    if sought.account:
        query = query.where(Account.name.icontains(sought.account, autoescape=True))
    if sought.since:
        query = query.where(AuditEntry.at >= sought.since)
    if sought.until:
        query = query.where(AuditEntry.at < sought.until)
    return query


def _found(row: Row[*tuple[Any, ...]]) -> Found:
    return Found(_entry(row), row.account_id, row.account)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    actor = Actor(row.actor_kind, row.actor_id, row.actor_name, row.request_id)
    return Entry(row.id, row.at, actor, Act(row.act, row.subject, row.before, row.after))
