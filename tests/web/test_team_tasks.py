"""What a customer's team has to do besides its milestones: each sees all of it and ticks off their own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import AuditEntry, Hold, Stakeholder, Task
from portal.domain.audit import ActorKind
from portal.domain.tasks import Audience
from tests.catalogues import shipped
from tests.factories import HTMX, NOW, add_account, add_member, browser, running, sign_in

CATALOGUE = shipped(4)
TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Team:
    """Priya at her browser, a stakeholder who is she, and one who is not."""

    database: Database
    account_id: UUID
    priya_id: UUID
    herself_id: UUID
    other_id: UUID
    client: httpx.AsyncClient

    async def give(self, title: str, **about: Any) -> UUID:  # noqa: ANN401 - columns of a task
        """Give somebody of the account something to do."""
        task_id = uuid4()
        async with self.database.write() as session:
            session.add(Task(id=task_id, account_id=self.account_id, title=title, **{"due_on": TODAY} | about))
        return task_id


@pytest.fixture
async def team(database: Database, database_url: str) -> AsyncIterator[Team]:
    account = await add_account(database)
    priya = await add_member(database, account, email="Priya@halden.test")
    herself, other = uuid4(), uuid4()
    async with database.write() as session:
        session.add(Stakeholder(id=herself, account_id=account, name="Priya Raman", email="priya@Halden.test"))
        session.add(Stakeholder(id=other, account_id=account, name="Thomas Hughes", email="thomas@halden.test"))
    async with running(database_url, CATALOGUE) as app:
        cookies = await sign_in(database, account_id=account, member_id=priya)
        async with browser(app, cookies) as client:
            yield Team(database, account, priya, herself, other, client)


async def test_a_member_ticks_what_is_theirs_by_account_or_by_address(team: Team) -> None:
    mine = [await team.give("One", member_id=team.priya_id), await team.give("Two", stakeholder_id=team.herself_id)]
    for task in mine:
        assert (await team.client.post(f"/tasks/{task}/done", headers=HTMX)).status_code == 200
    page = (await team.client.post(f"/tasks/{mine[0]}/reopen", headers=HTMX)).text
    assert "1 of 2 done by your team" in page
    assert "Priya Raman · 17 Nov" in page
    async with team.database.read() as session:
        entries = list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert [(entry.act, entry.actor_kind) for entry in entries] == [
        ("task.done", ActorKind.MEMBER),
        ("task.done", ActorKind.MEMBER),
        ("task.reopened", ActorKind.MEMBER),
    ]


async def test_what_is_somebody_else_s_is_seen_and_not_ticked(team: Team) -> None:
    task = await team.give("Sign the agreement", stakeholder_id=team.other_id)
    unowned = await team.give("Choose the first site")
    page = (await team.client.get("/tasks")).text
    assert "Thomas Hughes" in page
    assert f"/tasks/{task}/done" not in page
    for one in (task, unowned):
        answer = await team.client.post(f"/tasks/{one}/done")
        assert answer.status_code == 403
        assert "somebody else's to tick off" in answer.text.replace("&#39;", "'")


async def test_internal_tasks_and_those_of_other_accounts_are_not_there(team: Team) -> None:
    internal = await team.give("Discount them", audience=Audience.INTERNAL, member_id=team.priya_id)
    other = await add_account(team.database, name="Oster and Sons")
    elsewhere = uuid4()
    async with team.database.write() as session:
        session.add(Task(id=elsewhere, account_id=other, title="Theirs alone", due_on=TODAY))
    for address in ("/tasks", "/"):
        page = (await team.client.get(address)).text
        assert "Discount them" not in page
        assert "Theirs alone" not in page
        assert "for your team" not in page
    for task in (internal, elsewhere):
        assert (await team.client.post(f"/tasks/{task}/done")).status_code == 404


async def test_the_ladder_counts_what_is_left_and_says_what_can_begin(team: Team) -> None:
    first = await team.give("Book a room", stakeholder_id=team.other_id, done_on=TODAY)
    await team.give("Train the second shift", stakeholder_id=team.herself_id, first_id=first)
    await team.give("Check the carriers", stakeholder_id=team.other_id, first_id=first)
    page = (await team.client.get("/")).text
    assert "2 things for your team" in page
    assert "You can begin with “Train the second shift”" in page
    assert "It waited for “Book a room”, and that is done." in page
    assert "Can begin" in (await team.client.get("/tasks")).text


async def test_while_the_onboarding_rests_the_ladder_says_so_calmly_and_urges_nothing(team: Team) -> None:
    first = await team.give("Book a room", done_on=TODAY)
    await team.give("Train the second shift", member_id=team.priya_id, first_id=first)
    until = TODAY + timedelta(days=13)
    async with team.database.write() as session:
        session.add(Hold(account_id=team.account_id, reason="Budget freeze.", started_on=TODAY, expected_end_on=until))
    page = (await team.client.get("/")).text
    assert "Your onboarding rests until Monday 30 November." in page
    assert "You can begin with" not in page
    assert "Budget freeze." not in page


async def test_without_scripts_a_tick_leads_back_to_the_list(team: Team) -> None:
    task = await team.give("One", member_id=team.priya_id)
    answer = await team.client.post(f"/tasks/{task}/done")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tasks")


async def test_a_team_with_nothing_to_do_is_told_so(team: Team) -> None:
    assert "There is nothing to do besides your milestones." in (await team.client.get("/tasks")).text
