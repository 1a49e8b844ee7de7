"""The server clients of npm, unmodified: every call lands once, though the portal dies with an answer on its lips."""

import asyncio
from pathlib import Path

import pytest

from portal.db.tables import Member
from tests import npm
from tests.ingest.world import rows
from tests.interop.events.conftest import Served

# What is stored is tried on both databases elsewhere; here the clients are the point.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("script", ["segment.js", "rudderstack.js"])
async def test_a_client_of_npm_lands_its_events_through_a_restart(served: Served, clients: Path, script: str) -> None:
    served.die_before_the_next_answer()
    client = await asyncio.create_subprocess_exec(
        npm.NODE,
        str(clients / script),
        served.portal.key,
        served.address,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    await served.restart()
    said, _ = await asyncio.wait_for(client.communicate(b""), 30)
    assert client.returncode == 0, said.decode()
    names = ["Grouped", "Identified", "Order Dispatched", "Page Viewed", "Report Viewed"]
    assert [name for (name,) in await served.landed("name")] == names, said.decode()
    assert await rows(served.portal.database, Member, "external_id", "name") == [("u1", "Iris Hale")]
