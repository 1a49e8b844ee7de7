from datetime import timedelta

import httpx
from prometheus_client.parser import text_string_to_metric_families

from portal.jobs import the_queue
from portal.jobs.kinds import ASSESS
from portal.services import keys
from tests.ingest.world import track
from tests.web.event_app import NOW, EventApp, batch, event_app, refused

Samples = dict[tuple[str, str], float]


def samples(answer: httpx.Response) -> Samples:
    """Every number, by its name and the values of its labels."""
    assert answer.status_code == 200, answer.text
    return {
        (sample.name, " ".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def metrics(portal: EventApp, scope: str = keys.METRICS_READ) -> httpx.Response:
    async with portal.database.write() as session:
        key = await keys.create(session, label="Watch", source="watch", scopes=[scope], now=NOW)
    return await portal.client.get("/metrics", headers={"Authorization": f"Bearer {key}"})


async def test_what_was_taken_in_and_what_waits_is_told(database_url: str) -> None:
    async with event_app(database_url) as portal:
        order = track("Order Dispatched", message_id="one")
        await portal.post("/v1/batch", batch(order))
        await portal.post("/v1/batch", batch(order, track("Report Viewed", message_id="two"), {"type": "track"}))
        async with portal.database.write() as session:
            late = NOW - timedelta(seconds=90)
            await the_queue().enqueue(session, kind=ASSESS, payload={}, now=late)
            await the_queue().enqueue(session, kind=ASSESS, payload={}, now=NOW, run_at=NOW + timedelta(hours=1))
        told = samples(await metrics(portal))
    assert told["portal_events_total", "stored"] == 2
    assert told["portal_events_total", "duplicate"] == 1
    assert told["portal_events_total", "quarantined"] == told["portal_quarantined_messages", ""] == 1
    assert told["portal_request_seconds_count", "api.events.batch 200"] == 2
    assert told["portal_jobs_waiting", ASSESS] == 2
    assert told["portal_jobs_late_seconds", ASSESS] == 90
    assert told["portal_jobs_dead", ""] == told["portal_webhooks_waiting", ""] == 0
    assert told["process_resident_memory_bytes", ""] > 0


async def test_nobody_reads_them_without_a_key_that_may(database_url: str) -> None:
    async with event_app(database_url) as portal:
        await refused(await portal.client.get("/metrics"), 401, "unauthenticated")
        assert "metrics:read" in await refused(await metrics(portal, keys.EVENTS_WRITE), 403, "forbidden")
