import asyncio
import gzip
import json
import random
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from portal.content.live import LivePlaybook
from portal.db.tables import Event, StepCounter
from portal.identity.keys import mint
from portal.services import keys
from portal.web.routes.api import events
from tests.ingest.world import rows, track
from tests.web.event_app import NOW, OK, EventApp, batch, event_app, refused, said


@pytest.fixture
async def portal(database_url: str) -> AsyncIterator[EventApp]:
    async with event_app(database_url) as portal:
        yield portal


async def test_a_batch_is_stored_before_it_is_acknowledged(portal: EventApp) -> None:
    response = await portal.post("/v1/batch", batch(track("A", message_id="1"), track("B", message_id="2")))
    assert said(response) == OK
    assert await rows(portal.database, Event, "name") == [("A",), ("B",)]


@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        ("track", {"event": "Report Viewed", "userId": "u", "context": {"groupId": "acme"}}, "Report Viewed"),
        ("identify", {"userId": "u", "traits": {"name": "U"}, "context": {"groupId": "acme"}}, "Identified"),
        ("group", {"userId": "u", "groupId": "acme", "traits": {"plan": "pro"}}, "Grouped"),
        ("page", {"userId": "u", "name": "Home", "context": {"groupId": "acme"}}, "Page Viewed"),
        ("screen", {"userId": "u", "name": "Home", "context": {"groupId": "acme"}}, "Screen Viewed"),
        ("alias", {"userId": "u", "previousId": "v", "context": {"groupId": "acme"}}, "Aliased"),
    ],
)
async def test_each_call_becomes_an_event(portal: EventApp, path: str, body: object, name: str) -> None:
    assert said(await portal.post(f"/v1/{path}", body)) == OK
    assert await rows(portal.database, Event, "type", "name") == [(path, name)]


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
async def test_json_is_read_whatever_it_is_called(portal: EventApp, content_type: str) -> None:
    response = await portal.post("/v1/batch", batch(track("A")), headers={"content-type": content_type})
    assert said(response) == OK
    assert len(await rows(portal.database, Event, "name")) == 1


async def test_gzip_is_unpacked(portal: EventApp) -> None:
    body = gzip.compress(json.dumps(batch(track("A"))).encode())
    assert said(await portal.post("/v1/batch", body, headers={"content-encoding": "gzip"})) == OK
    assert len(await rows(portal.database, Event, "name")) == 1


async def test_the_key_may_come_as_user_name_as_bearer_or_in_the_body(portal: EventApp) -> None:
    body = batch(track("A"))
    assert said(await portal.post("/v1/batch", body)) == OK
    in_body = await portal.client.post("/v1/batch", json=body | {"writeKey": portal.key})
    assert said(in_body) == OK
    bearer = await portal.client.post("/v1/batch", json=body, headers={"authorization": f"Bearer {portal.key}"})
    assert said(bearer) == OK


async def test_unknown_wrong_and_revoked_keys_get_one_answer(portal: EventApp) -> None:
    answers = set()
    async with portal.database.write() as session:
        revoked = await keys.create(session, label="Old", source="product", scopes=["events:write"], now=NOW)
        await keys.revoke(session, key_id=revoked.split(".")[1], now=NOW)
    unknown = mint().key
    body = ".".join([*portal.key.split(".")[:2], "0" * 64])
    wrong = f"{body}{zlib.crc32(body.encode()):08x}"
    for key in ("nonsense", unknown, wrong, revoked, portal.key[:-1], "ü"):
        answers.add(await refused(await portal.post("/v1/batch", batch(track("A")), key=key), 401, "unauthenticated"))
    assert len(answers) == 1
    none = await portal.client.post("/v1/batch", json=batch(track("A")))
    assert "write key" in await refused(none, 401, "unauthenticated")
    broken = await portal.client.post("/v1/batch", json=batch(), headers={"authorization": "Basic !!!"})
    await refused(broken, 401, "unauthenticated")
    assert await rows(portal.database, Event, "name") == []


async def test_an_unknown_call_is_not_found_out_about(portal: EventApp) -> None:
    assert (await portal.post("/v1/nonsense", {})).status_code in {404, 422}


async def test_the_clock_of_the_sender_is_corrected(portal: EventApp) -> None:
    ahead = NOW + timedelta(hours=3)
    message = track("A", timestamp=(ahead - timedelta(minutes=5)).isoformat())
    future = track("B", timestamp=(ahead + timedelta(minutes=5)).isoformat())
    body = {"batch": [message, future], "sentAt": ahead.isoformat()}
    assert said(await portal.post("/v1/batch", body)) == OK
    assert await rows(portal.database, Event, "name", "at", "clamped") == [
        ("A", NOW - timedelta(minutes=5), False),
        ("B", NOW, True),
    ]


