"""Finding accounts that are like another one."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Account, Onboarding
from portal.domain.similar import size_range


async def accounts_like(
    session: AsyncSession, account_id: UUID, *, industry: str | None, seats: int | None, live: bool, limit: int
) -> list[UUID]:
    """The latest accounts of like size, and of the same industry where one is given.

    Only those count that went live, or, unless `live`, were kicked off.
    """
    began = Onboarding.went_live_on if live else Onboarding.kickoff_on
    query = (
        select(Onboarding.account_id)
        .join(Account, Account.id == Onboarding.account_id)
        .where(Onboarding.account_id != account_id, began.is_not(None), *_alike(industry, seats))
        .order_by(began.desc(), Onboarding.account_id)
        .limit(limit)
    )
    return list(await session.scalars(query))


def _alike(industry: str | None, seats: int | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if industry:
        found.append(func.lower(Account.industry) == func.lower(industry))
    if seats is not None:
        low, high = size_range(seats)
        found += [Account.seats >= low, *([Account.seats < high] if high else [])]
    return found
