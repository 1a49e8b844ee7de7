"""The browser clients, unmodified, on a page of another site: what they ask first, their events, a lost answer."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.async_api import Page, async_playwright

from portal.db.tables import Member
from portal.services import keys
from tests import browser
from tests.ingest.world import rows, track
from tests.interop.events.conftest import Served
from tests.web.event_app import NOW, OK, batch, said

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PATIENCE = 90
"""Seconds; the clients wait ever longer between their tries, and two cores run much else meanwhile."""
PAGES = ["segment.html", "rudderstack.html"]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Leave the tests' output alone."""


@pytest.fixture
async def site(clients: Path) -> AsyncIterator[str]:
    """The vendor's own site: another origin than the portal's."""
    server = ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=str(clients)))
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://localhost:{server.server_address[1]}"
    await asyncio.to_thread(server.shutdown)
    serving.join()
    server.server_close()


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=browser.find(), args=list(browser.FLAGS))
        yield await chromium.new_page()
        await chromium.close()


async def browser_key(served: Served, *, origins: tuple[str, ...] = ()) -> str:
    async with served.portal.database.write() as session:
        return await keys.create(
            session,
            label="Web",
            source="web",
            browser=True,
            origins=origins,
            scopes=[keys.EVENTS_WRITE],
            now=NOW,
        )


@pytest.mark.parametrize("name", PAGES)
async def test_a_client_in_a_page_lands_its_events_through_a_restart(
    served: Served, site: str, page: Page, name: str
) -> None:
    key = await browser_key(served, origins=(site,))
    assert said(await served.portal.post("/v1/group", {"groupId": "acme", "userId": "u1"})) == OK
    served.die_before_the_next_answer()
    await page.goto(f"{site}/{name}?key={key}&portal={served.address}")
    await served.restart()
    await asyncio.wait_for(served.until_landed(5), PATIENCE)
    await served.stop()
    async with page.expect_event("requestfailed", timeout=PATIENCE * 1000):
        await page.get_by_role("button", name="View the report").click()
    await served.start()
    await asyncio.wait_for(served.until_landed(6), PATIENCE)
    names = ["Grouped", "Grouped", "Identified", "Order Dispatched", "Page Viewed", "Report Viewed"]
    landed = await served.landed("name", "sent_at")
    assert [name for name, _ in landed] == names
    assert all(sent_at for _, sent_at in landed[1:])
    assert await rows(served.portal.database, Member, "external_id", "name") == [("u1", "Iris Hale")]


async def test_a_page_of_another_site_sends_nothing(served: Served, site: str, page: Page) -> None:
    key = await browser_key(served, origins=("https://app.example",))
    async with page.expect_event("requestfailed") as unread:
        await page.goto(f"{site}/segment.html?key={key}&portal={served.address}")
    assert (await unread.value).url == f"{served.address}/v1/projects/{key}/settings"
    direct = await served.portal.post("/v1/batch", batch(track("A")), key=key, headers={"origin": site})
    assert direct.status_code == 403
    assert await served.landed("name") == []
