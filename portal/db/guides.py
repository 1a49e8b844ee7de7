"""Queries on who can guide accounts, how many they guide, and how many they can."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Account, Onboarding, PortfolioRow, Staff
from portal.db.verdict_counts import open_by_csm
from portal.domain.doers import GUIDES
from portal.domain.lifecycle import Phase


class Guide(NamedTuple):
    """A CSM with the open onboardings they have, and how many they can carry."""

    id: UUID
    name: str
    open: int
    limit: int

    @property
    def full(self) -> bool:
        """Whether one more would be too many."""
        return self.open >= self.limit


class Guided(NamedTuple):
    """An account, and whose it is."""

    account_id: UUID
    name: str
    csm_id: UUID | None
    csm: str | None


async def every(session: AsyncSession) -> list[Guide]:
    """Everybody who can guide an account, by name."""
    taken = await open_by_csm(session)
    query = select(Staff.id, Staff.name, Staff.capabilities, Staff.onboarding_limit).where(Staff.disabled_at.is_(None))
    return [
        Guide(row.id, row.name, taken.get(row.id, 0), row.onboarding_limit)
        for row in await session.execute(query.order_by(Staff.name, Staff.id))
        if not GUIDES.isdisjoint(row.capabilities)
    ]


async def guided(session: AsyncSession, accounts: Collection[UUID]) -> list[Guided]:
    """Those of these accounts that exist, each with its CSM."""
    query = (
        select(Account.id, Account.name, Onboarding.csm_id, Staff.name)
        .outerjoin(Onboarding, Onboarding.account_id == Account.id)
        .outerjoin(Staff, Staff.id == Onboarding.csm_id)
        .where(Account.id.in_(accounts))
        .order_by(Account.id)
    )
    return [Guided(*row) for row in await session.execute(query)]


async def before_kickoff(session: AsyncSession, csms: Collection[UUID]) -> list[UUID]:
    """The accounts of these CSMs that have not begun: whether they may depends on how many others there are."""
    query = select(PortfolioRow.account_id).where(
        PortfolioRow.csm_id.in_(csms), PortfolioRow.phase == Phase.BEFORE_KICKOFF
    )
    return list(await session.scalars(query.order_by(PortfolioRow.account_id)))
