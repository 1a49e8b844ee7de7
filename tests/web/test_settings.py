"""Account settings: for admins only, people and roles, and the activity they leave."""

import csv
import io
import re

import pytest

from portal.db import audit
from portal.domain.audit import TOLD_TO_CUSTOMERS, Act, Actor, ActorKind
from portal.domain.roles import Role, RoleSource
from portal.web.customer.activity import SENTENCES
from portal.web.spreadsheet import harmless
from tests.factories import HTMX, NOW, add_account, add_member
from tests.web.conftest import World, enter

# What is stored is tried on both databases in tests/services; here the pages are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGES = ("/settings/people", "/settings/sign-in", "/settings/activity", "/settings/activity.csv")


@pytest.mark.parametrize("path", PAGES)
async def test_only_admins_see_them_and_others_are_told_whom_to_ask(world: World, path: str) -> None:
    assert (await world.member.get(path)).status_code == 200
    operator = await enter(world.app, world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    refused = await operator.get(path)
    assert refused.status_code == 403
    assert "Ask one of them" in refused.text


async def test_an_admin_changes_a_role_where_it_stands(world: World) -> None:
    mei = await add_member(world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    change = {"role": "power_user", "seen": "operator"}
    answer = await world.member.post(f"/settings/people/{mei}/role", data=change, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<li")
    assert '<option value="power_user" selected>' in answer.text
    again = await world.member.post(f"/settings/people/{mei}/role", data=change)
    assert again.status_code == 409
    assert "meanwhile" in again.text


async def test_without_javascript_the_way_leads_back_to_the_line(world: World) -> None:
    mei = await add_member(world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    answer = await world.member.post(f"/settings/people/{mei}/switch-off")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/settings/people#person-{mei}")
    assert "Switched off" in (await world.member.get("/settings/people")).text


async def test_a_role_from_the_provider_says_so_and_has_no_form(world: World) -> None:
    mei = await add_member(world.database, world.account_id, name="Mei Tanaka", role_source=RoleSource.GROUPS)
    page = await world.member.get("/settings/people?q=Mei")
    assert "From a group in your sign-in" in page.text
    assert f"/settings/people/{mei}/role" not in page.text


async def test_the_last_admin_cannot_go(world: World) -> None:
    page = await world.member.get("/settings/people")
    own = re.search(r'action="(/settings/people/[^/]+)/switch-off"', page.text)
    assert own
    down = {"role": "operator", "seen": "admin"}
    for path, data in (f"{own[1]}/role", down), (f"{own[1]}/switch-off", {}):
        answer = await world.member.post(path, data=data)
        assert answer.status_code == 409
        assert "only admin" in answer.text


async def test_fields_that_are_not_asked_change_nothing(world: World) -> None:
    mei = await add_member(world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    more = {"name": "Mallory", "email": "m@x.test", "account_id": "1", "role_source": "groups", "disabled_at": "x"}
    sent = {"role": "power_user", "seen": "operator", **more}
    assert (await world.member.post(f"/settings/people/{mei}/role", data=sent)).status_code == 303
    page = await world.member.get("/settings/people?q=Mei")
    assert "Mei Tanaka" in page.text
    assert "Switched off" not in page.text
    assert (await world.member.post(f"/settings/people/{mei}/role", data={"role": "owner"})).status_code == 422


async def test_people_of_another_account_are_not_there(world: World) -> None:
    elsewhere = await add_account(world.database, name="Northwind")
    mallory = await add_member(world.database, elsewhere, name="Mallory Stranger", role=Role.OPERATOR)
    for act in "role", "switch-off", "switch-on":
        for headers in {}, HTMX:
            answer = await world.member.post(
                f"/settings/people/{mallory}/{act}", data={"role": "admin", "seen": "operator"}, headers=headers
            )
            assert answer.status_code == 404
    assert "Mallory" not in (await world.member.get("/settings/people")).text


async def test_what_was_changed_is_told_in_sentences_and_only_in_its_account(world: World) -> None:
    mei = await add_member(world.database, world.account_id, name="Mei Tanaka", role=Role.OPERATOR)
    await world.member.post(f"/settings/people/{mei}/role", data={"role": "power_user", "seen": "operator"})
    told = "Priya Raman changed the role of Mei Tanaka from Operator to Power user."
    assert told in (await world.member.get("/settings/activity")).text
    stranger = await enter(world.app, world.database, await add_account(world.database, name="Northwind"))
    assert told not in (await stranger.get("/settings/activity")).text
    assert "Mei" not in (await stranger.get("/settings/activity.csv")).text


async def test_older_activity_comes_in_pages(world: World) -> None:
    actor = Actor(ActorKind.SYSTEM, None, "Nightly job")
    async with world.database.write() as session:
        for place in range(90):
            act = Act("domain.added", f"thing {place:02}")
            await audit.record(session, account_id=world.account_id, actor=actor, act=act, now=NOW)
    seen: list[str] = []
    path = "/settings/activity"
    while path:
        page = await world.member.get(path)
        seen += re.findall(r"thing \d\d", page.text)
        older = re.search(r'href="(/settings/activity\?before=\d+)"', page.text)
        path = older[1] if older else ""
    assert seen == [f"thing {place:02}" for place in reversed(range(90))]


async def test_what_staff_think_of_an_account_is_not_told_to_it(world: World) -> None:
    tomas = Actor(ActorKind.STAFF, None, "Tomás Vidal")
    async with world.database.write() as session:
        for act in Act("verdict.overridden", "Nobody owns it"), Act("hold.started", "They ran out of money"):
            await audit.record(session, account_id=world.account_id, actor=tomas, act=act, now=NOW)
    for path in "/settings/activity", "/settings/activity.csv":
        answer = await world.member.get(path)
        assert answer.status_code == 200
        assert "Tomás" not in answer.text


def test_every_act_customers_are_told_of_has_its_sentence(database_url: str) -> None:
    del database_url
    assert set(SENTENCES) == TOLD_TO_CUSTOMERS


async def test_the_table_holds_no_formula(world: World) -> None:
    await add_member(world.database, world.account_id, name="Elif Arslan", role=Role.ADMIN)
    evil = await add_member(world.database, world.account_id, name='=HYPERLINK("//evil")', role=Role.OPERATOR)
    await world.member.post(f"/settings/people/{evil}/switch-off")
    answer = await world.member.get("/settings/activity.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="activity.csv"' in answer.headers["content-disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["subject"] == '\'=HYPERLINK("//evil")'
    assert row["act"] == "member.switched_off"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "  =1", "\uff1d1", "\uff0b1", " \uff201"])
def test_cells_that_begin_like_formulas_are_text(cell: str, database_url: str) -> None:
    del database_url
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"a{cell}") == f"a{cell}"
