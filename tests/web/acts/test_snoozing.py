"""Putting a milestone off."""

import pytest

from tests.factories import HTMX
from tests.web.acts.conftest import Team


async def test_a_snoozed_milestone_leaves_the_way_and_can_be_resumed(team: Team) -> None:
    answer = await team.do("snooze", until="week")
    assert answer.status_code == 200
    assert 'You put this off until <time datetime="2026-11-23">Monday 23 November</time>.' in answer.text
    assert answer.headers["HX-Trigger"] == "moved"
    home = await team.see("/")
    assert 'id="milestone-own"' in home
    assert "Put off until 23 Nov" in home
    resumed = await team.do("resume")
    assert "put this off" not in resumed.text
    assert 'id="milestone-shared"' in await team.see("/")


async def test_only_whoever_put_it_off_is_led_elsewhere(team: Team) -> None:
    await team.do("snooze", until="tomorrow")
    assert 'id="milestone-shared"' in (await team.jonas.get("/")).text


@pytest.mark.parametrize("day", ["", "2026-11-17", "2026-12-18", "soon"])
async def test_a_day_that_is_none_or_too_far_is_named_next_to_it_and_kept(team: Team, day: str) -> None:
    answer = await team.do("snooze", until="day", day=day)
    assert answer.status_code == 422
    assert answer.text.lstrip().startswith('<div id="panel-shared" class="panel stack" role="region"')
    assert 'id="day-error" role="alert"' in answer.text
    assert 'value="day" checked' in answer.text
    assert "put this off until" not in await team.see()


async def test_without_javascript_the_form_is_a_page_and_leads_back(team: Team) -> None:
    opened = await team.see("/milestones/shared/snooze")
    assert '<form class="stack" action="/milestones/shared/snooze" method="post"' in opened
    assert "<h1" in opened
    sent = await team.priya.post(
        "/milestones/shared/snooze", data={"page": "home", "until": "day", "day": "2026-12-17"}
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, "/#milestone-shared")
    assert "Put off until 17 Dec" in await team.see("/")


async def test_what_is_locked_cannot_be_put_off(team: Team) -> None:
    assert (await team.do("snooze", "later", until="tomorrow")).status_code == 409


async def test_a_panel_opens_and_closes_alone(team: Team) -> None:
    opened = await team.priya.get("/milestones/own/snooze?page=home", headers=HTMX)
    assert opened.text.lstrip().startswith('<div id="panel-own" class="panel stack" role="region"')
    assert 'name="page" value="home"' in opened.text
    closed = await team.priya.get("/milestones/own/panel", headers=HTMX)
    assert closed.text.split() == ["<div", 'id="panel-own">', "</div>"]


async def test_the_closed_panel_of_a_refresh_keeps_an_open_one(team: Team) -> None:
    refreshed = await team.priya.get("/milestones/own/refreshed", headers=HTMX)
    assert '<div id="panel-own" data-hx-preserve="true">' in refreshed.text
