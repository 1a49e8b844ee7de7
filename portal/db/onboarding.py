"""Queries on an account's run."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.prepared import Prepared
from portal.db.tables import AccountVersion, Handoff, Hold, Onboarding, Staff
from portal.domain import lifecycle


class Run(NamedTuple):
    """An account's run, and what stands beside it.

    That is the name of the CSM who guides it and where its people pick a time with them, when sales handed it over,
    and the version of what its people see.
    """

    onboarding: lifecycle.Onboarding
    guide: str | None = None
    booking_url: str | None = None
    handed_over_at: datetime | None = None
    version: int = 0


async def run(session: AsyncSession, account_id: UUID) -> Run:
    """The run of an account; one without dates where none was begun."""
    rows = await _run.rows(session, account=account_id)
    if not rows:
        return Run(lifecycle.Onboarding())
    kickoff, target, live, guide, booking_url, handed_over_at = rows[0][:6]
    holds = tuple(lifecycle.Hold(row.started_on, row.ended_on, row.expected_end_on) for row in rows if row.started_on)
    onboarding = lifecycle.Onboarding(kickoff, target, live, holds)
    return Run(onboarding, guide, booking_url, handed_over_at, rows[0].version or 0)


@Prepared
def _run() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Onboarding.kickoff_on,
            Onboarding.target_go_live_on,
            Onboarding.went_live_on,
            Staff.name,
            Staff.booking_url,
            Handoff.received_at,
            Hold.started_on,
            Hold.ended_on,
            Hold.expected_end_on,
            AccountVersion.version,
        )
        .outerjoin(Staff, Staff.id == Onboarding.csm_id)
        .outerjoin(Handoff, Handoff.account_id == Onboarding.account_id)
        .outerjoin(Hold, Hold.account_id == Onboarding.account_id)
        .outerjoin(AccountVersion, AccountVersion.account_id == Onboarding.account_id)
        .where(Onboarding.account_id == bindparam("account", type_=Uuid()))
    )
