"""Whole pages in the language of whoever reads them."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, update

from portal.db.engine import Database
from portal.db.tables import Account, MemberPreferences
from portal.domain.preferences import Theme
from portal.domain.roles import Role
from tests.factories import HTMX, NOW, add_account, add_member, add_staff, browser, running, sign_in, small_playbook
from tests.web.conftest import PICK, World

GERMAN = {"Accept-Language": "de-AT, en;q=0.5"}
ARABIC = {"Accept-Language": "ar"}


async def choose(database: Database, account_id: UUID, member_id: UUID, language: str | None) -> None:
    async with database.write() as session:
        values: dict[str, Any] = {
            "language": language,
            "theme": Theme.SYSTEM,
            "time_zone": "Europe/Berlin",
            "channels": {},
        }
        await session.execute(
            insert(MemberPreferences).values(
                account_id=account_id, member_id=member_id, version=1, celebrations=True, saved_at=NOW, **values
            )
        )


@pytest.mark.parametrize(
    ("accepted", "root", "says"),
    [
        (GERMAN, '<html lang="de" dir="ltr"', "Machen Sie weiter, wo Sie waren."),
        (ARABIC, '<html lang="ar" dir="rtl"', "تابع من حيث توقفت."),
        ({"Accept-Language": "ja"}, '<html lang="en" dir="ltr"', "Pick up where you left off."),
    ],
)
async def test_the_sign_in_page_speaks_the_browsers_language(
    world: World, accepted: dict[str, str], root: str, says: str
) -> None:
    answer = await browser(world.app).get("/login", headers=accepted)
    assert root in answer.text
    assert says in answer.text
    assert answer.headers["Content-Language"] in root
    assert "Accept-Language" in answer.headers["Vary"]


async def test_what_a_form_refuses_is_said_in_the_readers_language(world: World) -> None:
    answer = await browser(world.app).post("/login", data={"email": "priya"}, headers=GERMAN | HTMX)
    assert answer.status_code == 422
    assert "Hier braucht es eine ganze Adresse" in answer.text


async def test_a_refusal_is_said_with_its_values_in_the_readers_language(world: World) -> None:
    locked = await world.member.post("/milestones/pilot/steps/only", data={"page": "home"}, headers=GERMAN)
    assert locked.status_code == 409
    assert "Dieser Meilenstein öffnet sich nach Turn on single sign-on." in locked.text
    nowhere = await world.member.get("/nowhere", headers=ARABIC)
    assert nowhere.status_code == 404
    assert "لا شيء في هذا العنوان" in nowhere.text


async def test_a_fragment_is_in_the_language_of_its_page(world: World) -> None:
    answer = await world.member.post(PICK, data={"page": "home"}, headers=GERMAN | HTMX)
    assert answer.headers["Content-Language"] == "de"
    assert "In Arbeit" in answer.text


async def test_programs_read_english(world: World) -> None:
    answers = [await browser(world.app).post("/v1/batch", json={}, headers=asked) for asked in (GERMAN, {})]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    ("own", "account", "language"),
    [("ar", "de", "ar"), (None, "de", "de"), (None, None, "en"), (None, "ja", "en")],
)
async def test_a_members_choice_comes_before_their_accounts_and_that_before_their_browsers(
    database: Database, database_url: str, *, own: str | None, account: str | None, language: str
) -> None:
    account_id = await add_account(database)
    member_id = await add_member(database, account_id, role=Role.ADMIN)
    await choose(database, account_id, member_id, own)
    async with database.write() as session:
        await session.execute(update(Account).where(Account.id == account_id).values(language=account))
    async with running(database_url, small_playbook()) as app:
        member = browser(app, await sign_in(database, account_id=account_id, member_id=member_id))
        home = await member.get("/", headers={"Accept-Language": "en"})
    assert home.headers["Content-Language"] == language


async def test_staff_read_english(world: World) -> None:
    staff_id = await add_staff(world.database)
    staff = browser(world.app, await sign_in(world.database, staff_id=staff_id))
    answer = await staff.get("/internal/", headers=GERMAN)
    assert answer.headers["Content-Language"] == "en"
