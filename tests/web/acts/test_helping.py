"""Handing a milestone over, asking for help, and meeting the guide."""

from datetime import UTC, datetime
from uuid import uuid4

from icalendar import Calendar, Event

from portal.db.tables import Member, TeamNote
from tests.factories import HTMX, add_account, add_member
from tests.ingest.world import rows
from tests.web.acts.conftest import Team

SLOT = "2026-11-18T10:00:00+00:00"


async def booked(team: Team) -> Event:
    """The one entry of the file that Priya gets for her calendar."""
    file = await team.priya.get("/milestones/shared/session.ics")
    (event,) = Calendar.from_ical(file.content).events
    return event


async def test_a_milestone_handed_over_says_so_to_both(team: Team) -> None:
    answer = await team.do("hand-over", to=str(team.jonas_id), note="You know the groups.")
    assert "Handed to Jonas Weber on 17 Nov." in answer.text
    theirs = (await team.jonas.get("/milestones/shared")).text
    assert "Priya Raman handed this to you on 17 Nov." in theirs
    assert "<q>You know the groups.</q>" in theirs
    assert await rows(team.database, TeamNote, "kind", "milestone_id", "to_member_id") == [
        ("handover", "shared", team.jonas_id)
    ]


async def test_ones_own_milestone_is_not_handed_over_but_a_colleague_can_help(team: Team) -> None:
    assert "/milestones/own/hand-over" not in await team.see("/milestones/own")
    panel = (await team.priya.get("/milestones/own/hand-over", headers=HTMX)).text
    assert "Everybody does this milestone for themselves" in panel
    assert (await team.do("hand-over", "own", to=str(team.jonas_id))).status_code == 409
    assert "You asked Jonas Weber for help on 17 Nov." in (await team.do("help", "own", to=str(team.jonas_id))).text


async def test_asking_for_help_does_not_hand_over(team: Team) -> None:
    answer = await team.do("help", to=str(team.jonas_id), note="Which group?")
    assert "You asked Jonas Weber for help on 17 Nov." in answer.text
    assert "Handed to" not in answer.text
    assert "You asked" not in (await team.jonas.get("/milestones/shared")).text


async def test_nobody_outside_the_team_can_be_asked(team: Team) -> None:
    stranger = await add_member(team.database, await add_account(team.database, name="Other"), name="Sam")
    left = await add_member(team.database, team.account_id, name="Noor", disabled_at=datetime(2026, 11, 1, tzinfo=UTC))
    for act in ("hand-over", "help"):
        for who in (stranger, left, uuid4()):
            assert (await team.do(act, to=str(who))).status_code == 404
        assert (await team.do(act, to="")).status_code == 422
    ids = dict(await rows(team.database, Member, "name", "id"))
    assert (await team.do("hand-over", to=str(ids["Priya Raman"]))).status_code == 409


async def test_a_session_is_booked_and_goes_into_the_calendar(team: Team) -> None:
    assert f'value="{SLOT}"' in await team.see("/milestones/shared/help")
    answer = await team.do("session", at=SLOT)
    assert "You meet Tomás Vidal on Wednesday 18 November at 10:00." in answer.text
    file = await team.priya.get("/milestones/shared/session.ics")
    assert file.headers["Content-Type"].startswith("text/calendar")
    event = await booked(team)
    assert event.start == datetime(2026, 11, 18, 10, tzinfo=UTC)
    assert event.attendees[0] == "mailto:tomas@vendor.test"
    assert len(event.attendees) == 2


async def test_a_session_that_moves_keeps_its_place_in_the_calendar(team: Team) -> None:
    await team.do("session", at=SLOT)
    first = await booked(team)
    await team.do("session", at="2026-11-19T10:00:00+00:00")
    second = await booked(team)
    assert first.uid == second.uid
    assert second.sequence > first.sequence
    assert second.start == datetime(2026, 11, 19, 10, tzinfo=UTC)


async def test_a_time_that_is_taken_or_was_never_offered_is_refused(team: Team) -> None:
    await team.do("session", at=SLOT)
    theirs = await team.jonas.post("/milestones/shared/session", data={"page": "own", "at": SLOT}, headers=HTMX)
    assert theirs.status_code == 409
    assert SLOT not in (await team.jonas.get("/milestones/shared/help")).text
    assert (await team.do("session", at="2026-11-21T10:00:00+00:00")).status_code == 409
    for wrong in ("", "tomorrow", "2026-11-18T10:00:00"):
        assert (await team.do("session", at=wrong)).status_code == 422
    assert (await team.jonas.get("/milestones/shared/session.ics")).status_code == 404