async def test_only_browser_keys_answer_other_origins(portal: EventApp) -> None:
    async with portal.database.write() as session:
        browser = await keys.create(session, label="Web", source="web", scopes=["events:write"], now=NOW, browser=True)
    origin = {"origin": "https://shop.example"}
    mine = await portal.post("/v1/batch", batch(track("A")), key=browser, headers=origin)
    assert mine.headers["access-control-allow-origin"] == "*"
    assert mine.headers["access-control-expose-headers"] == "retry-after"
    assert "access-control-allow-credentials" not in mine.headers
    server = await portal.post("/v1/batch", batch(track("A")), headers=origin)
    assert "access-control-allow-origin" not in server.headers


async def test_a_preflight_lists_what_browsers_send(portal: EventApp) -> None:
    for path in ("/v1/batch", "/v1/track"):
        response = await portal.client.options(
            path,
            headers={
                "origin": "https://shop.example",
                "access-control-request-method": "POST",
                "access-control-request-headers": "authorization,content-type,x-retry-count,anonymousid,sentat",
            },
        )
        assert response.status_code == 204
        allowed = response.headers["access-control-allow-headers"].split(", ")
        assert {"authorization", "content-type", "x-retry-count", "anonymousid", "sentat", "*"} <= set(allowed)
        assert response.headers["access-control-max-age"]


async def test_a_cross_site_post_with_a_cookie_is_refused(portal: EventApp) -> None:
    headers = {"cookie": "__Host-session=x", "origin": "https://evil.example"}
    response = await portal.post("/v1/track", track("A"), headers=headers)
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


async def test_too_many_at_once_are_told_to_come_back(portal: EventApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_AT_ONCE", 0)
    response = await portal.post("/v1/batch", batch(track("A")))
    await refused(response, 429, "busy")
    assert int(response.headers["retry-after"]) > 0


async def test_a_database_that_hangs_is_answered_for(portal: EventApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PATIENCE", 0.2)
    async with portal.database.write() as session:
        await session.execute(text("DELETE FROM api_keys"))
        blocking = "LOCK TABLE api_keys" if session.get_bind().dialect.name == "postgresql" else "SELECT 1"
        await session.execute(text(blocking))
        await refused(await portal.post("/v1/batch", batch(track("A", message_id="1"))), 503, "unavailable")
        await session.rollback()
    monkeypatch.undo()
    assert said(await portal.post("/v1/batch", batch(track("A", message_id="1")))) == OK
    assert await rows(portal.database, Event, "message_id") == [("1",)]


async def test_a_failure_to_store_is_never_acknowledged(portal: EventApp) -> None:
    async with portal.database.write() as session:
        await session.execute(text("ALTER TABLE events RENAME TO events_gone"))
    response = await portal.post("/v1/batch", batch(track("A", message_id="1")))
    await refused(response, 503, "unavailable")
    async with portal.database.write() as session:
        await session.execute(text("ALTER TABLE events_gone RENAME TO events"))
    assert said(await portal.post("/v1/batch", batch(track("A", message_id="1")))) == OK
    assert await rows(portal.database, Event, "message_id") == [("1",)]


async def test_the_same_batch_from_20_senders_at_once_shuffled_is_stored_once(portal: EventApp) -> None:
    messages = [track("Order Dispatched", f"u{n % 11}", message_id=f"m{n}") for n in range(500)]
    shuffled = [random.Random(seed).sample(messages, len(messages)) for seed in range(20)]  # noqa: S311 - repeatable
    responses = await asyncio.gather(*(portal.post("/v1/batch", batch(*order)) for order in shuffled))
    assert [said(response) for response in responses] == [OK] * 20
    assert len(await rows(portal.database, Event, "message_id")) == 500
    assert sum(count for count, *_ in await rows(portal.database, StepCounter, "events", "person_id")) == 500


async def test_without_a_playbook_senders_keep_their_events(portal: EventApp) -> None:
    portal.app.state.portal = replace(portal.app.state.portal, playbook=LivePlaybook())
    message = await refused(await portal.post("/v1/batch", batch(track("A"))), 503, "unavailable")
    assert "portal content publish" in message
    assert await rows(portal.database, Event, "name") == []
