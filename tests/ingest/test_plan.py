"""The tracking plan at the door: extra properties are kept, dropped, or send the whole event to the quarantine."""

from dataclasses import replace

import pytest

from portal.db.engine import Database
from portal.db.tables import Event, Quarantined
from portal.domain.vocabulary import Beyond, Declared, Property, Type
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import account, rows, send, track

SENT = {"carrier": "DHL", "note": "x"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("beyond", "kept"), [(Beyond.ALLOW, [(SENT,)]), (Beyond.OMIT, [({"carrier": "DHL"},)]), (Beyond.BLOCK, [])]
)
async def test_the_plan_decides_about_undeclared_properties(
    database: Database, beyond: Beyond, kept: list[tuple[dict[str, str]]]
) -> None:
    await account(database)
    plan = {"Parcel Sent": Declared("Parcel Sent", "", {"carrier": Property("carrier", Type.TEXT, "Who.")}, beyond)}
    catalogue = replace(CATALOGUE, events=plan)
    await send(database, track("Parcel Sent", message_id="m1", properties=SENT), catalogue=catalogue)
    assert await rows(database, Event, "properties") == kept
    aside = await rows(database, Quarantined, "code", "message_id")
    assert aside == ([("not_in_plan", "m1")] if beyond is Beyond.BLOCK else [])
