"""Milestones that rest, and sessions to book, over both databases: what their pages say, and that nothing is shut."""

import pytest

from portal.db.engine import Database
from portal.domain.playbook import Coach
from tests.factories import HTMX, WITH_SIGNAL, add_account, milestone, running, small_playbook, step
from tests.onboardings import reach
from tests.web.conftest import enter

STEPS = (step("one"), step("two"))
COACH = Coach("Look at it with our team", 25, "https://app.test/book")
FIRST = milestone("first")
SPACED = milestone("spaced", steps=STEPS, spacing_days=7, coach=COACH)
PLAYBOOK = small_playbook(FIRST, SPACED)
ONE = "/milestones/spaced/steps/one"


async def look(database: Database, database_url: str, *addresses: str) -> list[str]:
    """What a member who reached the first milestone today finds at some addresses."""
    account_id = await add_account(database)
    await reach(database, account_id, account_id, "first", days_ago=0)
    async with running(database_url, PLAYBOOK) as app:
        member = await enter(app, database, account_id)
        await member.get("/milestones/first/celebration")
        return [(await member.get(address)).text for address in addresses]


async def test_the_ladder_says_when_it_opens_and_leads_on_anyway(database: Database, database_url: str) -> None:
    (html,) = await look(database, database_url, "/")
    assert "That&#39;s a good place to stop." in html
    assert "“Reach spaced” opens on 24 Nov, so that what you learned can settle." in html
    assert '<a class="btn big" href="/milestones/spaced">Go on anyway' in html
    assert "</svg>Opens 24 Nov</span>" in html
    assert 'href="/milestones/spaced">Go on anyway<span class="vh">: Reach spaced</span></a>' in html
    assert "Reach spaced: opens 24 Nov." in html
    assert "You reached the top" not in html


async def test_its_own_page_works_as_usual(database: Database, database_url: str) -> None:
    (html,) = await look(database, database_url, "/milestones/spaced")
    assert 'Rests until <time datetime="2026-11-24">24 Nov</time>. You can go on now if you like.' in html
    assert f'action="{ONE}"' in html
    assert "Open now" not in html


async def test_a_celebration_does_not_call_it_the_top(database: Database, database_url: str) -> None:
    (html,) = await look(database, database_url, "/milestones/first/celebration")
    assert "It opens on 24 Nov" in html
    assert "You are at the top" not in html


async def test_whoever_begins_goes_on(database: Database, database_url: str) -> None:
    account_id = await add_account(database)
    await reach(database, account_id, account_id, "first", days_ago=0)
    async with running(database_url, PLAYBOOK) as app:
        member = await enter(app, database, account_id)
        await member.get("/milestones/first/celebration")
        ticked = await member.post(ONE, data={"page": "own"}, headers=HTMX)
        home = (await member.get("/")).text
    assert ticked.status_code == 200
    assert "Rests until" not in ticked.text
    assert "One step to the end of spaced." in home
    assert "Opens 24 Nov" not in home


@pytest.mark.parametrize("address", ["/milestones/spaced/help", "/milestones/first/help"])
async def test_a_session_can_be_booked_where_there_is_one(database: Database, database_url: str, address: str) -> None:
    (html,) = await look(database, database_url, address)
    offered = '<a href="https://app.test/book" target="_blank" rel="noopener">' in html
    assert offered is (address == "/milestones/spaced/help")
    assert ("Look at it with our team" in html) is offered
    assert ("25 min" in html) is offered


async def test_what_waits_for_proof_does_not_lead_to_what_rests(database: Database, database_url: str) -> None:
    account_id = await add_account(database)
    await reach(database, account_id, account_id, "first", days_ago=0)
    async with running(database_url, small_playbook(WITH_SIGNAL, FIRST, SPACED)) as app:
        member = await enter(app, database, account_id)
        await member.get("/milestones/first/celebration")
        await member.post("/milestones/proof/steps/only", data={"page": "home"})
        html = (await member.get("/")).text
    assert "See how far it has come" in html
    assert "Meanwhile" not in html
