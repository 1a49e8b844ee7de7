"""Queries on who can guide accounts, how many they guide, and how many they can."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Account, Onboarding, PortfolioRow, Staff, VerdictCount
from portal.db.verdict_counts import open_by_csm
from portal.domain.doers import GUIDES
from portal.domain.lifecycle import Phase
from portal.domain.portfolio import fold

MOST: Final = 100
"""So many CSMs are offered in one list."""
OFFERED: Final = 8
"""So many are offered for one more account: as many as one looks over at once. The rest is found by name."""


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


class Offer(NamedTuple):
    """The CSMs who are offered for one more account, and whether there are others."""

    guides: tuple[Guide, ...]
    more: bool


class Named(NamedTuple):
    """A CSM by name."""

    id: UUID
    name: str


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


async def roomiest(session: AsyncSession) -> Offer:
    """Those with most room for one more account, by name."""
    counts = select(VerdictCount.csm_id, func.sum(VerdictCount.open).label("open"))
    taken = counts.group_by(VerdictCount.csm_id).subquery()
    carried = func.coalesce(taken.c.open, 0)
    query = (
        select(Staff.id, Staff.name, carried.label("open"), Staff.onboarding_limit)
        .outerjoin(taken, taken.c.csm_id == Staff.id)
        .where(Staff.disabled_at.is_(None), _guides())
        .order_by((Staff.onboarding_limit - carried).desc(), Staff.id)
        .limit(OFFERED + 1)
    )
    found = [Guide(row.id, row.name, int(row.open), row.onboarding_limit) for row in await session.execute(query)]
    return Offer(_by_name(found[:OFFERED]), more=len(found) > OFFERED)


async def called(session: AsyncSession, name: str) -> Offer:
    """Those whose name has these words in it, each as it begins: `sol` and `ing sol` find Ingrid Solheim."""
    words = fold(name).split()
    found = [guide for guide in await every(session) if _is_called(guide, words)]
    return Offer(tuple(found[:OFFERED]), more=len(found) > OFFERED)


def _is_called(guide: Guide, words: Sequence[str]) -> bool:
    return all(any(part.startswith(word) for part in fold(guide.name).split()) for word in words)


def _by_name(guides: Iterable[Guide]) -> tuple[Guide, ...]:
    return tuple(sorted(guides, key=lambda one: (one.name, one.id)))


def _guides() -> ColumnElement[bool]:
    """Whether one of the staff guides accounts: the words of their capabilities stand in quotes on both databases."""
    words = cast(Staff.capabilities, String)
    return or_(*(words.contains(f'"{capability}"') for capability in sorted(GUIDES)))


async def named(session: AsyncSession) -> list[Named]:
    """The CSMs whose calendar can be asked for: the first by name, no more than a list can be read."""
    query = select(Staff.id, Staff.name).where(Staff.disabled_at.is_(None), _guides())
    return [Named(*row) for row in await session.execute(query.order_by(Staff.name, Staff.id).limit(MOST))]


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
