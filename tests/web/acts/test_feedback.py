"""Judging a milestone, and asking why it is there."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from portal.db.engine import Database
from portal.domain.profile import Answered, Option, Question, When
from portal.domain.roles import Role
from tests.factories import add_account, milestone, running, small_playbook
from tests.web.acts.conftest import Team
from tests.web.conftest import enter


async def test_a_thumb_and_a_comment_can_be_given_at_any_time_and_changed(team: Team) -> None:
    assert "Was this worth it?" in await team.see()
    assert "Not worth it" in (await team.do("feedback", thumb="down", comment="Too long.")).text
    again = await team.see("/milestones/shared/feedback")
    assert 'value="down" required checked' in again
    assert "Too long.</textarea>" in again
    changed = await team.do("feedback", thumb="up", comment="")
    assert "Worth it" in changed.text
    assert "Not worth it" not in changed.text
    assert "Was this worth it?" in (await team.jonas.get("/milestones/shared")).text


@pytest.mark.parametrize("fields", [{"comment": "Fine"}, {"thumb": "sideways"}, {"thumb": "up", "comment": "x" * 501}])
async def test_what_is_no_feedback_is_refused(team: Team, fields: dict[str, str]) -> None:
    answer = await team.do("feedback", **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


async def test_a_milestone_of_another_ladder_is_not_there(team: Team) -> None:
    for act in ("why", "snooze", "block", "help", "feedback", "panel", "session.ics"):
        assert (await team.priya.get(f"/milestones/nowhere/{act}")).status_code == 404
    for act in ("snooze", "resume", "block", "unblock", "remind", "hand-over", "help", "session", "feedback"):
        assert (await team.do(act, "nowhere")).status_code == 404


async def test_why_this_names_the_role_and_what_it_builds_on(team: Team) -> None:
    assert "Your role is Admin, and everybody in this role climbs it." in await team.see("/milestones/shared/why")
    assert "It builds on “Reach shared”." in await team.see("/milestones/later/why")


async def test_why_this_names_the_answer_that_chose_it(database: Database, database_url: str) -> None:
    shift = Question("shift", "When do you work?", (Option("day", "By day"), Option("night", "By night")))
    nights = milestone("nights", when=When(answers=(Answered("shift", frozenset({"night"})),)))
    catalogue = small_playbook(nights)
    ladder = replace(catalogue.ladders[Role.ADMIN], questions=(shift,))
    catalogue = replace(catalogue, ladders=MappingProxyType({**catalogue.ladders, Role.ADMIN: ladder}))
    account_id = await add_account(database)
    async with running(database_url, catalogue) as app:
        member = await enter(app, database, account_id)
        asked = (await member.get("/milestones/nights/why")).text
        await member.post("/welcome/questions/shift", data={"chosen": "night"})
        answered = (await member.get("/milestones/nights/why")).text
    assert "Nobody has answered “When do you work?” yet" in asked
    assert "To “When do you work?” your team answered: <b>By night</b>." in answered
    assert 'href="/welcome?again"' in answered
