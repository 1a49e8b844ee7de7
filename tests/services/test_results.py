from datetime import timedelta

import pytest

from portal.db.engine import Database
from portal.domain.errors import NotFound
from portal.domain.measures import How
from portal.services import results
from tests.factories import NOW, add_account
from tests.results import MINUTES, MONDAY, agree, dispatch, measuring


async def test_the_impact_is_measured_from_events_and_compared_with_the_start(database: Database) -> None:
    account_id = await add_account(database)
    await agree(database, account_id)
    await dispatch(database, account_id, 20, 29, 60)
    async with database.read() as session:
        found = await results.impact(session, catalogue=measuring(), account_id=account_id, now=NOW)
    assert found is not None
    assert (found.before, found.now, found.goal, found.sample, found.week) == (41.0, 29.0, 15.0, 3, MONDAY)


async def test_without_a_target_or_without_a_number_there_is_no_impact(database: Database) -> None:
    agreed, measured = await add_account(database), await add_account(database)
    await agree(database, agreed)
    await dispatch(database, measured, 20, 29)
    async with database.read() as session:
        for account_id in (agreed, measured):
            assert await results.impact(session, catalogue=measuring(), account_id=account_id, now=NOW) is None


async def test_numbers_of_another_rule_are_never_shown(database: Database) -> None:
    account_id = await add_account(database)
    await agree(database, account_id)
    await dispatch(database, account_id, 20, 29, 60)
    other = measuring(type(MINUTES)(**{name: getattr(MINUTES, name) for name in MINUTES.__slots__} | {"how": How.SUM}))
    async with database.read() as session:
        assert await results.impact(session, catalogue=other, account_id=account_id, now=NOW) is None


async def test_a_thin_week_waits_for_more_and_the_one_before_it_stands(database: Database) -> None:
    account_id = await add_account(database)
    await agree(database, account_id)
    await dispatch(database, account_id, 33, 35, week=MONDAY - timedelta(weeks=1))
    await dispatch(database, account_id, 1)
    async with database.read() as session:
        view = await results.show(session, catalogue=measuring(), account_id=account_id, now=NOW)
    (one,) = view.results
    assert [(week.value, week.sample) for week in one.weeks] == [(34.0, 2), (1.0, 1)]
    assert one.now is not None
    assert one.now.value == 34.0


async def test_a_metric_shows_the_newest_events_behind_a_week(database: Database) -> None:
    account_id, other = await add_account(database), await add_account(database)
    await dispatch(database, account_id, 20, 29, 60)
    await dispatch(database, account_id, 90, 91, week=MONDAY - timedelta(weeks=1))
    await dispatch(database, other, 7, 7)
    async with database.read() as session:
        view = await results.metric(
            session, catalogue=measuring(), account_id=account_id, metric_id="dispatch_minutes", week=None, now=NOW
        )
        earlier = await results.metric(
            session,
            catalogue=measuring(),
            account_id=account_id,
            metric_id="dispatch_minutes",
            week=MONDAY - timedelta(weeks=1),
            now=NOW,
        )
    assert [one.properties["minutes"] for one in view.evidence] == [60, 29, 20]
    assert {one.name for one in view.evidence} == {"u1"}
    assert [one.properties["minutes"] for one in earlier.evidence] == [91, 90]


async def test_what_is_not_measured_has_no_page(database: Database) -> None:
    account_id = await add_account(database)
    async with database.read() as session:
        for metric_id in ("active_members", "nothing"):
            with pytest.raises(NotFound):
                await results.metric(
                    session, catalogue=measuring(), account_id=account_id, metric_id=metric_id, week=None, now=NOW
                )
