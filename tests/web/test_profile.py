"""The profile as a browser sees it."""

import json
import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import Member
from portal.domain.roles import Role
from portal.worker import Worker
from tests.factories import HTMX, NOW, ORIGIN, browser, sign_in
from tests.web.conftest import PICK, World, enter

# What is stored is tried on both databases in tests/db and tests/services; here the page is.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CHOICES: dict[str, Any] = {
    "version": "0",
    "language": "",
    "theme": "dark",
    "time_zone": "europe/berlin",
    "quiet_from": "22:00",
    "quiet_to": "07:00",
    "channels": ["nudge.in_app", "new_value_report.email"],
}


async def save(client: httpx.AsyncClient, headers: dict[str, str] | None = None, **changed: object) -> httpx.Response:
    return await client.post("/profile", data=CHOICES | changed, headers=headers)


async def test_what_is_chosen_stays_chosen(world: World) -> None:
    saved = await save(world.member)
    assert (saved.status_code, saved.headers["location"]) == (303, "/profile?saved#preferences")
    page = (await world.member.get("/profile?saved")).text
    assert 'value="dark" checked' in page
    assert 'value="Europe/Berlin"' in page
    assert 'value="22:00"' in page
    assert 'value="nudge.in_app" checked' in page
    assert 'value="nudge.email" checked' not in page
    assert 'name="celebrations" value="1" checked' not in page
    assert "Saved at 10:00." in page  # nine o'clock in UTC


async def test_whoever_chose_nothing_sees_the_defaults(world: World) -> None:
    page = (await world.member.get("/profile")).text
    assert 'value="system" checked' in page
    assert 'value="weekly_summary.email" checked' in page
    assert 'value="weekly_summary.in_app" checked' not in page
    assert 'name="celebrations" value="1" checked' in page
    assert "Saved at" not in page


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone", "Nobody keeps this time zone"),
        ({"quiet_from": "", "quiet_to": "07:00"}, "quiet_to", "need both times"),
        ({"quiet_from": "07:00"}, "quiet_to", "begin and end at the same time"),
        ({"quiet_from": "late"}, "quiet_from", "hours and minutes"),
        ({"language": "tlh"}, "language", "not on offer"),
        ({"theme": "neon"}, "theme", "not on offer"),
    ],
)
async def test_what_does_not_fit_is_named_at_its_field_and_what_was_typed_is_kept(
    world: World, changed: dict[str, str], field: str, says: str
) -> None:
    for headers, begins in ((None, "<!DOCTYPE html>"), (HTMX, '<form class="preferences')):
        answer = await save(world.member, headers, **changed)
        assert answer.status_code == 422
        assert answer.text.lstrip().startswith(begins)
        assert says in answer.text.split(f'id="{field}-error"')[1].split("</p>")[0]
        if field in {"time_zone", "quiet_from"}:
            assert f'value="{changed[field]}"' in answer.text
        assert 'value="nudge.in_app" checked' in answer.text
    assert 'value="system" checked' in (await world.member.get("/profile")).text


async def test_of_two_tabs_the_later_sees_what_the_earlier_saved_and_may_insist(world: World) -> None:
    await save(world.member)
    late = await save(world.member, HTMX, theme="light")
    assert late.status_code == 409
    row = late.text.split("Colours</th>")[1].split("</tr>")[0]
    assert row == "<td>Dark</td><td>Light</td>"
    assert "Quiet hours</th>" not in late.text
    assert 'name="version" value="1"' in late.text
    assert 'value="light" checked' in late.text
    assert (await save(world.member, version="1", theme="light")).status_code == 303
    assert 'value="light" checked' in (await world.member.get("/profile")).text


async def test_fields_that_are_not_on_the_form_change_nothing(world: World, database: Database) -> None:
    await save(world.member, role="operator", name="Mallory", member_id="x")
    async with database.read() as session:
        [(name, role)] = (await session.execute(select(Member.name, Member.role))).all()
    assert (role, name) == (Role.ADMIN, "Priya Raman")


async def test_saving_is_refused_from_another_site(world: World) -> None:
    answer = await save(world.member, {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"})
    assert answer.status_code == 403


async def test_the_other_browsers_are_signed_out_and_this_one_is_not(world: World, database: Database) -> None:
    async with database.read() as session:
        [member_id] = await session.scalars(select(Member.id))
    other = browser(world.app, await sign_in(database, account_id=world.account_id, member_id=member_id))
    colleague = await enter(world.app, database, world.account_id, name="Elif Arslan")
    assert "Sign out the other browser" in (await world.member.get("/profile")).text
    gone = await world.member.post("/profile/browsers", headers=HTMX)
    assert gone.text.lstrip().startswith('<section id="browsers"')
    assert "Sign out the other" not in gone.text
    assert (await other.get("/")).status_code == 303
    assert (await world.member.get("/")).status_code == 200
    assert (await colleague.get("/")).status_code == 200


async def make_copies(world: World, database: Database) -> None:
    """Let a worker make what was asked for."""
    worker = Worker(database, world.app.state.portal.playbook, lambda: NOW)
    while await worker.step():
        pass


def inside(answer: httpx.Response) -> tuple[dict[str, Any], str]:
    """The file for machines and the page in an archive."""
    with ZipFile(BytesIO(answer.content)) as files:
        return json.loads(files.read("data.json")), files.read("index.html").decode()


async def test_a_member_asks_for_their_copy_and_fetches_what_they_did(world: World, database: Database) -> None:
    await world.member.post(PICK, data={"page": "home"})
    asked = await world.member.post("/profile/copy", headers=HTMX)
    assert asked.text.lstrip().startswith('<section id="known"')
    assert "in a moment" in asked.text
    await world.member.post("/profile/copy")
    await make_copies(world, database)
    there = (await world.member.get("/profile/copy", headers=HTMX)).text
    [address] = re.findall(r'href="(/profile/copy/[^"]+[.]zip)"', there)
    answer = await world.member.get(address)
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    copy, page = inside(answer)
    assert [(step["milestone_id"], step["step_id"]) for step in copy["steps"]] == [("sign_on", "pick")]
    assert [event["name"] for event in copy["events"]] == ["Step Ticked"]
    assert "<h1>What is known about Priya Raman</h1>" in page
    colleague = await enter(world.app, database, world.account_id, name="Elif Arslan")
    assert (await colleague.get(address)).status_code == 404


async def test_without_javascript_the_way_leads_back_to_the_profile(world: World, database: Database) -> None:
    answer = await world.member.post("/profile/copy")
    assert (answer.status_code, answer.headers["location"]) == (303, "/profile#known")
    await make_copies(world, database)
    assert "Download your data" in (await world.member.get("/profile")).text


async def test_the_profile_is_for_members_only(world: World) -> None:
    nobody = browser(world.app)
    for path in ("/profile", "/profile/copy"):
        assert (await nobody.get(path)).headers["location"].startswith("/login")
    assert (await nobody.post("/profile", data=CHOICES, headers={"Origin": ORIGIN})).status_code == 401


async def test_whoever_switched_celebrations_off_stays_where_they_are(world: World) -> None:
    only = "/milestones/data/steps/only"
    await save(world.member)
    assert (await world.member.post(only, data={"page": "home"})).headers["location"] == "/#milestone-data"
    assert 'id="onward"' not in (await world.member.get("/ladder", headers=HTMX)).text
    await save(world.member, version="1", celebrations="1")
    assert 'id="onward"' in (await world.member.get("/ladder", headers=HTMX)).text
