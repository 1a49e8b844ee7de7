"""Clients nobody here wrote, against a real server on a real socket."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import uvicorn
from segment.analytics import Client

from portal.db.tables import Event, Member, Quarantined, StepCompletion
from tests.ingest.world import rows
from tests.web.event_app import EventApp, event_app


@dataclass(frozen=True)
class Served:
    """The application on an address of its own."""

    portal: EventApp
    address: str


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with event_app(database_url) as portal:
        listener = socket.create_server(("127.0.0.1", 0))
        # The playbook is in place already, so there is nothing to start up.
        server = uvicorn.Server(uvicorn.Config(portal.app, lifespan="off", log_level="warning"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield Served(portal, f"http://127.0.0.1:{listener.getsockname()[1]}")
        server.should_exit = True
        await serving
        listener.close()


@pytest.mark.parametrize("gzip", [False, True])
async def test_segment_for_python_sends_every_call(served: Served, *, gzip: bool) -> None:
    errors: list[object] = []

    def send() -> None:
        client = Client(
            served.portal.key, host=served.address, gzip=gzip, on_error=lambda error, _batch: errors.append(error)
        )
        context = {"groupId": "acme"}
        client.identify("u1", {"name": "Iris Hale", "email": "iris@acme.example"}, context=context)
        client.group("u1", "acme", {"plan": "pro"})
        client.track("u1", "Order Dispatched", {"value": 120.5}, context=context)
        client.track("u1", "Order Dispatched", {"value": 80}, context=context)
        client.page("u1", "Docs", "Home", context=context)
        client.screen("u1", "App", "Home", context=context)
        client.alias("u0", "u1", context=context)
        client.flush()
        client.join()

    await asyncio.to_thread(send)
    assert errors == []
    assert await rows(served.portal.database, Quarantined, "code", "reason") == []
    assert [name for (name,) in await rows(served.portal.database, Event, "name")] == sorted(
        [
            "Aliased",
            "Grouped",
            "Identified",
            "Order Dispatched",
            "Order Dispatched",
            "Page Viewed",
            "Screen Viewed",
        ]
    )
    assert await rows(served.portal.database, Member, "external_id", "name") == [("u1", "Iris Hale")]
    assert await rows(served.portal.database, StepCompletion, "milestone_id", "step_id") == [("own", "send")]


async def test_segment_for_python_gives_up_on_a_wrong_key_at_once(served: Served) -> None:
    errors: list[Exception] = []

    def send() -> None:
        client = Client(
            "wrong", host=served.address, max_retries=3, on_error=lambda error, _batch: errors.append(error)
        )
        client.track("u1", "Order Dispatched", context={"groupId": "acme"})
        client.flush()
        client.join()

    await asyncio.to_thread(send)
    [error] = errors
    assert "unauthenticated" in str(error)
    assert await rows(served.portal.database, Event, "name") == []
