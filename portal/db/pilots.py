"""Queries on the pilot group of an account."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import handoffs
from portal.db.tables import Member, Onboarding
from portal.domain.pilot import Candidate, Pilot


async def of_account(session: AsyncSession, account_id: UUID) -> Pilot:
    """The pilot of an account among those of its people who have not left."""
    starts_on = await session.scalar(select(Onboarding.pilot_started_on).where(Onboarding.account_id == account_id))
    people = (
        select(Member.id, Member.name, Member.pilot)
        .where(Member.account_id == account_id, Member.disabled_at.is_(None))
        .order_by(Member.name, Member.id)
    )
    return Pilot(starts_on, tuple(Candidate(*row) for row in await session.execute(people)))


async def keep(session: AsyncSession, *, account_id: UUID, starts_on: date | None, members: Collection[UUID]) -> None:
    """Keep the day on which the pilot starts, and make these people, and nobody else, its group."""
    await handoffs.keep_run(session, account_id=account_id, given={"pilot_started_on": starts_on})
    await session.execute(
        update(Member).where(Member.account_id == account_id).values({"pilot": Member.id.in_(members)})
    )
