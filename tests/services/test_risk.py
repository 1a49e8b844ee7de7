"""Verdicts from stored events and records, kept as history, on both databases."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select

from portal.db import accounts, risk, signals
from portal.db.engine import Database
from portal.db.tables import Member, Onboarding, Staff, Task, VerdictRecord
from portal.domain.errors import NotFound
from portal.domain.history import Kept
from portal.domain.path import deciding, from_json
from portal.domain.risk import Level
from portal.domain.roles import Role
from portal.services.risk import assess, assess_all
from tests.catalogues import shipped
from tests.factories import NOW, add_account, add_member, add_staff
from tests.onboardings import TODAY, add_actions, ago, hand_over, invite, put_on_hold, use

CATALOGUE = shipped()
PEOPLE = ("Sara Nyberg", "Jon Ek", "Mira Sol", "Dr. Eva Lund")


async def check(database: Database, account_id: UUID, now: datetime = NOW) -> bool:
    async with database.write() as session:
        return await assess(session, catalogue=CATALOGUE, account_id=account_id, now=now)


async def history(database: Database, account_id: UUID) -> list[Kept]:
    async with database.read() as session:
        return await risk.history(session, account_id=account_id, limit=50)


async def says(database: Database, account_id: UUID) -> tuple[str, str]:
    kept = (await history(database, account_id))[0]
    return kept.leaf, deciding(from_json(kept.path)).signal.says


async def test_an_account_nobody_handed_over_is_unknown(database: Database) -> None:
    account = await add_account(database, kickoff_on=None)
    assert await check(database, account)
    assert await says(database, account) == ("handoff_missing", "Sales has not handed this account over.")


async def test_a_role_instead_of_a_name_keeps_an_onboarding_from_starting(database: Database) -> None:
    account = await add_account(database, kickoff_on=None)
    await hand_over(database, account, "Sara Nyberg", "IT", "Mira Sol", "Dr. Eva Lund")
    await check(database, account)
    leaf, words = await says(database, account)
    assert leaf == "owner_missing"
    assert "“IT” is not a person." in words


@pytest.mark.parametrize(("others", "leaf"), [(1, "ready"), (2, "capacity_short")])
async def test_capacity_counts_the_csms_other_open_onboardings(database: Database, others: int, leaf: str) -> None:
    csm = await add_staff(database)
    async with database.write() as session:
        staff = await session.get_one(Staff, csm)
        staff.onboarding_limit = 2
    for _ in range(others):
        await add_account(database, csm_id=csm)
    await add_account(database, csm_id=csm, went_live_on=ago(141))
    account = await add_account(database, csm_id=csm, kickoff_on=None, target_go_live_on=ago(-60))
    await hand_over(database, account, *PEOPLE)
    await check(database, account)
    assert (await says(database, account))[0] == leaf


async def test_invites_and_action_items_are_counted_from_what_is_stored(database: Database) -> None:
    account = await add_account(database)
    for _ in range(3):
        await invite(database, account, "Accepted")
    await add_actions(database, account, (1, True), (2, False), (4, False), (6, False), (8, False), (12, False))
    await check(database, account)
    assert await says(database, account) == (
        "nobody_drives",
        "1 of 6 action items is done; the oldest is 12 days late.",
    )
    path = from_json((await history(database, account))[0].path)
    assert path[0].signal.says == "3 of 3 invites since 4 Nov were accepted or attended."
    assert len(path[1].signal.rows) == 6


async def test_ghosting_is_critical(database: Database) -> None:
    account = await add_account(database)
    await invite(database, account)
    await invite(database, account, "Declined")
    await check(database, account)
    assert [kept.level for kept in await history(database, account)] == [Level.CRITICAL]


@pytest.mark.parametrize(("active", "leaf"), [(2, "on_track"), (1, "wrong_pilot")])
async def test_the_pilot_is_judged_by_days_of_use(database: Database, active: int, leaf: str) -> None:
    account = await add_account(database, pilot_started_on=ago(10))
    await invite(database, account, "Attended")
    await add_actions(database, account, (1, True))
    pilot = [await add_member(database, account, name=f"Pilot {n}", pilot=True) for n in range(4)]
    left = await add_member(database, account, name="Left", pilot=True, disabled_at=NOW - timedelta(days=1))
    await use(database, account, pilot[:active], [ago(6)])
    await use(database, account, [*pilot[active:], left], [ago(7), ago(-1)])
    await check(database, account)
    assert await says(database, account) == (
        leaf,
        f"{active} of 4 pilot members {'was' if active == 1 else 'were'} active in the last 7 days.",
    )


async def test_adoption_compares_full_weeks_and_counts_each_person_once(database: Database) -> None:
    account = await add_account(database, kickoff_on=ago(80), went_live_on=ago(28))
    people = [await add_member(database, account, name=f"Person {n}") for n in range(6)]
    await use(database, account, people, [ago(28), ago(27), ago(21)])
    await use(database, account, people[:2], [ago(14), ago(7), ago(1), TODAY])
    await check(database, account)
    leaf, words = await says(database, account)
    assert leaf == "adoption_cliff"
    assert words.startswith("Down 67% since go-live: 6 people a week in the first 2, 2 in the last 2.")


async def test_a_hold_inside_a_week_stretches_it(database: Database) -> None:
    account = await add_account(database, kickoff_on=ago(80), went_live_on=ago(28))
    await put_on_hold(database, account, reason="Audit season.", days_ago=5)
    await check(database, account)
    leaf, words = await says(database, account)
    assert (leaf, words[:12]) == ("too_early", "3 full weeks")


async def test_a_verdict_that_holds_is_refreshed_and_one_that_moved_is_history(database: Database) -> None:
    account = await add_account(database)
    assert await check(database, account)
    assert not await check(database, account, NOW + timedelta(minutes=10))
    (kept,) = await history(database, account)
    assert kept.checked_at == NOW, "nothing is new, and it was checked a short while ago"
    later = NOW + timedelta(hours=1)
    assert not await check(database, account, later)
    (kept,) = await history(database, account)
    assert (kept.as_of, kept.checked_at, kept.superseded_at) == (NOW, later, None)

    await invite(database, account)
    evening = NOW + timedelta(hours=9)
    assert await check(database, account, evening)
    new, old = await history(database, account)
    assert (old.leaf, old.superseded_at, new.leaf, new.as_of) == ("no_invites", evening, "ghosting", evening)


async def test_only_a_verdict_that_moved_raises_the_accounts_version(database: Database) -> None:
    account = await add_account(database)
    await check(database, account)
    await check(database, account, NOW + timedelta(hours=1))
    async with database.read() as session:
        assert await accounts.versions(session, [account]) == {account: 1}


async def test_as_of_a_moment_ignores_what_came_later(database: Database) -> None:
    account = await add_account(database, pilot_started_on=ago(30))
    await invite(database, account, "Accepted", days_ago=9)
    await invite(database, account, days_ago=1)
    await invite(database, account, days_ago=1)
    await add_actions(database, account, (9, True), (2, False), (1, False))
    pilot = [await add_member(database, account, pilot=True, created_at=NOW - timedelta(days=30)) for _ in range(2)]
    await add_member(database, account, name="Newcomer", pilot=True)
    await use(database, account, pilot, [ago(10)])
    await use(database, account, pilot, [ago(1)])
    then = NOW - timedelta(days=8)
    async with database.read() as session:
        facts = (await signals.load_facts(session, accounts=[account], now=then, window_days=14))[account]
    assert [invite.state for invite in facts.invites] == ["accepted"]
    assert len(facts.actions) == 1
    assert [member.last_active_on for member in facts.pilot] == [ago(10), ago(10)]
    assert await check(database, account, then)
    assert (await history(database, account))[0].leaf == "on_track"


async def test_looking_back_never_overwrites_a_later_check(database: Database) -> None:
    account = await add_account(database)
    await check(database, account)
    assert not await check(database, account, NOW - timedelta(days=20))
    (kept,) = await history(database, account)
    assert kept.checked_at == NOW


async def test_an_unknown_account_is_an_error_that_says_so(database: Database) -> None:
    with pytest.raises(NotFound, match="There is no account"):
        await check(database, uuid4())


async def test_an_account_without_a_run_is_assessed_too(database: Database) -> None:
    account = await add_account(database)
    async with database.write() as session:
        await session.delete(await session.get_one(Onboarding, account))
    assert await check(database, account)
    assert (await says(database, account))[0] == "handoff_missing"


async def test_all_accounts_at_once_get_the_verdicts_each_would_alone(database: Database) -> None:
    quiet = await add_account(database, name="Quiet")
    silent = await add_account(database, name="Silent")
    await invite(database, silent)
    fresh = await add_account(database, name="Fresh", kickoff_on=None)
    await hand_over(database, fresh, *PEOPLE)
    async with database.write() as session:
        assert await assess_all(session, catalogue=CATALOGUE, now=NOW) == 3
        assert await assess_all(session, catalogue=CATALOGUE, now=NOW) == 0
    leaves = [(await says(database, account))[0] for account in (quiet, silent, fresh)]
    assert leaves == ["no_invites", "ghosting", "date_missing"]


async def test_assessing_more_accounts_takes_no_more_queries(database: Database) -> None:
    counted = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *about: counted.append(about[2]))
    await add_account(database)
    counted.clear()
    async with database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW)
    one = len(counted)
    for _ in range(12):
        await add_account(database)
    counted.clear()
    async with database.write() as session:
        await assess_all(session, catalogue=CATALOGUE, now=NOW + timedelta(minutes=1))
    assert len(counted) <= one + 1


async def test_two_assessments_at_once_leave_one_current_verdict(database: Database) -> None:
    account = await add_account(database)
    await asyncio.gather(*(check(database, account) for _ in range(4)))
    async with database.read() as session:
        open_ones = await session.scalars(select(VerdictRecord.id).where(VerdictRecord.superseded_at.is_(None)))
        assert len(open_ones.all()) == 1


async def test_hostile_titles_and_names_are_only_text(database: Database) -> None:
    account = await add_account(database)
    title = "<script>alert(1)</script> '; DROP TABLE verdicts; --"
    await invite(database, account, title=title)
    async with database.write() as session:
        session.add(Task(account_id=account, title=title, due_on=TODAY))
        session.add(Member(account_id=account, name=title, role=Role.OPERATOR, created_at=NOW))
    await check(database, account)
    path = from_json((await history(database, account))[0].path)
    assert path[0].signal.rows[0].label == title
