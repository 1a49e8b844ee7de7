"""A member's pages show the revision their account is on, not the newest."""

from pathlib import Path

from portal.db import pins
from portal.db.engine import Database
from portal.domain.edits import Edits, Pin
from portal.domain.roles import Role
from portal.services import content
from tests.content.playbooks import copy_sound, edit
from tests.factories import NOW, add_account, add_member, add_staff, browser, running, sign_in
from tests.onboardings import reach


async def publish(database: Database, folder: Path) -> None:
    async with database.write() as session:
        await content.publish(session, folder=folder, author="Editor", note="", now=NOW)


async def test_who_is_in_flight_keeps_their_ladder_and_who_comes_gets_the_new_one(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    folder = copy_sound(tmp_path)
    await publish(database, folder)
    begun = await add_account(database)
    edit(folder, "milestones/a/milestone.yaml", "title: Milestone a", "title: The first one")
    await publish(database, folder)
    fresh = await add_account(database)
    pages = []
    async with running(database_url) as app:
        for account_id in (begun, fresh):
            member_id = await add_member(database, account_id, role=Role.ADMIN)
            cookies = await sign_in(database, account_id=account_id, member_id=member_id)
            async with browser(app, cookies) as member:
                pages.append((await member.get("/")).text)
    assert ["Milestone a" in page for page in pages] == [True, False]
    assert ["The first one" in page for page in pages] == [False, True]


async def test_a_milestone_hidden_for_an_account_is_not_on_its_ladder(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await publish(database, copy_sound(tmp_path))
    account_id = await add_account(database)
    member_id = await add_member(database, account_id, role=Role.ADMIN)
    async with database.write() as session:
        await pins.put(session, account_id, Pin(1, Edits(frozenset({"b"}))), now=NOW)
    cookies = await sign_in(database, account_id=account_id, member_id=member_id)
    async with running(database_url) as app, browser(app, cookies) as member:
        page = await member.get("/")
        assert page.status_code == 200
        assert "Milestone a" in page.text
        assert "Milestone b" not in page.text
        assert (await member.get("/milestones/b")).status_code == 404


async def test_the_internal_view_counts_each_account_on_its_own_revision(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    folder = copy_sound(tmp_path)
    await publish(database, folder)
    account_id = await add_account(database)
    member_id = await add_member(database, account_id, name="Priya Raman", role=Role.ADMIN)
    await reach(database, account_id, member_id, "a")
    edit(folder, "milestones/a/milestone.yaml", "title: Milestone a", "title: The first one")
    await publish(database, folder)
    async with database.write() as session:
        await pins.put(session, account_id, Pin(1, Edits(frozenset({"b", "c"}))), now=NOW)
    async with running(database_url) as app:
        cookies = await sign_in(database, staff_id=await add_staff(database))
        async with browser(app, cookies) as staff:
            page = await staff.get(f"/internal/accounts/{account_id}")
            portfolio = await staff.get("/internal/")
    assert (page.status_code, portfolio.status_code) == (200, 200)
    assert "Milestone a, by Priya Raman." in page.text
    assert "1/2</span>" in page.text
