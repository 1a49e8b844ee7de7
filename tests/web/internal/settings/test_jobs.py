"""What failed in the background waits for an owner, who tries it again or discards it."""

import re
from uuid import UUID, uuid4

import pytest

from portal.db.tables import Job
from portal.jobs.kinds import ASSESS
from tests.factories import HTMX, NOW, add_account
from tests.web.internal.settings.conftest import HERE, Bureau

# How jobs are kept is tried on both databases in tests/jobs.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
JOBS = f"{HERE}/jobs"


async def add_job(bureau: Bureau, *, account_id: UUID | None = None, **values: object) -> UUID:
    """A job as the queue would have left it; by default one that failed for good."""
    job_id = uuid4()
    left = {"dead_at": NOW, "error": "ValueError('<b>odd</b>')", "attempts": 8, "run_at": NOW, "created_at": NOW}
    payload = {"account_id": str(account_id)} if account_id else {}
    async with bureau.database.write() as session:
        session.add(Job(**{"id": job_id, "kind": ASSESS, "payload": payload, "lease": uuid4()} | left | values))
    return job_id


async def test_an_owner_sees_what_failed_and_tries_it_again(bureau: Bureau) -> None:
    acme = await add_account(bureau.database, name="Acme Foods")
    job_id = await add_job(bureau, account_id=acme)
    page = (await bureau.owner.get(JOBS)).text
    assert "Assess an account" in page
    assert f'<a href="/internal/accounts/{acme}">Acme Foods</a>' in page
    assert "ValueError(&#39;&lt;b&gt;odd&lt;/b&gt;&#39;)" in page
    answer = await bureau.owner.post(f"{JOBS}/{job_id}/retry", headers=HTMX)
    assert answer.text.lstrip().startswith('<div class="stack" id="jobs"')
    assert "Nothing needs you" in answer.text
    assert "as soon as a worker is free" in answer.text
    assert (await bureau.owner.post(f"{JOBS}/{job_id}/retry")).status_code == 404
    assert [(act.act, act.subject) for act in await bureau.acts()] == [("job.revived", ASSESS)]


async def test_an_owner_gives_up_on_a_job(bureau: Bureau) -> None:
    job_id = await add_job(bureau)
    answer = await bureau.owner.post(f"{JOBS}/{job_id}/discard")
    assert (answer.status_code, answer.headers["location"]) == (303, JOBS)
    assert str(job_id) not in (await bureau.owner.get(JOBS)).text
    assert [act.act for act in await bureau.acts()] == ["job.discarded"]


async def test_a_long_job_says_how_far_it_came(bureau: Bureau) -> None:
    await add_job(bureau, payload={"done": 1500, "total": 9000}, dead_at=None, error=None, attempts=0)
    page = (await bureau.owner.get(JOBS)).text
    assert re.search(r'<progress[^>]* max="9000" value="1500"', page)
    assert "1,500 of 9,000" in page


async def test_nobody_but_an_owner_looks_or_decides(bureau: Bureau) -> None:
    job_id = await add_job(bureau)
    for who in ("lead", "editor", "csm"):
        client = bureau.browsers[who]
        asked = [await client.get(JOBS), await client.post(f"{JOBS}/{job_id}/retry")]
        asked.append(await client.post(f"{JOBS}/{job_id}/discard"))
        assert [answer.status_code for answer in asked] == [403, 403, 403]
    assert await bureau.acts() == []
