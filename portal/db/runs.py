"""Queries on the runs of many accounts at once, as known at a moment."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import touchpoints
from portal.db.holds import LATEST_FIRST
from portal.db.tables import Account, Handoff, Hold, Onboarding
from portal.domain import lifecycle


class Run(NamedTuple):
    """An account's run, and what stands beside its dates."""

    onboarding: lifecycle.Onboarding
    typical_days: int
    pilot_started_on: date | None
    csm_id: UUID | None
    handoff_on: date | None
    hub_url: str | None
    success_metric: str | None


async def load_runs(session: AsyncSession, *, accounts: Sequence[UUID], now: datetime) -> dict[UUID, Run]:
    """The run of each of these accounts that exists, as known at `now`; without dates where none was begun."""
    query = (
        select(
            Account.id,
            Onboarding.kickoff_on,
            Onboarding.target_go_live_on,
            Onboarding.went_live_on,
            Onboarding.typical_days,
            Onboarding.pilot_started_on,
            Onboarding.csm_id,
            Handoff.received_at,
            Handoff.hub_url,
            Handoff.success_metric,
        )
        .outerjoin(Onboarding, Onboarding.account_id == Account.id)
        .outerjoin(Handoff, and_(Handoff.account_id == Account.id, Handoff.received_at <= now))
        .where(Account.id.in_(accounts))
    )
    holds = await _holds(session, accounts, now.date())
    marks = await touchpoints.marks(session, accounts, now.date())
    found = {}
    for account, kickoff, target, live, typical, pilot, csm, received, hub, metric in await session.execute(query):
        onboarding = lifecycle.Onboarding(kickoff, target, live, tuple(holds[account]), marks.get(account, ()))
        found[account] = Run(onboarding, typical or 0, pilot, csm, received.date() if received else None, hub, metric)
    return found


async def _holds(session: AsyncSession, accounts: Sequence[UUID], today: date) -> dict[UUID, list[lifecycle.Hold]]:
    query = (
        select(Hold.account_id, Hold.started_on, Hold.ended_on, Hold.expected_end_on)
        .where(Hold.account_id.in_(accounts), Hold.started_on <= today)
        .order_by(*LATEST_FIRST)
    )
    found: dict[UUID, list[lifecycle.Hold]] = defaultdict(list)
    for account, started, ended, expected in await session.execute(query):
        found[account].append(lifecycle.Hold(started, ended, expected))
    return found
