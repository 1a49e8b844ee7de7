"""What an account's people achieved, against what was agreed. Measured from events; nothing here is promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account, measures, onboarding, results, usage, value_reports
from portal.db.measures import Evidence
from portal.db.results import Agreed
from portal.db.value_reports import Listed
from portal.domain import lifecycle
from portal.domain.adoption import WeekCount
from portal.domain.errors import NotFound
from portal.domain.lifecycle import Touchpoint
from portal.domain.measures import WEEK, last_weeks
from portal.domain.playbook import Catalogue, Feature, Metric
from portal.domain.reports import Accomplished, accomplishments, unlocked_by
from portal.domain.results import Impact, Result, WeekNumber, impact_of, results_of
from portal.domain.wording import phrase

WEEKS_SHOWN: Final = 12
YEAR_OF_WEEKS: Final = 53
READ: Final = 500
"""So many of a week's newest events are looked at for evidence."""

EVIDENCE: Final = 20
"""So many of those that count are shown."""


@dataclass(frozen=True, slots=True)
class ResultsView:
    """What the page of results shows. `weeks` counts people who used the product; `version` is for open pages."""

    agreed: Agreed
    results: tuple[Result, ...]
    accomplished: tuple[Accomplished, ...]
    unlocked: tuple[Feature, ...]
    weeks: tuple[WeekCount, ...]
    members: int
    next: Touchpoint | None
    newest: Listed | None
    version: int


@dataclass(frozen=True, slots=True)
class MetricView:
    """One metric of an account: its weeks, and the newest events behind the week in focus."""

    metric: Metric
    result: Result
    agreed: Agreed
    week: date
    evidence: tuple[Evidence, ...]


async def impact(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> Impact | None:
    """The first agreed result that has a number, in one statement; None until something was measured."""
    return impact_of(await _results(session, catalogue, account_id, now))


async def agreed(session: AsyncSession, *, account_id: UUID) -> Agreed:
    """What was agreed with an account, and with whom."""
    return await results.agreed(session, account_id)


async def show(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> ResultsView:
    """Everything an account achieved, as of `now`."""
    today = now.astimezone(UTC).date()
    run = await onboarding.run(session, account_id)
    done = accomplishments(catalogue.milestones, await account.reached(session, account_id))
    return ResultsView(
        agreed=await results.agreed(session, account_id),
        results=await _results(session, catalogue, account_id, now),
        accomplished=done,
        unlocked=unlocked_by(catalogue.milestones, done),
        weeks=await _weekly(session, account_id, today),
        members=len(await account.people(session, account_id)),
        next=lifecycle.next_ahead(run.onboarding, catalogue.lifecycle.schedule, today),
        newest=await value_reports.newest(session, account_id),
        version=run.version,
    )


async def metric(
    session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, metric_id: str, week: date | None, now: datetime
) -> MetricView:
    """A metric's year and the evidence of one week, or else of the newest that has any.

    Raises NotFound for a metric that is not measured.
    """
    if metric_id not in catalogue.measures:
        raise NotFound(phrase("Nothing is measured under this address. Results lists what is."))
    found = await _result(session, catalogue, account_id, metric_id, now)
    newest = found.weeks[-1].week if found.weeks else last_weeks(now.date(), 1)[0]
    focus = week or (found.now.week if found.now else newest)
    return MetricView(
        metric=catalogue.metrics[metric_id],
        result=found,
        agreed=await results.agreed(session, account_id),
        week=focus,
        evidence=await _evidence(session, account_id, found, focus),
    )


async def _results(session: AsyncSession, catalogue: Catalogue, account_id: UUID, now: datetime) -> tuple[Result, ...]:
    keys = {metric: one.key for metric, one in catalogue.measures.items()}
    since = last_weeks(now.date(), WEEKS_SHOWN)[0]
    targets, weeks = await results.measured_targets(session, account_id, keys=keys, since=since)
    return results_of(catalogue.measures, targets, weeks)


async def _result(
    session: AsyncSession, catalogue: Catalogue, account_id: UUID, metric_id: str, now: datetime
) -> Result:
    """One metric over a year, whether or not something was agreed for it."""
    one, since = catalogue.measures[metric_id], last_weeks(now.date(), YEAR_OF_WEEKS)[0]
    targets, _ = await results.measured_targets(session, account_id, keys={}, since=now.date())
    kept = await measures.kept(session, account_id, since=since, metrics=[metric_id])
    weeks = tuple(WeekNumber(row.week, row.value, row.sample) for row in kept if row.measure == one.key)
    target = next((target for target in targets if target.metric_id == metric_id), None)
    return Result(metric_id, one, target, weeks)


async def _evidence(session: AsyncSession, account_id: UUID, found: Result, week: date) -> tuple[Evidence, ...]:
    by = found.measure
    events: Iterable[Evidence] = await measures.newest(
        session, account_id=account_id, name=by.event, week=week, limit=READ
    )
    return tuple(event for event in events if by.counts(event.properties))[:EVIDENCE]


async def _weekly(session: AsyncSession, account_id: UUID, today: date) -> tuple[WeekCount, ...]:
    """Who used the product in each of the last weeks; those before the first anybody did are left out."""
    mondays = last_weeks(today, WEEKS_SHOWN)
    spans = [[monday + n * lifecycle.DAY for n in range(WEEK.days)] for monday in mondays]
    people = (await usage.people_in(session, {account_id: spans}))[account_id]
    begun = next((place for place, count in enumerate(people) if count), len(people))
    return tuple(WeekCount(mondays[n], people[n]) for n in range(begun, len(people)))
