"""The page that imports a spreadsheet: what it shows, what it keeps, and for whom."""

import re
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest
from sqlalchemy import func, select

from portal.db.engine import Database
from portal.db.tables import Account
from portal.domain.roles import Capability
from tests.factories import add_staff, browser, running, sign_in, small_playbook

SHEET = 'external_id,name,seats\nacme,"Acme\nLtd",40\n'


@pytest.fixture
async def lead(database: Database, database_url: str) -> AsyncIterator[httpx.AsyncClient]:
    staff_id = await add_staff(database, capabilities=(Capability.CSM_LEAD,))
    async with running(database_url, small_playbook()) as app:
        yield browser(app, await sign_in(database, staff_id=staff_id))


async def accounts(database: Database) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(Account)) or 0


async def show(lead: httpx.AsyncClient, sheet: bytes) -> httpx.Response:
    return await lead.post("/internal/import", data={"noun": "accounts"}, files={"file": ("a.csv", sheet)})


async def test_a_file_is_shown_first_and_then_imported(lead: httpx.AsyncClient, database: Database) -> None:
    shown = await show(lead, SHEET.encode("utf-8-sig"))
    assert shown.status_code == 200
    assert "1 new, 0 changed, 0 as they are" in shown.text
    assert await accounts(database) == 0
    (text,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", shown.text, re.DOTALL)
    form = {"noun": (None, "accounts"), "text": (None, unescape(text))}
    done = await lead.post("/internal/import/confirm", files=form)
    assert done.status_code == 303
    assert "1 created, 0 changed, 0 unchanged" in (await lead.get(done.headers["Location"])).text
    assert await accounts(database) == 1


async def test_mistakes_are_told_by_their_line(lead: httpx.AsyncClient, database: Database) -> None:
    shown = await show(lead, b"external_id,name,seats\nacme,Acme,many\n")
    assert shown.status_code == 422
    assert "Line 2, seats." in shown.text
    assert "/internal/import/confirm" not in shown.text
    assert await accounts(database) == 0


@pytest.mark.parametrize(("sheet", "says"), [(b"", "Choose the file"), (b"\xff\xfe", "CSV UTF-8")])
async def test_what_is_no_sheet_is_told_at_the_file(lead: httpx.AsyncClient, sheet: bytes, says: str) -> None:
    refused = await show(lead, sheet)
    assert refused.status_code == 422
    assert says in refused.text


async def test_only_leads_import(database: Database, database_url: str) -> None:
    staff_id = await add_staff(database)
    async with running(database_url, small_playbook()) as app:
        csm = browser(app, await sign_in(database, staff_id=staff_id))
        assert (await csm.get("/internal/import")).status_code == 403
        assert (await show(csm, SHEET.encode())).status_code == 403
        assert (await csm.post("/internal/import/confirm", data={"text": SHEET})).status_code == 403
    assert await accounts(database) == 0
