"""Queries on what an account agreed to reach."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Account, Handoff, MetricWeek, Onboarding, Staff, SuccessTarget
from portal.domain.results import Target, WeekNumber


class Agreed(NamedTuple):
    """An account's name and seats, what was agreed in words, who guides it, the days it went live and began."""

    name: str
    words: str | None
    guide: str | None
    live: date | None
    seats: int | None
    began: date | None


async def measured_targets(
    session: AsyncSession, account_id: UUID, *, keys: Mapping[str, str], since: date
) -> tuple[tuple[Target, ...], dict[str, list[WeekNumber]]]:
    """Targets with their weeks since a day, in one statement; `keys` are the rules that count today, by metric."""
    of = MetricWeek
    same = (of.account_id == SuccessTarget.account_id) & (of.metric_id == SuccessTarget.metric_id)
    query = (
        _targets(account_id)
        .add_columns(of.measure, of.week, of.value, of.sample)
        .outerjoin(of, same & (of.week >= since))
        .order_by(of.week)
    )
    targets: dict[str, Target] = {}
    weeks: dict[str, list[WeekNumber]] = {}
    for row in await session.execute(query):
        targets[row.metric_id] = _target(row)
        if row.measure and row.measure == keys.get(row.metric_id):
            weeks.setdefault(row.metric_id, []).append(WeekNumber(row.week, row.value, row.sample))
    return tuple(targets.values()), weeks


async def agreed(session: AsyncSession, account_id: UUID) -> Agreed:
    """What was agreed with an account, with whom, and its dates."""
    query = (
        select(
            Account.name,
            Handoff.success_metric,
            Staff.name,
            Onboarding.went_live_on,
            Account.seats,
            Onboarding.kickoff_on,
        )
        .select_from(Account)
        .outerjoin(Onboarding, Onboarding.account_id == Account.id)
        .outerjoin(Handoff, Handoff.account_id == Account.id)
        .outerjoin(Staff, Staff.id == Onboarding.csm_id)
        .where(Account.id == account_id)
    )
    name, words, guide, live, seats, kickoff = (await session.execute(query)).one()
    return Agreed(name, words, guide, live, seats, kickoff)


def _targets(account_id: UUID) -> Select[*tuple[Any, ...]]:
    of = SuccessTarget
    return (
        select(of.metric_id, of.baseline, of.baseline_source, of.goal_3, of.goal_6, of.goal_12, of.agreed_on)
        .where(of.account_id == account_id)
        .order_by(of.agreed_on, of.metric_id)
    )


def _target(row: Row[*tuple[Any, ...]]) -> Target:
    goals = (row.goal_3, row.goal_6, row.goal_12)
    return Target(row.metric_id, row.baseline, row.baseline_source, goals, row.agreed_on)
