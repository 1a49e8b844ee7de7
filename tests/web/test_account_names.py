"""Naming people from the account's page: the four duties, and the owners of the tracks."""

import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import AuditEntry, Job, Stakeholder
from portal.domain.roles import Capability
from tests.factories import HTMX
from tests.web.account_world import opened

JON = {"name": "Jon Ek", "title": "Head of IT", "email": "jon@brightwell.example", "version": "0"}


async def test_a_duty_gets_a_person_and_the_account_is_judged_afresh(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        assert "Leave it empty while nobody has it." in await desk.page("/duties/unblocks")
        named = await desk.staff.post(f"{desk.address}/duties/unblocks", data=JON)
        assert (named.status_code, named.headers["location"]) == (303, f"{desk.address}#duties")
        page = await desk.page()
        async with database.read() as session:
            entry = (await session.scalars(select(AuditEntry))).one()
            jobs = list(await session.scalars(select(Job.kind)))
    assert '<b>Jon Ek</b><br><span class="meta">Head of IT</span>' in page
    assert (entry.act, entry.subject, entry.before["name"], entry.after["name"]) == (
        "duty.named",
        "Can unblock legal and IT",
        None,
        "Jon Ek",
    )
    assert jobs == ["assess_account"]


async def test_somebody_who_is_known_is_not_known_twice(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        await desk.staff.post(f"{desk.address}/duties/unblocks", data=JON | {"name": "sara nyberg"})
        async with database.read() as session:
            names = list(await session.scalars(select(Stakeholder.name).where(Stakeholder.title == "Head of IT")))
    assert names == ["Sara Nyberg"]


async def test_a_duty_is_open_again_where_the_name_is_emptied(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        nobody = {"name": "", "title": "", "email": "", "version": "1"}
        answer = await desk.staff.post(f"{desk.address}/duties/attends", data=nobody, headers=HTMX)
        assert answer.status_code == 200
        assert "Sara Nyberg" not in answer.text
        assert "No one named" in answer.text
        assert "2 of 4" not in answer.text


@pytest.mark.parametrize("name", ["IT team", "Head of Procurement", "TBD"])
async def test_a_role_is_not_a_name(database: Database, database_url: str, name: str) -> None:
    async with opened(database, database_url) as desk:
        answer = await desk.staff.post(f"{desk.address}/duties/unblocks", data=JON | {"name": name}, headers=HTMX)
        owner = await desk.staff.post(f"{desk.address}/tracks/pilot", data={"name": name, "version": "0"})
    assert (answer.status_code, owner.status_code) == (422, 422)
    assert "This is a role or a team." in answer.text
    assert f'value="{name}"' in answer.text


async def test_a_track_gets_an_owner_and_two_who_name_one_are_told(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        first = await desk.staff.post(f"{desk.address}/tracks/pilot", data={"name": "Mira Sol", "version": "0"})
        assert (first.status_code, first.headers["location"]) == (303, f"{desk.address}#tracks")
        assert "Owned by <b>Mira Sol</b>" in await desk.page()
        late = {"name": "Jon Ek", "version": "0", "seen": '{"name": ""}'}
        answer = await desk.staff.post(f"{desk.address}/tracks/pilot", data=late, headers=HTMX)
    assert answer.status_code == 409
    assert "changed this to <q>Mira Sol</q>" in answer.text


async def test_no_such_duty_or_track(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        assert (await desk.staff.get(f"{desk.address}/duties/dances")).status_code == 422
        assert (await desk.staff.get(f"{desk.address}/tracks/dancing")).status_code == 404


async def test_who_guides_nobody_names_nobody(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        editor = await desk.colleague("Ida Berg", Capability.EDITOR)
        answers = [
            await editor.post(f"{desk.address}/duties/unblocks", data=JON),
            await editor.post(f"{desk.address}/tracks/pilot", data={"name": "Mira Sol", "version": "0"}),
        ]
    assert [answer.status_code for answer in answers] == [403, 403]
