import json
from typing import Any

import pytest

from portal.db.engine import Database
from portal.db.sources import ensure_source
from portal.db.tables import Account, Event, Member, Quarantined
from portal.ingest import Receipt, take_in
from tests.factories import Fixed
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import NOW, account, rows, send, track


def group(external_id: str, **traits: Any) -> dict[str, Any]:  # noqa: ANN401 - any trait
    return {"type": "group", "groupId": external_id, "userId": "u1", "traits": traits}


async def test_a_group_call_brings_its_account_and_the_events_beside_it(database: Database) -> None:
    told = group("acme", name=" Acme Freight ", industry="Logistics", employees=300)
    assert await send(database, track("A"), told) == Receipt(2, 0, 0)
    found = await rows(database, Account, "external_id", "name", "industry", "seats")
    assert found == [("acme", "Acme Freight", "Logistics", 300)]
    assert len(await rows(database, Event, "name")) == 2
    assert await rows(database, Member, "external_id") == [("u1",)]


async def test_an_account_that_is_there_stays_as_it_is(database: Database) -> None:
    await account(database)
    await send(database, group("acme", name="Somebody Else", seats=5))
    assert await rows(database, Account, "name", "seats") == [("Acme", None)]


@pytest.mark.parametrize(
    "traits", [{}, {"name": "", "seats": -1}, {"name": 5, "seats": True}, {"industry": [], "employees": "many"}]
)
async def test_traits_of_no_use_are_left_out(database: Database, traits: dict[str, Any]) -> None:
    await send(database, group("acme", **traits))
    assert await rows(database, Account, "name", "industry", "seats") == [("acme", None, None)]


async def test_a_browser_cannot_add_accounts(database: Database) -> None:
    async with database.write() as session:
        source = await ensure_source(session, name="website", browser=True)
        bodies = [json.dumps(group("acme")).encode()]
        receipt = await take_in(
            session,
            playbook=Fixed(CATALOGUE),
            source=source,
            messages=bodies,
            sent_at=None,
            received_at=NOW,
        )
    assert receipt == Receipt(0, 0, 1)
    assert await rows(database, Account, "name") == []
    [(code,)] = await rows(database, Quarantined, "code")
    assert code == "unknown_account"
