"""What an account's page says from the lifecycle: phases, stage, tracks, red flags, the next message."""

from portal.db.engine import Database
from tests.catalogues import shipped
from tests.factories import add_account
from tests.onboardings import ago, hand_over, invite
from tests.web.test_internal_pages import look

LIFECYCLE = shipped().lifecycle


async def test_an_account_under_way_shows_its_plan_and_its_red_flags(database: Database, database_url: str) -> None:
    account = await add_account(database, kickoff_on=ago(25), pilot_started_on=ago(15))
    await hand_over(database, account, "Sara Nyberg", "Jon Ek", "Mira Sol", "Dr. Eva Lund")
    await invite(database, account, days_ago=6)
    page = (await look(database, database_url, f"/internal/accounts/{account}")).text
    assert "Parallel plan, pilot from week 2" in page
    assert "CSM + pilot group champion" in page
    assert "Adoption stage: <b>Implementation</b>. Get it working." in page
    assert "<b>Red flag: no communication hub.</b>" in page
    assert "<b>Red flag: no response.</b> 0 of 1 invite" in page
    for phase in LIFECYCLE.phases.values():
        assert f"<b>{phase.title}</b><br>{phase.weeks}" in page


async def test_the_week_of_the_plan_says_what_each_track_does(database: Database, database_url: str) -> None:
    account = await add_account(database, kickoff_on=ago(8), pilot_started_on=ago(1))
    page = (await look(database, database_url, f"/internal/accounts/{account}")).text
    for track in LIFECYCLE.tracks.values():
        for name in LIFECYCLE.plans["parallel"].weeks[2][track.id]:
            assert f"<b>{track.activities[name].title}</b>" in page


async def test_after_go_live_the_next_touchpoint_is_named(database: Database, database_url: str) -> None:
    account = await add_account(database, kickoff_on=ago(60), went_live_on=ago(10))
    page = (await look(database, database_url, f"/internal/accounts/{account}")).text
    assert "<b>Next: first value report.</b>" in page
    assert "Adoption stage: <b>Initial adoption</b>." in page
    assert "Parallel plan" not in page
