"""The server clients of PyPI, unmodified: every call lands, once, through a restart; a wrong key is not tried again."""

import asyncio
from collections.abc import Callable

import pytest
from rudderstack.analytics import Client as RudderStack
from segment.analytics import Client as Segment

from portal.db.tables import Event, Member, StepCompletion
from tests.ingest.world import rows
from tests.interop.events.conftest import Served

Made = Callable[[Served, str, list[Exception]], Segment | RudderStack]
CONTEXT = {"groupId": "acme"}
EVERY_CALL = sorted(
    ["Aliased", "Grouped", "Identified", "Order Dispatched", "Order Dispatched", "Page Viewed", "Screen Viewed"]
)


def segment(served: Served, key: str, errors: list[Exception]) -> Segment:
    return Segment(key, host=served.address, gzip=True, on_error=lambda error, _batch: errors.append(error))


def rudderstack(served: Served, key: str, errors: list[Exception]) -> RudderStack:
    return RudderStack(key, host=served.address, on_error=lambda error, _batch: errors.append(error))


def send(client: Segment | RudderStack) -> None:
    client.identify("u1", {"name": "Iris Hale", "email": "iris@acme.example"}, context=CONTEXT)
    client.group("u1", "acme", {"plan": "pro"})
    client.track("u1", "Order Dispatched", {"value": 120.5}, context=CONTEXT)
    client.track("u1", "Order Dispatched", {"value": 80}, context=CONTEXT)
    client.page("u1", "Docs", "Home", context=CONTEXT)
    client.screen("u1", "App", "Home", context=CONTEXT)
    client.alias("u0", "u1", context=CONTEXT)
    client.flush()


@pytest.mark.parametrize("make", [segment, rudderstack])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_client_of_pypi_lands_its_events_through_a_restart(served: Served, make: Made) -> None:
    errors: list[Exception] = []
    client = make(served, served.portal.key, errors)
    served.die_before_the_next_answer()
    sending = asyncio.create_task(asyncio.to_thread(send, client))
    await served.restart()
    await asyncio.wait_for(sending, 30)
    await asyncio.to_thread(client.track, "u1", "Report Viewed", context=CONTEXT)
    await asyncio.to_thread(client.shutdown)
    assert errors == []
    assert [name for (name,) in await served.landed("name")] == sorted([*EVERY_CALL, "Report Viewed"])
    assert await rows(served.portal.database, Member, "external_id", "name") == [("u1", "Iris Hale")]
    steps = await rows(served.portal.database, StepCompletion, "milestone_id", "step_id")
    assert steps == [("own", "read"), ("own", "send")]


@pytest.mark.parametrize("make", [segment, rudderstack])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_client_of_pypi_gives_up_on_a_wrong_key_at_once(served: Served, make: Made) -> None:
    errors: list[Exception] = []
    client = make(served, "wrong", errors)
    await asyncio.to_thread(client.track, "u1", "Order Dispatched", context=CONTEXT)
    await asyncio.to_thread(client.shutdown)
    [error] = errors
    assert "unauthenticated" in str(error)
    assert await rows(served.portal.database, Event, "name") == []
