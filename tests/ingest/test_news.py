"""What a batch completes is told with it: once, whatever comes again or later."""

import json
from datetime import timedelta

from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import WebhookMessage
from portal.domain.webhooks import Topic
from tests.ingest.world import NOW, account, send, track
from tests.receivers import add_listener


async def test_a_milestone_and_what_it_unlocks_are_told_once(database: Database) -> None:
    account_id = await account(database)
    await add_listener(database, Topic.MILESTONE_COMPLETED, Topic.FEATURE_UNLOCKED)
    # The milestone of the account needs three big orders, mapped groups, and a signal from two people.
    events = [
        *(track("Order Dispatched", message_id=f"o{number}", properties={"value": 200}) for number in range(3)),
        track("Groups Mapped", message_id="g"),
        *(track("Dashboard Opened", f"u{number}", message_id=f"d{number}") for number in range(2)),
    ]
    for received_at in (NOW, NOW + timedelta(hours=1)):
        await send(database, *events, received_at=received_at)
    async with database.read() as session:
        told = [json.loads(body) for body in await session.scalars(select(WebhookMessage.body))]
    assert sorted(one["type"] for one in told) == ["feature.unlocked", "milestone.completed"]
    for one in told:
        assert one["data"]["account"] == {"id": str(account_id), "external_id": "acme", "name": "Acme"}
        assert one["data"]["milestone"]["id"] == "shared"
