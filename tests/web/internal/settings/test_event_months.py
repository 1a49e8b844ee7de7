"""Where events are stored by month, owners hear in time that there will be none for the coming events."""

import pytest

from portal.jobs import the_queue
from portal.jobs.kinds import ADD_MONTHS
from portal.worker import Worker
from tests.factories import NOW, Fixed, add_account
from tests.onboardings import add_event
from tests.web.internal.settings.conftest import CATALOGUE, HERE, Bureau

JOBS = f"{HERE}/jobs"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_owners_see_that_months_run_out_until_a_worker_adds_them(bureau: Bureau) -> None:
    acme = await add_account(bureau.database)
    async with bureau.database.write() as session:
        await add_event(session, acme, "Opened", NOW, {})
        await the_queue().enqueue(session, kind=ADD_MONTHS, payload={}, now=NOW)
    page = (await bureau.owner.get(JOBS)).text
    assert "Room for coming events is used up." in page
    assert "Some events lie outside of any month." in page
    assert "Nothing needs you" not in page
    worker = Worker(bureau.database, Fixed(CATALOGUE), lambda: NOW)
    while await worker.step():
        pass
    page = (await bureau.owner.get(JOBS)).text
    assert "Room for coming events" not in page
    assert "outside of any month" not in page
    assert "Nothing needs you" in page
