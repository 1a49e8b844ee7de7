"""Saying on whom a milestone waits."""

from uuid import uuid4

import pytest

from portal.db.engine import Database
from portal.db.tables import Stakeholder, TeamNote
from tests.factories import add_account, add_member
from tests.ingest.world import rows
from tests.web.acts.conftest import Team


async def add_stakeholder(database: Database, team: Team) -> str:
    found = uuid4()
    async with database.write() as session:
        session.add(
            Stakeholder(id=found, account_id=team.account_id, name="Elif Arslan", title="IT", email="elif@halden.test")
        )
    return str(found)


async def test_a_blocked_milestone_says_who_since_when_and_why_to_everybody(team: Team) -> None:
    answer = await team.do("block", whom=f"member:{team.jonas_id}", why="Please add me to the <b>group</b>.")
    assert "Waiting on Jonas Weber" in answer.text
    assert "Please add me to the &lt;b&gt;group&lt;/b&gt;." in answer.text
    assert "Asked today" in answer.text
    theirs = (await team.jonas.get("/")).text
    assert 'id="rung-shared" data-state="blocked"' in theirs
    assert 'id="milestone-own"' in theirs
    assert "Waiting on" not in (await team.do("unblock")).text


async def test_a_colleague_is_reminded_once_a_day(team: Team) -> None:
    await team.do("block", whom=f"member:{team.jonas_id}", why="Add me.")
    answer = await team.do("remind")
    assert "Reminded Jonas on 17 Nov" in answer.text
    assert (await team.do("remind")).status_code == 409
    assert await rows(team.database, TeamNote, "kind", "to_member_id", "note") == [
        ("reminder", team.jonas_id, "Add me.")
    ]


async def test_a_stakeholder_is_reminded_by_a_mail_that_is_ready_to_send(team: Team) -> None:
    elif_id = await add_stakeholder(team.database, team)
    assert f'<option value="stakeholder:{elif_id}">Elif Arslan · IT</option>' in await team.see(
        "/milestones/shared/block"
    )
    answer = await team.do("block", whom=f"stakeholder:{elif_id}", why="Allow four addresses.")
    assert 'href="mailto:elif@halden.test?subject=Reach%20shared%3A%20one%20thing' in answer.text
    assert "Allow%20four%20addresses.%0D%0A" in answer.text
    assert "Remind Elif" in answer.text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"whom": "", "why": "Add me."}, "whom-error"),
        ({"whom": "member:nobody", "why": "Add me."}, "whom-error"),
        ({"whom": "else", "name": " ", "why": "Add me."}, "name-error"),
        ({"whom": "else", "name": "Elif", "why": " "}, "why-error"),
        ({"whom": "else", "name": "Elif", "why": "x" * 501}, "why-error"),
    ],
)
async def test_what_is_missing_is_named_and_what_was_typed_is_kept(
    team: Team, fields: dict[str, str], wrong: str
) -> None:
    answer = await team.do("block", **fields)
    assert answer.status_code == 422
    assert f'id="{wrong}" role="alert"' in answer.text
    assert fields["why"].strip() in answer.text
    assert "Waiting on" not in await team.see()


async def test_nobody_of_another_account_can_be_named(team: Team) -> None:
    stranger = await add_member(team.database, await add_account(team.database, name="Other"))
    for whom in (f"member:{stranger}", f"stakeholder:{stranger}"):
        assert (await team.do("block", whom=whom, why="Add me.")).status_code == 404


async def test_a_locked_milestone_can_be_blocked_and_stays_locked(team: Team) -> None:
    answer = await team.do("block", "later", whom="else", name="Elif", why="Allow four addresses.")
    assert "Waiting on Elif" in answer.text
    assert "Opens after" in answer.text
    assert (await team.do("steps/only", "later")).status_code == 409


async def test_what_is_done_is_not_blocked_any_more(team: Team) -> None:
    await team.do("block", whom="else", name="Elif", why="Allow four addresses.")
    await team.do("steps/one")
    await team.do("steps/two")
    assert "Waiting on" not in await team.see()
    assert (await team.do("block", whom="else", name="Elif", why="Again.")).status_code == 409
