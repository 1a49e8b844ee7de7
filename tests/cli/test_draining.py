"""How a server leaves: what `portal serve` does between SIGTERM and its end."""

import base64
import json
import time
from datetime import UTC, datetime

import pytest

from portal.cli.database import with_database
from portal.db.engine import Database
from portal.db.tables import Account, Event
from portal.services import keys
from tests.cli.conftest import Run
from tests.cli.processes import serving
from tests.ingest.world import rows


@pytest.fixture
def write_key(run: Run, database_url: str) -> str:
    """A key of an installation with a playbook and an account."""
    run("content", "publish", "--note", "First", "--author", "ken", PORTAL_DATABASE_URL=database_url)
    now = datetime.now(UTC)

    async def prepare(database: Database) -> str:
        async with database.write() as session:
            session.add(Account(external_id="acme", name="Acme", created_at=now))
            return await keys.create(session, label="Test", source="product", scopes=[keys.EVENTS_WRITE], now=now)

    return with_database(database_url, prepare)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_server_that_is_asked_to_stop_says_so_and_finishes_what_it_began(write_key: str, database_url: str) -> None:
    event = {"userId": "u1", "event": "Order Dispatched", "messageId": "last", "context": {"groupId": "acme"}}
    body = json.dumps(event).encode()
    with serving(database_url, "--notice", "1") as server:
        begun = server.connect()
        begun.putrequest("POST", "/v1/track")
        begun.putheader("Authorization", f"Basic {base64.b64encode(f'{write_key}:'.encode()).decode()}")
        begun.putheader("Content-Length", str(len(body)))
        begun.endheaders(body[:20])
        assert server.get("/readyz").status == 200

        server.process.terminate()
        while (ready := server.get("/readyz")).status == 200:
            time.sleep(0.02)
        assert (ready.status, "asked to stop" in ready.text) == (503, True)
        assert server.get("/login").status == 200
        server.until("Shutting down")
        begun.send(body[20:])
        answer = begun.getresponse()
        assert (answer.status, json.loads(answer.read())) == (200, {"success": True})
        begun.close()
        lines = server.end()
    assert "Finished server process" in lines[-1]["event"]

    async def stored(database: Database) -> list[str]:
        return [message for (message,) in await rows(database, Event, "message_id")]

    assert with_database(database_url, stored) == ["last"]
