"""Results and value reports as a member sees them."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from portal.db.engine import Database
from portal.db.tables import Account, MilestoneCompletion
from portal.services import value_reports
from tests.factories import HTMX, NOW, add_account, add_staff, milestone, running, small_playbook
from tests.results import MONDAY, agree, agree_in_words, dispatch, measuring
from tests.web.conftest import World, enter

WEEK = timedelta(weeks=1)
HOSTILE = "<script>alert(1)</script>" + "w" * 170


@pytest.fixture
async def world(database: Database, database_url: str) -> AsyncIterator[World]:
    staff_id = await add_staff(database)
    account_id = await add_account(database, csm_id=staff_id, went_live_on=NOW.date() - WEEK)
    async with running(database_url, measuring(catalogue=small_playbook(milestone("data")))) as app:
        yield World(app, database, account_id, await enter(app, database, account_id))


async def report_of(world: World) -> str:
    """The address of the account's first report, written now."""
    async with world.database.write() as session:
        await value_reports.write_due(session, catalogue=measuring(), account_id=world.account_id, now=NOW)
    html = (await world.member.get("/results/reports")).text
    found = re.search(r"/results/reports/[0-9a-f-]{36}", html)
    assert found is not None
    return found.group()


def text_of(html: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


async def test_results_lead_with_the_number_and_say_what_it_is_counted_from(world: World) -> None:
    await agree(world.database, world.account_id)
    await dispatch(world.database, world.account_id, 20, 29, 60)
    html = (await world.member.get("/results")).text
    said = text_of(html)
    assert "29 min to dispatch an order. It was 41 min." in said
    assert "12 min less than at the start" in said
    assert "Measured on 3 orders this week." in said
    assert "Before: 41 min. Now: 29 min. Goal: 15 min." in html
    assert 'href="/results/dispatch_minutes"' in html
    assert "60 orders, timed" in said


async def test_a_member_learns_that_nothing_is_measured_yet(world: World) -> None:
    await agree(world.database, world.account_id)
    said = text_of((await world.member.get("/results")).text)
    assert "Your numbers are on their way." in said
    assert "The number stands here as soon as Marlowe Dispatch reports the first orders." in said
    await dispatch(world.database, world.account_id, 20)
    assert "1 of at least 2 orders" in text_of((await world.member.get("/results")).text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Fewer calls: 40 today.", "That is what you agreed, in words."),
        (None, "Tomás Vidal sets it with you: one number"),
    ],
)
async def test_without_a_target_the_page_says_who_sets_it(world: World, words: str | None, said: str) -> None:
    await agree_in_words(world.database, world.account_id, words)
    shown = text_of((await world.member.get("/results")).text)
    assert said in shown
    assert (words or "No number is agreed yet.") in shown


async def test_the_part_that_refreshes_is_the_part_of_the_page(world: World) -> None:
    answer = await world.member.get("/results/refreshed", headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="results"')
    assert "<html" not in answer.text


async def test_a_metric_shows_its_weeks_its_rule_and_its_evidence(world: World) -> None:
    await agree(world.database, world.account_id)
    await dispatch(world.database, world.account_id, 20, 29, 60)
    await dispatch(world.database, world.account_id, 90, 91, week=MONDAY - WEEK, user=None)
    said = text_of((await world.member.get("/results/dispatch_minutes")).text)
    assert "The median of minutes." in said
    assert "Of all “Order Dispatched” events, what is the middle value of “minutes”?" in said
    assert "What the week from 16 Nov 2026 is counted from" in said
    assert "u1 60 min" in said
    before = text_of((await world.member.get("/results/dispatch_minutes?week=2026-11-11")).text)
    assert "What the week from 9 Nov 2026 is counted from" in before
    assert "Nobody named 91 min" in before


async def test_an_address_that_is_no_metric_is_not_found(world: World) -> None:
    assert (await world.member.get("/results/nothing")).status_code == 404


async def test_the_report_is_a_page_to_forward_with_every_number_linked(world: World) -> None:
    await agree(world.database, world.account_id)
    await dispatch(world.database, world.account_id, 20, 30, week=MONDAY - WEEK)
    async with world.database.write() as session:
        at = NOW - timedelta(days=2)
        session.add(
            MilestoneCompletion(account_id=world.account_id, subject_id=world.account_id, milestone_id="data", at=at)
        )
    html = (await world.member.get(await report_of(world))).text
    assert 'href="/results/dispatch_minutes?week=2026-11-09#evidence"' in html
    said = text_of(html)
    assert "Measured on 2 orders in the week from 9 Nov." in said
    assert "Written on 17 Nov 2026 from what was known then; not changed since." in said


async def test_the_page_of_results_offers_the_newest_report(world: World) -> None:
    assert "Read the report" not in (await world.member.get("/results")).text
    address = await report_of(world)
    assert f'href="{address}"' in (await world.member.get("/results")).text


async def test_nobody_sees_the_report_of_another_account(world: World) -> None:
    address = await report_of(world)
    stranger = await enter(world.app, world.database, await add_account(world.database))
    assert (await stranger.get(address)).status_code == 404
    assert "No report is due yet." in (await stranger.get("/results/reports")).text


async def test_names_are_text_and_never_markup(world: World) -> None:
    await agree(world.database, world.account_id, baseline_source=HOSTILE)
    await dispatch(world.database, world.account_id, 20, 30, week=MONDAY - WEEK, user=HOSTILE)
    async with world.database.write() as session:
        (await session.get_one(Account, world.account_id)).name = HOSTILE
    address = await report_of(world)
    for page in ("/results", "/results/dispatch_minutes", address):
        html = (await world.member.get(page)).text
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


async def test_nobody_who_is_not_signed_in_sees_results(world: World) -> None:
    world.member.cookies.clear()
    for page in ("/results", "/results/refreshed", "/results/dispatch_minutes", "/results/reports"):
        assert (await world.member.get(page)).status_code in {303, 401}
