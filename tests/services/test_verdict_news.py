"""What a check finds is told with it: a verdict that moved, a phase that was entered, a touchpoint of the day."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import WebhookMessage
from portal.domain.webhooks import TOPICS, Kind
from portal.services.risk import assess
from tests.catalogues import shipped
from tests.factories import NOW, add_account
from tests.receivers import add_listener

CATALOGUE = shipped(1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_each_is_told_once_however_often_it_is_checked(database: Database) -> None:
    first = min(weeks for one in CATALOGUE.lifecycle.touchpoints for weeks in one.weeks)
    account_id = await add_account(database, went_live_on=NOW.date() - timedelta(weeks=first))
    await add_listener(database, *TOPICS[Kind.WEBHOOK])
    for minutes in (0, 15, 30):
        async with database.write() as session:
            await assess(session, catalogue=CATALOGUE, account_id=account_id, now=NOW + timedelta(minutes=minutes))
    async with database.read() as session:
        told = [json.loads(body) for body in await session.scalars(select(WebhookMessage.body))]
    about = {one["type"]: one["data"] for one in told}
    assert sorted(one["type"] for one in told) == ["onboarding.phase_changed", "touchpoint.due", "verdict.changed"]
    assert about["verdict.changed"]["previous_level"] is None
    assert about["onboarding.phase_changed"]["phase"] == "go_live"
    assert about["touchpoint.due"]["touchpoint"]["on"] == NOW.date().isoformat()
