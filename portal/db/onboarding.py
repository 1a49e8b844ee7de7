"""Queries on an account's run."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import AccountVersion, Hold, Onboarding, Staff
from portal.domain import lifecycle


class Run(NamedTuple):
    """An account's run, the name of the CSM who guides it, and the version of what its people see."""

    onboarding: lifecycle.Onboarding
    guide: str | None
    version: int


async def run(session: AsyncSession, account_id: UUID) -> Run:
    """The run of an account; one without dates where none was begun."""
    query = (
        select(
            Onboarding.kickoff_on,
            Onboarding.target_go_live_on,
            Onboarding.went_live_on,
            Staff.name,
            Hold.started_on,
            Hold.ended_on,
            Hold.expected_end_on,
            AccountVersion.version,
        )
        .outerjoin(Staff, Staff.id == Onboarding.csm_id)
        .outerjoin(Hold, Hold.account_id == Onboarding.account_id)
        .outerjoin(AccountVersion, AccountVersion.account_id == Onboarding.account_id)
        .where(Onboarding.account_id == account_id)
    )
    rows = (await session.execute(query)).all()
    if not rows:
        return Run(lifecycle.Onboarding(), None, 0)
    kickoff, target, live, guide = rows[0][:4]
    holds = tuple(lifecycle.Hold(row.started_on, row.ended_on, row.expected_end_on) for row in rows if row.started_on)
    return Run(lifecycle.Onboarding(kickoff, target, live, holds), guide, rows[0].version or 0)
