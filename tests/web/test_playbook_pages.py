"""Pages made of real content: the shipped playbook, and ladders in the reader's language."""

import shutil
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from markupsafe import escape

from portal.content.loader import load_catalogue
from portal.db.engine import Database
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue
from portal.domain.profile import Profile
from portal.domain.roles import Role
from tests.catalogues import shipped
from tests.content.playbooks import ARABIC, copy_sound
from tests.factories import add_account, add_member, browser, publish, running, sign_in

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.fixture
def arabic(tmp_path: Path) -> Catalogue:
    return load_catalogue(Path(shutil.copytree(ARABIC, copy_sound(tmp_path), dirs_exist_ok=True)))


async def enter(app: FastAPI, database: Database, role: Role) -> httpx.AsyncClient:
    account_id = await add_account(database)
    member_id = await add_member(database, account_id, role=role)
    return browser(app, await sign_in(database, account_id=account_id, member_id=member_id))


@pytest.mark.parametrize("role", list(Role))
async def test_every_page_of_the_shipped_playbook_renders(database: Database, database_url: str, role: Role) -> None:
    await publish(database)
    ladder = recombine(shipped().ladders[role], Profile())
    async with running(database_url) as app:
        member = await enter(app, database, role)
        home = await member.get("/")
        pages = [await member.get(f"/milestones/{rung.id}") for rung in ladder.milestones]
    assert home.status_code == 200
    assert [page.status_code for page in pages] == [200] * len(ladder.milestones)
    assert all(rung.title in home.text for rung in ladder.milestones)


async def test_german_operators_climb_in_german(database: Database, database_url: str) -> None:
    await publish(database)
    german = shipped().in_language("de")
    ladder = recombine(german.ladders[Role.OPERATOR], Profile())
    async with running(database_url) as app:
        member = await enter(app, database, Role.OPERATOR)
        home = await member.get("/", headers=GERMAN)
        pages = [await member.get(f"/milestones/{rung.id}", headers=GERMAN) for rung in ladder.milestones]
    assert '<html lang="de" dir="ltr"' in home.text
    assert " lang=" not in home.text.partition("<body")[2]
    assert all(f'<a href="/milestones/{rung.id}">{rung.title}<' in home.text for rung in ladder.milestones)
    for rung, page in zip(ladder.milestones, pages, strict=True):
        assert all(str(escape(step.title)) in page.text for step in rung.steps)


async def test_a_ladder_that_reads_from_the_right_arrives_so(
    database: Database, database_url: str, arabic: Catalogue
) -> None:
    async with running(database_url, arabic) as app:
        member = await enter(app, database, Role.OPERATOR)
        home = await member.get("/", headers={"Accept-Language": "ar-EG, en;q=0.5"})
        own = await member.get("/milestones/a", headers={"Accept-Language": "ar"})
        english = await member.get("/", headers={"Accept-Language": "fr"})
    assert '<html lang="ar" dir="rtl"' in home.text
    assert " lang=" not in home.text.partition("<body")[2]
    assert '<a href="/milestones/a">أرسل طلبك الأول</a></h3>' in home.text
    assert "الطلبات الصفراء" in home.text
    assert "لماذا يهم هذا." in home.text
    assert "خطوات تفصلك عن" in home.text
    assert "<h2>أرسل طلبًا</h2>" in own.text
    assert "Milestone a" in english.text
    assert "rtl" not in english.text
    assert "Accept-Language" in english.headers["Vary"]


async def test_a_ladder_that_is_not_offered_in_a_language_stays_as_it_is_written(
    database: Database, database_url: str, arabic: Catalogue
) -> None:
    async with running(database_url, arabic) as app:
        member = await enter(app, database, Role.ADMIN)
        home = await member.get("/", headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl"' in home.text
    assert '<h1 id="headline" lang="en" dir="ltr">Milestone a</h1>' in home.text
    assert "steps to" not in home.text


async def test_steps_are_ticked_and_celebrated_in_the_readers_language(
    database: Database, database_url: str, arabic: Catalogue
) -> None:
    async with running(database_url, arabic) as app:
        member = await enter(app, database, Role.OPERATOR)
        for step in ("one", "two", "three"):
            await member.post(f"/milestones/a/steps/{step}", data={"page": "own"})
        party = await member.get("/milestones/a/celebration", headers={"Accept-Language": "ar"})
    assert "طلبك الأول في الطريق.</h1>" in party.text
    assert "احتاج فريق Halden Freight إلى 9 دقائق فقط." in party.text
