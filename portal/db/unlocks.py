"""Queries on features: what milestones unlocked, and what staff decided."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import Account, Member, Unlock, UnlockOverride
from portal.domain.unlocks import Decided, Earned


class Asker(NamedTuple):
    """On whose behalf the vendor's product asks: a member, or, without one, the account itself."""

    account_id: UUID
    member_id: UUID | None

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """Whose features are theirs."""
        return (self.account_id, self.member_id) if self.member_id else (self.account_id,)


async def members(session: AsyncSession, *, external_id: str, account: str | None) -> list[Asker]:
    """Up to two members of an external id; of one account only, where its external id is given."""
    query = select(Member.account_id, Member.id).where(Member.external_id == external_id)
    if account is not None:
        query = query.join(Account, Account.id == Member.account_id).where(Account.external_id == account)
    return [Asker(*row) for row in await session.execute(query.limit(2))]


async def account(session: AsyncSession, external_id: str) -> Asker | None:
    """The account of an external id."""
    found = await session.scalar(select(Account.id).where(Account.external_id == external_id))
    return Asker(found, None) if found else None


async def earned(session: AsyncSession, account_id: UUID, subjects: Collection[UUID] | None = None) -> list[Earned]:
    """What milestones unlocked in an account; for these subjects only, where they are given."""
    query = select(Unlock.subject_id, Unlock.feature, Unlock.milestone_id, Unlock.at).where(
        Unlock.account_id == account_id
    )
    if subjects is not None:
        query = query.where(Unlock.subject_id.in_(subjects))
    return [Earned(*row) for row in await session.execute(query)]


async def decided(session: AsyncSession, account_id: UUID, subjects: Collection[UUID] | None = None) -> list[Decided]:
    """What staff decided about features in an account; for these subjects only, where they are given."""
    of = UnlockOverride
    query = select(of.subject_id, of.feature, of.open, of.reason, of.edited_by, of.at, of.version).where(
        of.account_id == account_id
    )
    if subjects is not None:
        query = query.where(of.subject_id.in_(subjects))
    return [
        Decided(row.subject_id, row.feature, row.open, row.reason, row.edited_by or "", row.at, row.version)
        for row in await session.execute(query.order_by(of.feature, of.subject_id))
    ]


async def people(session: AsyncSession, account_id: UUID) -> dict[UUID, str]:
    """The members of an account by name, without those who were switched off."""
    query = select(Member.id, Member.name).where(Member.account_id == account_id, Member.disabled_at.is_(None))
    return {row.id: row.name for row in await session.execute(query.order_by(Member.name, Member.id))}


async def decide(
    session: AsyncSession,
    *,
    account_id: UUID,
    subject_id: UUID,
    feature: str,
    version: int,
    open_: bool | None,
    reason: str,
    by: str,
    now: datetime,
) -> bool:
    """Keep a decision unless somebody has since decided otherwise; whether it was kept."""
    keys: dict[str, UUID | str | int | date] = {"account_id": account_id, "subject_id": subject_id, "feature": feature}
    values = {"open": open_, "reason": reason, "at": now}
    return await versions.save(session, UnlockOverride, keys, version=version, values=values, by=by)
