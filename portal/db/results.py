"""Queries on what an account agreed to reach."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Select, Uuid, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.prepared import Prepared
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
    targets: dict[str, Target] = {}
    weeks: dict[str, list[WeekNumber]] = {}
    for row in await _measured_targets.rows(session, account=account_id, since=since):
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


@Prepared
def _measured_targets() -> Select[*tuple[Any, ...]]:
    target, week = SuccessTarget, MetricWeek
    agreed = (target.metric_id, target.baseline, target.baseline_source, target.goal_3, target.goal_6, target.goal_12)
    same = and_(week.account_id == target.account_id, week.metric_id == target.metric_id)
    return (
        select(*agreed, target.agreed_on, week.measure, week.week, week.value, week.sample)
        .outerjoin(week, and_(same, week.week >= bindparam("since", type_=Date())))
        .where(target.account_id == bindparam("account", type_=Uuid()))
        .order_by(target.agreed_on, target.metric_id, week.week)
    )


def _target(row: Any) -> Target:  # noqa: ANN401 - a row of `_measured_targets`
    goals = (row.goal_3, row.goal_6, row.goal_12)
    return Target(row.metric_id, row.baseline, row.baseline_source, goals, row.agreed_on)
