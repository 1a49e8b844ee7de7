"""By when a milestone is due, as its member is told: on the clock of its phase, and not while that stands still."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.db.engine import Database
from portal.db.tables import Hold
from portal.domain.people import SignedInMember
from portal.domain.roles import Role
from portal.services import ladder
from tests.factories import NOW, add_account, add_member, browser, milestone, running, sign_in, small_playbook
from tests.onboardings import ago, reach

EARLY = milestone("early", due_days=20)
AFTER = milestone("after", phase="go_live", due_days=7)
SPACED = milestone("spaced", due_days=20, spacing_days=7)
CATALOGUE = small_playbook(EARLY, SPACED, AFTER)


async def due(database: Database, account: UUID, milestone_id: str) -> date | None:
    member = await add_member(database, account)
    signed_in = SignedInMember(member, account, "Halden Freight", "Priya Raman", None, Role.ADMIN)
    async with database.read() as session:
        view = await ladder.focus(session, catalogue=CATALOGUE, member=signed_in, milestone_id=milestone_id, now=NOW)
    return view.due_on


@pytest.mark.parametrize(
    ("milestone_id", "dates", "days"),
    [
        ("early", {"kickoff_on": ago(15)}, 5),
        ("early", {"kickoff_on": ago(60), "went_live_on": ago(18)}, -40),
        ("early", {"kickoff_on": None}, None),
        ("after", {"target_go_live_on": ago(-10)}, 17),
        ("after", {"target_go_live_on": ago(1), "went_live_on": ago(3)}, 4),
        ("after", {}, None),
    ],
)
async def test_days_count_from_kickoff_or_from_go_live(
    database: Database, milestone_id: str, dates: dict[str, Any], days: int | None
) -> None:
    account = await add_account(database, **dates)
    expected = None if days is None else NOW.date() + timedelta(days=days)
    assert await due(database, account, milestone_id) == expected


async def test_an_open_hold_pushes_the_day_behind_its_expected_end(database: Database) -> None:
    account = await add_account(database, kickoff_on=ago(15))
    async with database.write() as session:
        session.add(Hold(account_id=account, reason="Audit season.", started_on=ago(5), expected_end_on=ago(-7)))
    assert await due(database, account, "early") == ago(-17)


async def test_what_is_reached_is_not_due_any_more(database: Database) -> None:
    account = await add_account(database)
    await reach(database, account, account, "early")
    assert await due(database, account, "early") is None


async def test_the_page_says_the_day(database: Database, database_url: str) -> None:
    account = await add_account(database, kickoff_on=ago(15))
    member = await add_member(database, account)
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, account_id=account, member_id=member)
        async with browser(app, cookies) as client:
            early, after = [(await client.get(f"/milestones/{one}")).text for one in ("early", "after")]
    assert 'Due <time datetime="2026-11-22">22 Nov</time>' in early
    assert "Due <time" not in after


async def test_nobody_is_pressed_while_a_milestone_rests(database: Database) -> None:
    account = await add_account(database, kickoff_on=ago(15))
    assert await due(database, account, "spaced") == ago(-5)
    await reach(database, account, account, "early")
    assert await due(database, account, "spaced") is None
