"""The value reports of an account, as its guide reads them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from portal.db.tables import Onboarding
from portal.services import value_reports
from tests.factories import NOW, add_account
from tests.web.internal.conftest import CATALOGUE, Office


@pytest.fixture
async def report_id(office: Office) -> UUID:
    """The first report of the account, which went live a week ago."""
    live = {"kickoff_on": (NOW - timedelta(weeks=9)).date(), "went_live_on": (NOW - timedelta(weeks=1)).date()}
    async with office.database.write() as session:
        await session.execute(update(Onboarding).where(Onboarding.account_id == office.account_id).values(**live))
        await value_reports.write_due(session, catalogue=CATALOGUE, account_id=office.account_id, now=NOW)
        [listed] = await value_reports.every(session, account_id=office.account_id)
    return listed.id


async def test_before_the_first_the_page_says_when_it_comes(office: Office) -> None:
    assert "No report is due yet" in (await office.client.get(office.path("reports"))).text


async def test_a_guide_reads_what_the_account_s_people_read(office: Office, report_id: UUID) -> None:
    assert office.path(f"reports/{report_id}") in (await office.client.get(office.path("reports"))).text
    shown = (await office.client.get(office.path(f"reports/{report_id}"))).text
    assert "How the numbers were counted" in shown
    assert 'href="/results' not in shown


async def test_a_report_of_another_account_is_not_found(office: Office, report_id: UUID) -> None:
    other = await add_account(office.database)
    for address in (f"/internal/accounts/{other}/reports/{report_id}", office.path(f"reports/{uuid4()}")):
        assert (await office.client.get(address)).status_code == 404
