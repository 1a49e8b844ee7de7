"""Looking at what a member sees: the same words, nothing that acts, nothing that counts, and a note that one looked."""

import re
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.db.engine import Database
from portal.db.tables import AuditEntry, Event, Exposure, MemberPreferences, NudgeAnswer, Visit
from portal.domain.preferences import Theme
from portal.domain.roles import Role
from tests.factories import NOW, add_account, add_member
from tests.web.account_world import Desk, opened

COUNTED = (Event, Exposure, NudgeAnswer, Visit)
ACTING = re.compile(r"data-hx-|<script|action=|<(button|input|select|textarea)(?![^>]*disabled)")


async def enter(desk: Desk) -> UUID:
    return await add_member(desk.database, desk.id, name="Priya <Raman>", role=Role.ADMIN)


async def rows(database: Database) -> list[int]:
    async with database.read() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in COUNTED]


async def test_the_ladder_is_shown_and_nothing_on_it_acts(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        member = await enter(desk)
        before = await rows(database)
        page = await desk.page(f"/as/{member}")
        milestone = await desk.page(f"/as/{member}/milestones/agree_goal")
        assert await rows(database) == before
    for html in (page, milestone):
        assert "You see what Priya &lt;Raman&gt; sees." in html
        assert ACTING.search(html) is None
    assert "Your milestones" in page
    assert f'href="{desk.address}/as/{member}/milestones/agree_goal"' in page
    assert set(re.findall(r'<a[^>]* href="(/[^"]*)"', page)) <= {
        desk.address + "#people",
        *re.findall(rf"{desk.address}/as/{member}(?:/milestones/[a-z_]+)?(?:#[^\"]*)?", page),
    }


async def test_that_somebody_looked_is_kept(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        member = await enter(desk)
        await desk.page(f"/as/{member}")
        await desk.page(f"/as/{member}/milestones/agree_goal")
        async with database.read() as session:
            entries = list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    told = [(one.act, one.actor_name, one.subject, one.after["page"], one.account_id) for one in entries]
    assert told == [
        ("member.looked_as", "Tomás Vidal", "Priya <Raman>", "/", desk.id),
        ("member.looked_as", "Tomás Vidal", "Priya <Raman>", "/milestones/agree_goal", desk.id),
    ]


async def test_it_speaks_the_members_language_and_the_frame_ours(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        member = await enter(desk)
        async with database.write() as session:
            chosen = {"language": "ar", "theme": Theme.SYSTEM, "time_zone": "UTC", "celebrations": True, "channels": {}}
            session.add(MemberPreferences(account_id=desk.id, member_id=member, version=1, saved_at=NOW, **chosen))
        page = await desk.page(f"/as/{member}")
    assert '<html lang="ar" dir="rtl"' in page
    assert "Nothing here can be changed" in page


async def test_who_is_not_there_cannot_be_looked_at(database: Database, database_url: str) -> None:
    async with opened(database, database_url) as desk:
        stranger = await add_member(database, await add_account(database, name="Other"))
        left = await enter(desk)
        assert (await desk.staff.get(f"{desk.address}/as/{stranger}")).status_code == 404
        assert (await desk.staff.get(f"{desk.address}/as/{left}/milestones/nowhere")).status_code == 404


@pytest.mark.parametrize("path", ["", "/milestones/agree_goal"])
async def test_nobody_without_a_session_looks(database: Database, database_url: str, path: str) -> None:
    async with opened(database, database_url) as desk:
        member = await enter(desk)
        desk.staff.cookies.clear()
        assert (await desk.staff.get(f"{desk.address}/as/{member}{path}")).status_code == 303
