"""The page on which staff do what a person asked for."""

import httpx
import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import PrivacyRequest
from portal.domain.roles import Capability
from portal.worker import Worker
from tests.factories import HTMX, NOW, add_account, add_member, add_staff, browser, running, sign_in, small_playbook

# What is done is tried on both databases in tests/services; here the page is.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def enter(app: object, database: Database, capability: Capability) -> httpx.AsyncClient:
    staff_id = await add_staff(database, capabilities=(capability,))
    return browser(app, await sign_in(database, staff_id=staff_id))  # type: ignore[arg-type]  # the application


async def test_a_lead_does_what_a_person_asked_for(database: Database, database_url: str) -> None:
    account_id = await add_account(database)
    priya = await add_member(database, account_id, name="Priya Raman")
    await add_member(database, account_id, name="Elif Arslan")
    address = f"/internal/accounts/{account_id}/privacy"
    async with running(database_url, small_playbook()) as app:
        lead = await enter(app, database, Capability.CSM_LEAD)
        account = (await lead.get(f"/internal/accounts/{account_id}")).text
        assert f'href="{address}"' in account
        wanted = {"member": str(priya), "wish": "delete", "reason": "Herself, by letter", "name": "Priya"}
        wrong = await lead.post(address, data=wanted, headers=HTMX)
        assert wrong.status_code == 422
        assert "This is not their name" in wrong.text
        assert "Herself, by letter" in wrong.text
        done = await lead.post(address, data=wanted | {"name": "Priya Raman"}, headers=HTMX)
        assert done.text.lstrip().startswith('<div class="privacy" id="privacy">')
        assert "Under way" in done.text
        worker = Worker(database, app.state.portal.playbook, lambda: NOW)
        while await worker.step():
            pass
        seen = (await lead.get(f"{address}/receipts", headers=HTMX)).text
        assert seen.lstrip().startswith('<section class="card stack" id="receipts"')
        assert "Somebody who is no longer known" in seen
        assert "Priya" not in (await lead.get(address)).text


async def test_a_copy_is_fetched_by_those_who_answer_for_it_alone(database: Database, database_url: str) -> None:
    account_id = await add_account(database)
    priya = await add_member(database, account_id, name="Priya Raman")
    other = await add_account(database, name="Northwind")
    address = f"/internal/accounts/{account_id}/privacy"
    async with running(database_url, small_playbook()) as app:
        owner = await enter(app, database, Capability.OWNER)
        csm = await enter(app, database, Capability.CSM)
        asked = await owner.post(address, data={"member": str(priya), "wish": "export", "reason": "Herself"})
        assert (asked.status_code, asked.headers["location"]) == (303, f"{address}#receipts")
        worker = Worker(database, app.state.portal.playbook, lambda: NOW)
        while await worker.step():
            pass
        async with database.read() as session:
            request_id = await session.scalar(select(PrivacyRequest.id))
        copy = await owner.get(f"{address}/{request_id}.zip")
        assert copy.headers["content-type"] == "application/zip"
        elsewhere = f"/internal/accounts/{other}/privacy/{request_id}.zip"
        assert (await owner.get(elsewhere)).status_code == 404
        for path in (address, f"{address}/receipts", f"{address}/{request_id}.zip"):
            assert (await csm.get(path)).status_code == 403
        assert (await csm.post(address, data={"member": str(priya), "wish": "delete"})).status_code == 403
        assert address not in (await csm.get(f"/internal/accounts/{account_id}")).text
        empty = await owner.post(address, data={})
        assert empty.status_code == 422
        for said in ("Choose the person it is about", "Choose what is asked for", "Say who asked"):
            assert said in empty.text
