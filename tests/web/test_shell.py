"""What stands around every page of the internal view: where one may go, and the time zone one reads in."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from portal.db.engine import Database
from portal.domain.roles import Capability
from tests.factories import add_staff, browser, running, sign_in, small_playbook

# What is stored is tried on both databases elsewhere; here the pages are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HERE = "/internal/you"


@asynccontextmanager
async def signed_in(database: Database, database_url: str, *may: Capability) -> AsyncIterator[httpx.AsyncClient]:
    staff = await add_staff(database, capabilities=may)
    async with running(database_url, small_playbook()) as app:
        cookies = await sign_in(database, staff_id=staff)
        async with browser(app, cookies) as client:
            yield client


def ways(page: str) -> list[str]:
    """Where the navigation leads."""
    navigation = page.split('<nav aria-label="Workspace">')[1].split("</nav>", maxsplit=1)[0]
    return re.findall(r'href="([^"]+)"', navigation)


@pytest.mark.parametrize(
    ("may", "beyond"),
    [
        (Capability.CSM, set()),
        (Capability.CSM_LEAD, {"/internal/audit"}),
        (Capability.OWNER, {"/internal/audit"}),
    ],
)
async def test_people_are_shown_the_way_to_what_they_may_open(
    database: Database, database_url: str, may: Capability, beyond: set[str]
) -> None:
    async with signed_in(database, database_url, may) as client:
        page = (await client.get(HERE)).text
        assert {"/internal/audit"} & set(ways(page)) == beyond
        for way in ways(page):
            assert (await client.get(way, follow_redirects=True)).status_code == 200, way


async def test_the_page_that_is_open_is_marked(database: Database, database_url: str) -> None:
    async with signed_in(database, database_url, Capability.CSM) as client:
        assert 'href="/internal/" aria-current="page"' in (await client.get("/internal/")).text
        assert f'href="{HERE}" aria-current="page"' in (await client.get(HERE)).text


async def test_moments_are_shown_in_the_time_zone_one_chose(database: Database, database_url: str) -> None:
    async with signed_in(database, database_url, Capability.CSM) as client:
        assert "It is 09:00 for you now." in (await client.get(HERE)).text
        answer = await client.post(f"{HERE}/time-zone", data={"time_zone": "asia/kolkata"})
        assert (answer.status_code, answer.headers["location"]) == (303, HERE)
        page = (await client.get(HERE)).text
    assert "It is 14:30 for you now." in page
    assert 'value="Asia/Kolkata"' in page


async def test_a_zone_nobody_keeps_is_refused_and_kept_in_the_field(database: Database, database_url: str) -> None:
    async with signed_in(database, database_url, Capability.CSM) as client:
        answer = await client.post(f"{HERE}/time-zone", data={"time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert 'value="Mars/Olympus"' in answer.text
    assert "Nobody keeps this time zone." in answer.text


async def test_one_reads_what_one_may_do(database: Database, database_url: str) -> None:
    async with signed_in(database, database_url, Capability.EDITOR) as client:
        assert "Writes and publishes the playbook." in (await client.get(HERE)).text
    async with signed_in(database, database_url) as client:
        assert "Ask an owner of the portal" in (await client.get(HERE)).text
