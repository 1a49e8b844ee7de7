"""Counting the numbers of weeks from events, and counting them again when late events arrive."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts
from portal.db import measures as rows
from portal.domain.measures import Counted, Measure, last_weeks, measure, week_of
from portal.domain.playbook import Catalogue
from portal.jobs import JobQueue
from portal.jobs.kinds import MEASURE

SETTLING: Final = timedelta(seconds=2)
"""How long a counting waits, so that a burst of batches causes one and not many."""

HISTORY: Final = 53
"""So many weeks are counted again when a metric's rule has changed."""

RECENT: Final = 2
"""So many weeks are counted again every day, whether or not something said they should be."""

Measures = Mapping[str, Measure]
Place = tuple[str, date]
"""A metric's id and the Monday of a week."""

Counting = tuple[str, float, int]
"""The key of the rule, the value, and the sample."""


async def plan(
    session: AsyncSession, *, catalogue: Catalogue, queue: JobQueue, batches: Collection[UUID], now: datetime
) -> None:
    """Have the weeks counted for which these batches brought events."""
    names = {one.event for one in catalogue.measures.values()}
    touched = await rows.weeks_in(session, batches=batches, names=names)
    payloads = {
        f"{MEASURE}:{account}:{week}": {"account_id": str(account), "week": week.isoformat()}
        for account, week in touched
    }
    await queue.enqueue_each(session, kind=MEASURE, payloads=payloads, now=now, run_at=now + SETTLING)


async def count_week(
    session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, week: date, now: datetime
) -> bool:
    """Count one week of an account; whether anything changed. `catalogue` is the one the account is on."""
    return await _count(session, catalogue.measures, account_id, [week], now)


async def recount(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> None:
    """Count the last weeks again, and the whole history of metrics whose rule is new or another than it was."""
    history = last_weeks(now.date(), HISTORY)
    known = {one.metric_id: one.measure for one in await rows.kept(session, account_id, since=history[0])}
    changed = {metric: one for metric, one in catalogue.measures.items() if known.get(metric) != one.key}
    await _count(session, catalogue.measures, account_id, history[-RECENT:], now)
    await _count(session, changed, account_id, history, now)


async def _count(
    session: AsyncSession, measures: Measures, account_id: UUID, weeks: Sequence[date], now: datetime
) -> bool:
    if not measures:
        return False
    await rows.lock(session, account_id)
    before = await _kept(session, measures, account_id, weeks)
    after = await _counted(session, measures, account_id, weeks)
    changed = {place for place, number in after.items() if before.get(place) != number}
    gone = before.keys() - after.keys()
    await rows.keep(session, [_row(account_id, place, after[place], now) for place in sorted(changed)])
    await rows.forget(session, account_id, gone)
    if changed or gone:
        await accounts.touch(session, [account_id])
    return bool(changed or gone)


async def _kept(
    session: AsyncSession, measures: Measures, account_id: UUID, weeks: Sequence[date]
) -> dict[Place, Counting]:
    found = await rows.kept(session, account_id, since=min(weeks), metrics=measures.keys())
    return {(one.metric_id, one.week): (one.measure, one.value, one.sample) for one in found if one.week in weeks}


async def _counted(
    session: AsyncSession, measures: Measures, account_id: UUID, weeks: Sequence[date]
) -> dict[Place, Counting]:
    names = {one.event for one in measures.values()}
    events: dict[tuple[str, date], list[Counted]] = {}
    for event in await rows.happened(session, account_id=account_id, names=names, since=min(weeks), until=max(weeks)):
        events.setdefault((event.name, week_of(event.at)), []).append(Counted(event.member_id, event.properties))
    return {
        (metric, week): (one.key, number.value, number.sample)
        for metric, one in measures.items()
        for week in weeks
        if (number := measure(one, events.get((one.event, week), ())))
    }


def _row(account_id: UUID, place: Place, counting: Counting, now: datetime) -> rows.Row:
    metric, week = place
    key, value, sample = counting
    return {
        "account_id": account_id,
        "metric_id": metric,
        "week": week,
        "measure": key,
        "value": value,
        "sample": sample,
        "computed_at": now,
    }
