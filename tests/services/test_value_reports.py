from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from portal.db import value_reports as rows
from portal.db.accounts import versions
from portal.db.engine import Database
from portal.db.tables import MetricWeek, MilestoneCompletion, SuccessTarget
from portal.domain.errors import NotFound
from portal.services import value_reports
from portal.services.value_reports import Letter
from portal.worker import Worker
from tests.factories import NOW, Fixed, add_account
from tests.results import MONDAY, agree, count, dispatch, measuring

WEEK = timedelta(weeks=1)
LIVE = NOW.date() - WEEK


async def write(database: Database, account_id: UUID, now: datetime = NOW) -> bool:
    async with database.write() as session:
        return await value_reports.write_due(session, catalogue=measuring(), account_id=account_id, now=now)


async def newest(database: Database, account_id: UUID) -> Letter:
    async with database.read() as session:
        listed = await rows.newest(session, account_id)
        assert listed is not None
        return await value_reports.read(session, account_id=account_id, report_id=listed.id)


async def live_account(database: Database, on: date = LIVE) -> UUID:
    account_id = await add_account(database, went_live_on=on)
    await agree(database, account_id)
    await dispatch(database, account_id, 20, 30, week=MONDAY - WEEK)
    return account_id


async def test_a_report_is_written_once_when_it_is_due(database: Database) -> None:
    account_id = await live_account(database)
    assert not await write(database, account_id, NOW - timedelta(days=1))
    assert await write(database, account_id)
    assert not await write(database, account_id, NOW + timedelta(days=1))
    letter = await newest(database, account_id)
    assert (letter.kept.number, letter.kept.period_to, letter.kept.at) == (1, NOW.date(), NOW)
    assert await write(database, account_id, NOW + 4 * WEEK)
    second = await newest(database, account_id)
    assert (second.kept.number, second.kept.period_from) == (2, NOW.date())


async def test_every_number_says_what_it_is_and_what_it_was_asked_of(database: Database) -> None:
    account_id = await live_account(database)
    await dispatch(database, account_id, 1, 1, 1)
    await write(database, account_id)
    (one,) = (await newest(database, account_id)).report.figures
    assert (one.metric_id, one.value, one.sample, one.baseline, one.goals) == (
        "dispatch_minutes",
        25.0,
        2,
        41.0,
        (25.0, 20.0, 15.0),
    )
    assert one.query is not None
    assert (one.query.event, one.query.since, one.query.measure) == (
        "Order Dispatched",
        MONDAY - WEEK,
        measuring().measures["dispatch_minutes"].key,
    )


async def test_a_report_never_changes_whatever_comes_later(database: Database) -> None:
    account_id = await live_account(database)
    await write(database, account_id)
    before = await newest(database, account_id)
    await dispatch(database, account_id, 500, 500, 500, week=MONDAY - WEEK, user="late")
    async with database.write() as session:
        (await session.get_one(SuccessTarget, (account_id, "dispatch_minutes"))).baseline = 1.0
        (await session.get_one(MetricWeek, (account_id, "dispatch_minutes", MONDAY - WEEK))).value = 1.0
    assert not await write(database, account_id)
    assert await newest(database, account_id) == before


async def test_a_report_tells_of_its_own_days_only(database: Database) -> None:
    account_id = await live_account(database)
    days = {"data": NOW.date() - timedelta(days=1), "pilot": NOW.date()}
    async with database.write() as session:
        for milestone_id, day in days.items():
            at = datetime.combine(day, NOW.timetz())
            session.add(
                MilestoneCompletion(account_id=account_id, subject_id=account_id, milestone_id=milestone_id, at=at)
            )
    await write(database, account_id)
    report = (await newest(database, account_id)).report
    assert [one.milestone_id for one in report.accomplished] == ["data"]
    assert [(week.start, week.people) for week in report.weeks][-1][0] == MONDAY - WEEK


async def test_of_several_missed_reports_the_last_is_written(database: Database) -> None:
    account_id = await live_account(database, on=LIVE - 8 * WEEK)
    assert await write(database, account_id)
    async with database.read() as session:
        assert [one.number for one in await rows.every(session, account_id)] == [3]


async def test_an_account_that_is_not_live_gets_none(database: Database) -> None:
    account_id = await add_account(database, target_go_live_on=LIVE)
    await count(database, account_id)
    assert not await write(database, account_id)


async def test_a_new_report_tells_open_pages(database: Database) -> None:
    account_id = await live_account(database)
    async with database.read() as session:
        before = (await versions(session, [account_id]))[account_id]
    await write(database, account_id)
    async with database.read() as session:
        assert (await versions(session, [account_id]))[account_id] > before


async def test_nobody_reads_the_report_of_another_account(database: Database) -> None:
    account_id, other = await live_account(database), await add_account(database)
    await write(database, account_id)
    letter = await newest(database, account_id)
    async with database.read() as session:
        with pytest.raises(NotFound):
            await value_reports.read(session, account_id=other, report_id=letter.kept.id)


async def test_the_worker_takes_stock_of_every_account_when_it_starts(database: Database) -> None:
    account_id = await live_account(database)
    worker = Worker(database, Fixed(measuring()), lambda: NOW)
    while await worker.step():
        pass
    assert (await newest(database, account_id)).kept.number == 1
