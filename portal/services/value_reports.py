"""Value reports: one is written when it is due, says what was so then, and stays as it is."""

from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account, accounts, onboarding, results, usage, value_reports
from portal.db.value_reports import Kept, Listed
from portal.domain import lifecycle
from portal.domain.adoption import WeekCount
from portal.domain.errors import NotFound
from portal.domain.measures import WEEK, week_of
from portal.domain.playbook import USE_METRIC, Catalogue
from portal.domain.reports import (
    TOUCHPOINT,
    Appointment,
    Due,
    Report,
    Term,
    accomplishments,
    figure,
    newest_due,
    story_of,
    unlocked_by,
)
from portal.domain.results import Result, results_of
from portal.domain.wording import phrase

WEEKS_BACK = 12


class Period(NamedTuple):
    """The days a report tells of: from the first on, and before the second."""

    first: date
    end: date

    def covers(self, moment: datetime) -> bool:
        """Whether a moment lies within."""
        return self.first <= moment.astimezone(UTC).date() < self.end


class Letter(NamedTuple):
    """A report with its place in the account's row of them."""

    kept: Kept
    report: Report


async def write_due(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> bool:
    """Write the report that is due, unless it is there; whether one was written.

    Of several that were missed only the last is: what was so on the day of the others, nobody noted.
    """
    run = await onboarding.run(session, account_id)
    first = catalogue.lifecycle.touchpoint(TOUCHPOINT)
    due = newest_due(run.onboarding, first.weeks[0], now.astimezone(UTC).date()) if first else None
    before = await value_reports.newest(session, account_id)
    if due is None or (before and before.number >= due.number):
        return False
    period = _period(run.onboarding, before, due)
    report = await _compose(session, catalogue, account_id, run, period)
    await value_reports.add(
        session,
        {
            "id": uuid4(),
            "account_id": account_id,
            "number": due.number,
            "period_from": period.first,
            "period_to": period.end,
            "content": msgspec.json.encode(report).decode(),
            "at": now,
        },
    )
    await accounts.touch(session, [account_id])
    return True


async def every(session: AsyncSession, *, account_id: UUID) -> list[Listed]:
    """An account's reports, the latest first."""
    return await value_reports.every(session, account_id)


async def read(session: AsyncSession, *, account_id: UUID, report_id: UUID) -> Letter:
    """A report as it was written. Raises NotFound where this account has none of that id."""
    kept = await value_reports.one(session, account_id, report_id)
    if kept is None:
        raise NotFound(phrase("There is no report at this address. Results lists every report of your team."))
    return Letter(kept, msgspec.convert(kept.content, Report))


def _period(run: lifecycle.Onboarding, before: Listed | None, due: Due) -> Period:
    """From the report before it, or else from the first day of the onboarding."""
    began = run.kickoff_on or run.went_live_on or due.on
    return Period(before.period_to if before else min(began, due.on), due.on)


async def _compose(
    session: AsyncSession, catalogue: Catalogue, account_id: UUID, run: onboarding.Run, period: Period
) -> Report:
    agreed = await results.agreed(session, account_id)
    reached = [one for one in await account.reached(session, account_id) if period.covers(one.at)]
    done = accomplishments(catalogue.milestones, reached)
    found = await _results(session, catalogue, account_id, period)
    metrics = catalogue.metrics
    figures = (figure(one, metrics[one.metric_id].name, metrics[one.metric_id].definition) for one in found)
    return Report(
        account=agreed.name,
        vendor=catalogue.vendor,
        guide=agreed.guide,
        revision=catalogue.revision,
        language=catalogue.language,
        figures=tuple(one for one in figures if one),
        accomplished=done,
        unlocked=tuple(feature.name for feature in unlocked_by(catalogue.milestones, done)),
        people=Term(USE_METRIC, metrics[USE_METRIC].name, metrics[USE_METRIC].definition),
        weeks=await _weekly(session, account_id, period),
        seats=agreed.seats,
        story=story_of(catalogue.milestones, done),
        next=_next(catalogue, run.onboarding, period.end),
    )


async def _results(session: AsyncSession, catalogue: Catalogue, account_id: UUID, period: Period) -> tuple[Result, ...]:
    """The results by weeks that were over when the report was due."""
    keys = {metric: one.key for metric, one in catalogue.measures.items()}
    since = week_of(period.end) - WEEKS_BACK * WEEK
    targets, weeks = await results.measured_targets(session, account_id, keys=keys, since=since)
    over = {metric: [week for week in some if week.week + WEEK <= period.end] for metric, some in weeks.items()}
    return results_of(catalogue.measures, targets, over)


async def _weekly(session: AsyncSession, account_id: UUID, period: Period) -> tuple[WeekCount, ...]:
    """Who used the product in the whole weeks before the report, the oldest first."""
    mondays = [week_of(period.end) - n * WEEK for n in range(WEEKS_BACK, 0, -1)]
    mondays = [monday for monday in mondays if monday + WEEK > period.first]
    spans = [[monday + n * lifecycle.DAY for n in range(WEEK.days)] for monday in mondays]
    people = (await usage.people_in(session, {account_id: spans}))[account_id]
    return tuple(WeekCount(monday, count) for monday, count in zip(mondays, people, strict=True))


def _next(catalogue: Catalogue, run: lifecycle.Onboarding, today: date) -> Appointment | None:
    """The next touchpoint after the report itself."""
    found = lifecycle.touchpoints(run, catalogue.lifecycle.schedule, today)
    ahead = next((one for one in found if one.on > today), None)
    return Appointment(ahead.name, ahead.on) if ahead else None
