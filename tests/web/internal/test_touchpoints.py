"""Touchpoints in a browser: held, moved, skipped, opened again, and edited by two at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.db.tables import AuditEntry, Job, Onboarding
from portal.jobs.kinds import ASSESS
from tests.factories import NOW
from tests.web.internal.conftest import Office

TODAY = NOW.date()
REPORT = "touchpoints/first_value_report-1"


@pytest.fixture
async def live(office: Office) -> Office:
    """An account whose first value report was due yesterday."""
    async with office.database.write() as session:
        went_live_on = TODAY - timedelta(days=8)
        await session.execute(update(Onboarding).values(went_live_on=went_live_on, csm_id=office.csm_id))
    return office


async def acts(office: Office) -> list[str]:
    async with office.database.read() as session:
        return list(await session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


async def test_an_overdue_touchpoint_stands_first_until_it_was_held(live: Office) -> None:
    page = (await live.client.get("/internal/calendar")).text
    assert "First of all" in page
    assert 'data-state="overdue"' in page
    answer = await live.send(f"{REPORT}/done", version="0", note="They want it monthly.")
    assert answer.status_code == 200, answer.text
    assert "They want it monthly." in answer.text
    page = (await live.client.get("/internal/calendar")).text
    assert "First of all" not in page
    assert 'data-state="done"' in page
    assert await acts(live) == ["touchpoint.done"]
    async with live.database.read() as session:
        assert await session.scalar(select(Job.kind).where(Job.kind == ASSESS))


async def test_one_that_moved_keeps_the_day_of_the_plan(live: Office) -> None:
    day = (TODAY + timedelta(days=2)).isoformat()
    answer = await live.send(f"{REPORT}/move", version="0", to=day)
    assert "Thu 19 Nov" in answer.text
    assert "moved from 16 Nov" in answer.text
    assert "Moved from 16 Nov" in (await live.client.get("/internal/calendar")).text
    refused = await live.send(f"{REPORT}/move", version="1", to=(TODAY - timedelta(days=1)).isoformat())
    assert (refused.status_code, "has passed" in refused.text) == (422, True)


async def test_one_is_skipped_for_a_reason_and_can_be_held_after_all(live: Office) -> None:
    silent = await live.send(f"{REPORT}/skip", version="0", note=" ")
    assert (silent.status_code, "Say why" in silent.text) == (422, True)
    assert "The sponsor is away." in (await live.send(f"{REPORT}/skip", version="0", note="The sponsor is away.")).text
    assert "It was held" in (await live.send(f"{REPORT}/reopen")).text
    assert await acts(live) == ["touchpoint.skipped", "touchpoint.reopened"]


async def test_before_go_live_it_is_a_forecast_that_nobody_can_hold(office: Office) -> None:
    async with office.database.write() as session:
        await session.execute(update(Onboarding).values(target_go_live_on=TODAY, csm_id=office.csm_id))
    assert "only a forecast" in (await office.client.get(office.path(REPORT))).text
    assert 'data-state="forecast"' in (await office.client.get("/internal/calendar?view=month")).text
    refused = await office.send(f"{REPORT}/done", version="0", note="Done")
    assert (refused.status_code, "only a forecast" in refused.text) == (409, True)


async def test_whoever_guides_nobody_changes_nothing(live: Office) -> None:
    for act, typed in (
        ("done", {"note": "x"}),
        ("skip", {"note": "x"}),
        ("move", {"to": "2026-12-01"}),
        ("reopen", {}),
    ):
        answer = await live.outsider.post(live.path(f"{REPORT}/{act}"), data={"version": "0"} | typed)
        assert answer.status_code == 403, act


@pytest.mark.parametrize("key", ["first_value_report-2", "nowhere-1", "first_value_report", "first_value_report-x"])
async def test_there_are_no_other_touchpoints(live: Office, key: str) -> None:
    assert (await live.client.get(live.path(f"touchpoints/{key}"))).status_code == 404


async def test_the_message_names_whoever_it_goes_to_and_leaves_open_what_nobody_knows(live: Office) -> None:
    page = (await live.client.get(live.path(REPORT))).text
    assert "[first name]" in page
    assert "Nobody is named for a duty yet" in page
