"""What leaves the outbox, when, how it is signed, and what comes of each answer."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import httpx2
import pytest
from standardwebhooks import Webhook
from structlog.contextvars import bound_contextvars

from portal.db import outbox as outbox_rows
from portal.db import webhooks
from portal.db.engine import Database
from portal.db.webhooks import Attempt, Message
from portal.domain.risk import Level
from portal.domain.webhooks import KEPT, SEALED_FOR, WAITS, Kind, MessageState, News, Topic
from portal.identity.sealing import Sealer
from portal.jobs.news import announce
from portal.services import outbox
from portal.services.webhooks import new_secret
from tests.factories import NOW, add_account
from tests.receivers import KEY, Receiver, Round, add_listener, disabled_reason

# What is read and written is shown on both by the first test.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def moved(
    account_id: UUID, level: Level = Level.AT_RISK, before: Level | None = Level.ON_TRACK, *, key: str = "1"
) -> News:
    facts = {"level": level, "previous_level": before, "title": "Nobody answers", "tree": "onboarding", "leaf": "ghost"}
    return News(Topic.VERDICT_CHANGED, key, account_id, NOW, facts=facts)


async def tell(database: Database, *news: News) -> None:
    async with database.write() as session:
        await announce(session, news, now=NOW)


async def log(database: Database, endpoint_id: UUID) -> list[tuple[Message, list[Attempt]]]:
    async with database.read() as session:
        messages = await webhooks.log(session, endpoint_id, limit=50)
        attempts = await webhooks.attempts(session, [one.id for one in messages])
    return [(one, attempts.get(one.id, [])) for one in messages]


async def test_what_happened_is_told_once_signed_and_under_the_requests_id(database: Database) -> None:
    secret, account_id = new_secret(), await add_account(database)
    endpoint_id = await add_listener(database, Topic.VERDICT_CHANGED, secret=secret)
    await add_listener(database, Topic.MILESTONE_COMPLETED)
    with bound_contextvars(request_id="r1"):
        await tell(database, moved(account_id), moved(account_id))
    await tell(database, moved(account_id))
    way = Round(database)
    assert [await way.go(), await way.go()] == [1, 0]
    [request], [body] = way.receiver.told, way.receiver.bodies
    assert (body["type"], body["timestamp"]) == ("verdict.changed", "2026-11-17T09:00:00Z")
    assert body["data"]["account"]["name"] == "Halden Freight"
    assert (body["data"]["previous_level"], body["data"]["level"]) == ("on_track", "at_risk")
    assert request.headers["x-request-id"] == "r1"
    [(message, [attempt])] = await log(database, endpoint_id)
    assert request.headers["webhook-id"] == f"msg_{message.id.hex}"
    assert request.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    signed = Webhook(secret).sign(f"msg_{message.id.hex}", NOW, request.content.decode())
    assert request.headers["webhook-signature"] == signed
    assert (message.state, attempt.status, message.next_at) == (MessageState.DELIVERED, 204, None)


@once
async def test_while_secrets_change_both_sign(database: Database) -> None:
    old, new = new_secret(), new_secret()
    endpoint_id = await add_listener(database, Topic.VERDICT_CHANGED, secret=old)
    way = Round(database)
    seal = Sealer(KEY, SEALED_FOR).seal
    async with database.write() as session:
        await webhooks.rotate(session, endpoint_id, secret=seal(new, NOW), until=NOW + MINUTE)
    account_id = await add_account(database)
    for key in ("1", "2"):
        await tell(database, moved(account_id, key=key))
        await way.go()
        way.clock.move(MINUTE)
    both, alone = (request.headers["webhook-signature"].split() for request in way.receiver.told)
    assert (len(both), len(alone)) == (2, 1)
    body, sent = way.receiver.told[0].content.decode(), way.receiver.told[0].headers["webhook-id"]
    assert set(both) == {Webhook(secret).sign(sent, NOW, body) for secret in (old, new)}


@once
async def test_what_does_not_arrive_is_tried_again_for_three_days_and_then_given_up(database: Database) -> None:
    endpoint_id = await add_listener(database, Topic.VERDICT_CHANGED)
    await tell(database, moved(await add_account(database)))
    way = Round(database, Receiver([httpx2.Response(500, text="broken \0 here")]))
    for wait in WAITS:
        assert await way.go() == 1
        [(message, _)] = await log(database, endpoint_id)
        assert message.next_at
        assert 0.8 * wait <= message.next_at - way.clock.now <= 1.2 * wait
        way.clock.now = message.next_at - SECOND
        assert await way.go() == 0
        way.clock.move(SECOND)
    assert [await way.go(), await way.go()] == [1, 0]
    [(message, attempts)] = await log(database, endpoint_id)
    assert (message.state, message.next_at) == (MessageState.GIVEN_UP, None)
    assert [one.said for one in attempts] == ["broken \ufffd here"] * 10
    assert len({request.headers["webhook-id"] for request in way.receiver.told}) == 1
    assert await disabled_reason(database, endpoint_id) is None


@once
async def test_whoever_is_gone_hears_of_nothing_more(database: Database) -> None:
    endpoint_id, account_id = await add_listener(database, Topic.VERDICT_CHANGED), await add_account(database)
    await tell(database, moved(account_id), moved(account_id, key="2"))
    way = Round(database, Receiver([httpx2.Response(410)]))
    assert [await way.go(), await way.go()] == [1, 0]
    assert await disabled_reason(database, endpoint_id) == "It answered 410: nobody listens there any more."
    assert {message.state for message, _ in await log(database, endpoint_id)} == {MessageState.GIVEN_UP}
    await tell(database, moved(account_id, key="3"))
    assert len(await log(database, endpoint_id)) == 2


@once
async def test_whoever_is_busy_is_left_alone_as_long_as_it_asks(database: Database) -> None:
    endpoint_id, account_id = await add_listener(database, Topic.VERDICT_CHANGED), await add_account(database)
    await tell(database, moved(account_id), moved(account_id, key="2"))
    busy = httpx2.Response(429, headers={"Retry-After": "90"})
    way = Round(database, Receiver([busy, httpx2.Response(200)]))
    assert await way.go() == 1
    way.clock.move(89 * SECOND)
    assert await way.go() == 0
    way.clock.move(SECOND)
    assert [await way.go(), await way.go()] == [1, 1]
    assert {message.state for message, _ in await log(database, endpoint_id)} == {MessageState.DELIVERED}


@once
async def test_slack_hears_of_what_got_worse_one_message_a_second(database: Database) -> None:
    url = "https://hooks.slack.example/services/T1/B2/s3cret"
    await add_listener(database, Topic.VERDICT_CHANGED, kind=Kind.SLACK, url=url)
    account_id = await add_account(database, name="Nord <& Söhne>")
    worse, better = moved(account_id), moved(account_id, Level.ON_TRACK, Level.CRITICAL, key="2")
    first = moved(account_id, Level.CRITICAL, None, key="3")
    calm = moved(account_id, Level.UNKNOWN, Level.ON_TRACK, key="4")
    await tell(database, worse, better, first, calm)
    way = Round(database)
    assert [await way.go(), await way.go()] == [1, 0]
    way.clock.move(SECOND)
    assert [await way.go(), await way.go()] == [1, 0]
    texts = {body["text"] for body in way.receiver.bodies}
    assert texts == {
        "*Nord &lt;&amp; Söhne&gt;* is at risk, was on track: Nobody answers",
        "*Nord &lt;&amp; Söhne&gt;* is critical: Nobody answers",
    }
    link = way.receiver.bodies[0]["blocks"][1]["elements"][0]["text"]
    assert link == f"<https://portal.test/internal/accounts/{account_id}|Open Nord &lt;&amp; Söhne&gt;>"
    assert way.receiver.told[0].url.path == "/services/T1/B2/s3cret"
    assert "webhook-signature" not in way.receiver.told[0].headers


@once
async def test_two_couriers_send_a_message_once_and_one_that_vanished_is_followed(database: Database) -> None:
    await add_listener(database, Topic.VERDICT_CHANGED)
    await tell(database, moved(await add_account(database)))
    way, other = Round(database), Round(database)
    async with database.read() as session:
        [message_id] = await outbox_rows.ready(session, now=NOW, busy=())
    async with database.write() as session:
        taken = [await outbox.take(session, message_id, now=NOW) for _ in range(2)]
    assert [due is not None for due in taken] == [True, False]
    assert await other.go() == 0
    way.clock.move(outbox.LEASE)
    assert await way.go() == 1


@once
async def test_an_address_inside_our_own_network_is_never_written_to(database: Database) -> None:
    endpoint_id = await add_listener(database, Topic.VERDICT_CHANGED, url="https://169.254.169.254/latest")
    await tell(database, moved(await add_account(database)))
    way = Round(database)
    way.courier.outbound = type(way.courier.outbound)(wire=httpx2.MockTransport(way.receiver))
    assert await way.go() == 0
    [(_, [attempt])] = await log(database, endpoint_id)
    assert attempt.status is None
    assert "where the portal may not go" in attempt.said


@once
async def test_what_is_told_rolls_back_with_what_happened_and_is_forgotten_after_a_month(database: Database) -> None:
    endpoint_id, account_id = await add_listener(database, Topic.VERDICT_CHANGED), await add_account(database)
    with suppress(ZeroDivisionError):
        async with database.write() as session:
            await announce(session, [moved(account_id)], now=NOW)
            raise ZeroDivisionError
    assert await log(database, endpoint_id) == []
    await tell(database, moved(account_id))
    await Round(database).go()
    for age, left in ((KEPT, 1), (KEPT + SECOND, 0)):
        async with database.write() as session:
            await outbox_rows.forget(session, before=NOW + age - KEPT)
        assert len(await log(database, endpoint_id)) == left
