"""Queries on the people about whom nothing is taken in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.bulk import one_of
from portal.db.tables import Suppression
from portal.db.upsert import insert
from portal.domain.privacy import fingerprint


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Of the people somebody asked about, those suppressed, by account and id in the product."""

    people: frozenset[tuple[UUID, str]]

    def holds(self, account_id: UUID | None, user: str | None) -> bool:
        """Whether nothing is taken in about a person; without an account, whether any account suppresses them."""
        if not self.people or user is None:
            return False
        if account_id is None:
            return any(user == known for _, known in self.people)
        return (account_id, user) in self.people


async def suppressed(session: AsyncSession, users: Collection[str]) -> Suppressed:
    """Which of the people of these ids in the product are suppressed, and in which accounts."""
    known = {fingerprint(user): user for user in users}
    if not known:
        return Suppressed(frozenset())
    query = select(Suppression.account_id, Suppression.fingerprint).where(
        one_of(session, Suppression.fingerprint, known)
    )
    return Suppressed(frozenset((account, known[mark]) for account, mark in await session.execute(query)))


async def suppress(session: AsyncSession, *, account_id: UUID, user: str, now: datetime) -> None:
    """Take in nothing more about a person; no-op where that is so already."""
    row = {"account_id": account_id, "fingerprint": fingerprint(user), "since": now}
    await session.execute(insert(session, Suppression).values(row).on_conflict_do_nothing())


async def resume(session: AsyncSession, *, account_id: UUID, user: str) -> bool:
    """Take in what comes about a person again; whether they were suppressed."""
    statement = delete(Suppression).where(
        Suppression.account_id == account_id, Suppression.fingerprint == fingerprint(user)
    )
    return (await session.execute(statement.returning(Suppression.fingerprint))).first() is not None
