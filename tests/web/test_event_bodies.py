"""Bodies no honest client sends: each is refused for good, or its one poisonous message is set aside."""

import gzip
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from portal.db.tables import Event, Quarantined
from portal.ingest.envelope import MAX_BODY, MAX_MESSAGES
from tests.ingest.world import rows, track
from tests.web.event_app import NOW, OK, EventApp, event_app, refused, said


@pytest.fixture
async def portal(database_url: str) -> AsyncIterator[EventApp]:
    async with event_app(database_url) as portal:
        yield portal


MALFORMED = {
    "nothing": b"",
    "text": b"hello",
    "list": b"[]",
    "string": b'"text"',
    "no batch": b"{}",
    "batch of 3": b'{"batch": 3}',
    "cut off in a message": b'{"batch": [{"type":"track"}',
    "cut off in a string": b'{"batch": ["a"',
    "trailing": b'{"batch": [NaN]} trailing ]',
    "not UTF-8": b"\xff\xfe",
    "deep list": b"[" * 100_000,
    "deep object": b'{"batch":' * 50_000,
    "escapes without end": b'"' + b'\\"' * 200_000,
    "a batch of escapes without end": b'{"batch":["' + b'\\"' * 200_000 + b"\\",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_a_malformed_request_is_refused_for_good(portal: EventApp, body: bytes) -> None:
    await refused(await portal.post("/v1/batch", body), 400, "malformed")


NO_JSON = {
    "text": b"hello",
    "list": b"[]",
    "NaN": b'{"event": NaN}',
    "bad UTF-8": b'{"event":"\xff","event\xff"}',
    "deep": b'{"a":' + b"[" * 100_000,
}


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON.keys())
async def test_a_single_message_that_is_no_json_is_refused_for_good(portal: EventApp, body: bytes) -> None:
    await refused(await portal.post("/v1/track", body), 400, "malformed")


POISON = {
    "nul": b'{"type":"track","event":"a\\u0000b","userId":"u","context":{"groupId":"acme"}}',
    "nul in a property": b'{"type":"track","event":"A","properties":{"k\\u0000":1},"context":{"groupId":"acme"}}',
    "integer user id": b'{"type":"track","event":"A","userId":17,"context":{"groupId":"acme"}}',
    "boolean user id": b'{"type":"track","event":"A","userId":true,"context":{"groupId":"acme"}}',
    "NaN": b'{"type":"track","event":"A","properties":{"x":NaN},"context":{"groupId":"acme"}}',
    "infinity": b'{"type":"track","event":"A","properties":{"x":1e999},"context":{"groupId":"acme"}}',
    "5,000 digits": b'{"type":"track","event":"A","properties":{"x":'
    + b"9" * 5000
    + b'},"context":{"groupId":"acme"}}',
    "more than 64 bits": b'{"type":"track","event":"A","properties":{"x":99999999999999999999},"groupId":"acme"}',
    "deep": b'{"type":"track","event":"A","properties":{"x":' + b"[" * 5000 + b"]" * 5000 + b'},"groupId":"acme"}',
    "bad UTF-8": b'{"type":"track","event":"A","properties":{"x":"\xff"},"context":{"groupId":"acme"}}',
    "surrogate": b'{"type":"track","event":"A","properties":{"x":"\\ud800"},"context":{"groupId":"acme"}}',
    "raw control character": b'{"type":"track","event":"A\x00","context":{"groupId":"acme"}}',
    "no type": b'{"event":"A","context":{"groupId":"acme"}}',
    "no event": b'{"type":"track","context":{"groupId":"acme"}}',
    "text as properties": b'{"type":"track","event":"A","properties":"x","context":{"groupId":"acme"}}',
    "too large": b'{"type":"track","event":"A","properties":{"x":"' + b"y" * 33_000 + b'"},"groupId":"acme"}',
    "long id": b'{"type":"track","event":"A","messageId":"' + b"m" * 101 + b'","context":{"groupId":"acme"}}',
    "no time": b'{"type":"track","event":"A","timestamp":"soon","context":{"groupId":"acme"}}',
    "far future": b'{"type":"track","event":"A","timestamp":"2031-01-01T00:00:00Z","context":{"groupId":"acme"}}',
    "year one": b'{"type":"track","event":"A","timestamp":"0001-01-01T00:00:00Z","context":{"groupId":"acme"}}',
    "not an object": b'"track"',
    "nobody": b'{"type":"track","event":"A"}',
    "integer group": b'{"type":"track","event":"A","context":{"groupId":5}}',
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON.keys())
async def test_poison_is_quarantined_alone(portal: EventApp, poison: bytes) -> None:
    good = json.dumps(track("Good")).encode()
    body = b'{"batch": [' + good + b", " + poison + b" , " + good + b'], "sentAt": "' + NOW.isoformat().encode() + b'"}'
    assert said(await portal.post("/v1/batch", body)) == OK
    assert await rows(portal.database, Event, "name") == [("Good",), ("Good",)]
    [(code, reason, kept)] = await rows(portal.database, Quarantined, "code", "reason", "body")
    assert code
    assert ":" in reason or "names" in reason or "Send" in reason or "needs" in reason
    assert kept


async def test_a_batch_with_a_poison_that_hides_the_key_still_finds_it(portal: EventApp) -> None:
    body = b'{"batch": [{"properties": {"x": NaN, "writeKey": "no"}}], "writeKey": "%s"}' % portal.key.encode()
    assert said(await portal.client.post("/v1/batch", content=body)) == OK
    assert len(await rows(portal.database, Quarantined, "code")) == 1


async def test_too_much_is_refused_with_its_limit(portal: EventApp) -> None:
    many = b'{"batch":[' + b",".join([b"1"] * (MAX_MESSAGES + 1)) + b"]}"
    assert str(MAX_MESSAGES) in await refused(await portal.post("/v1/batch", many), 413, "too_large")
    huge = b'{"batch":[' + b",".join([b"{}"] * 200_000) + b"]}"
    await refused(await portal.post("/v1/batch", huge), 413, "too_large")
    assert (await portal.post("/v1/batch", b" " * (MAX_BODY + 1))).status_code == 413


async def test_a_chunked_body_over_the_limit_is_refused(portal: EventApp) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(6):
            yield b" " * (1024 * 1024)

    response = await portal.client.post("/v1/batch", content=chunks(), auth=httpx.BasicAuth(portal.key, ""))
    assert response.status_code == 413


async def test_a_gzip_bomb_is_refused_without_unpacking_it(portal: EventApp) -> None:
    bomb = gzip.compress(b"0" * (200 * 1024 * 1024))
    await refused(await portal.post("/v1/batch", bomb, headers={"content-encoding": "gzip"}), 413, "too_large")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("gzip", b"not gzip"), ("gzip", gzip.compress(b"{}" * 500, mtime=0)[:-20]), ("br", b"x"), ("gzip, gzip", b"x")],
)
async def test_a_body_that_is_not_what_its_label_says_is_refused(portal: EventApp, encoding: str, body: bytes) -> None:
    await refused(await portal.post("/v1/batch", body, headers={"content-encoding": encoding}), 400, "malformed")
