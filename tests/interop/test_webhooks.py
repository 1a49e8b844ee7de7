"""A receiver in another language, with the library of Standard Webhooks for it: every signature proves itself."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest

from portal.courier import Courier
from portal.db import webhooks
from portal.db.engine import Database
from portal.domain.webhooks import SEALED_FOR, MessageState, News, Topic
from portal.identity.outbound import Outbound
from portal.identity.sealing import Sealer
from portal.jobs.news import announce
from portal.services.webhooks import new_secret
from tests import npm
from tests.factories import ORIGIN, add_account
from tests.receivers import KEY, Clock, add_listener, disabled_reason

OLD, NEW, OTHER = new_secret(), new_secret(), new_secret()
REFUSED: Final = "No matching signature found"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Receiver:
    """The receiver's process, and a courier that can reach it. The library checks the time, so the clock is ours."""

    def __init__(self, database: Database, process: asyncio.subprocess.Process, port: int) -> None:
        self.database = database
        self.clock = Clock(datetime.now(UTC))
        self.courier = Courier(database, KEY, ORIGIN, Outbound(allow_loopback=True), self.clock)
        self._process = process
        self._port = port

    async def listen(self, path: str) -> UUID:
        """Let a path of it hear of a phase that changed."""
        url = f"http://127.0.0.1:{self._port}/{path}"
        return await add_listener(self.database, Topic.PHASE_CHANGED, url=url, secret=OLD)

    async def tell(self, *keys: str) -> None:
        """Announce something for each key."""
        account_id, now = await add_account(self.database), self.clock()
        news = [News(Topic.PHASE_CHANGED, key, account_id, now, facts={"phase": "discovery"}) for key in keys]
        async with self.database.write() as session:
            await announce(session, news, now=now)

    async def go(self) -> None:
        """Send what is due, and wait for it."""
        await self.courier.begin()
        await self.courier.finish()

    async def heard(self) -> dict[str, Any]:
        """What it makes of the next request."""
        assert self._process.stdout
        return dict(json.loads(await asyncio.wait_for(self._process.stdout.readline(), 30)))

    def release(self) -> None:
        """Let the slow path answer."""
        assert self._process.stdin
        self._process.stdin.write(b"\n")

    async def states(self, endpoint_id: UUID) -> list[MessageState]:
        """How the messages to an address stand."""
        async with self.database.read() as session:
            return [one.state for one in await webhooks.log(session, endpoint_id, limit=9)]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The npm packages, installed by their lock file."""
    return npm.install(Path(__file__).parent / "webhooks", tmp_path_factory.mktemp("webhooks"))


@pytest.fixture
async def receiver(database: Database, folder: Path) -> AsyncIterator[Receiver]:
    process = await asyncio.create_subprocess_exec(
        npm.NODE,
        "receiver.mjs",
        cwd=folder,
        env={**os.environ, "SECRETS": json.dumps([OLD, NEW, OTHER])},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    port = json.loads(await asyncio.wait_for(process.stdout.readline(), 30))["port"]
    made = Receiver(database, process, port)
    yield made
    await made.courier.outbound.close()
    process.terminate()
    await process.communicate()


async def test_the_right_secret_proves_a_message_and_while_they_change_both_do(receiver: Receiver) -> None:
    endpoint_id = await receiver.listen("ok")
    await receiver.tell("1")
    await receiver.go()
    assert (await receiver.heard())["found"] == [Topic.PHASE_CHANGED, REFUSED, REFUSED]
    now = receiver.clock()
    async with receiver.database.write() as session:
        sealed = Sealer(KEY, SEALED_FOR).seal(NEW, now)
        await webhooks.rotate(session, endpoint_id, secret=sealed, until=now + timedelta(hours=24))
    await receiver.tell("2")
    await receiver.go()
    assert (await receiver.heard())["found"] == [Topic.PHASE_CHANGED, Topic.PHASE_CHANGED, REFUSED]


async def test_one_that_is_gone_one_that_is_busy_and_one_that_is_slow(receiver: Receiver) -> None:
    gone, busy, slow = [await receiver.listen(path) for path in ("gone", "busy", "slow")]
    await receiver.tell("1")
    await receiver.courier.begin()
    first = {one["path"]: one["id"] for one in [await receiver.heard() for _ in range(3)]}
    # The slow one still has not answered, and keeps nobody else from hearing more.
    receiver.clock.move(timedelta(seconds=30))
    while await receiver.states(busy) != [MessageState.DELIVERED]:
        await receiver.courier.step()
    again = await receiver.heard()
    assert (again["path"], again["id"], again["found"][0]) == ("/busy", first["/busy"], Topic.PHASE_CHANGED)
    assert await disabled_reason(receiver.database, gone) == "It answered 410: nobody listens there any more."
    assert await receiver.states(slow) == [MessageState.WAITING]
    receiver.release()
    await receiver.courier.finish()
    assert await receiver.states(slow) == [MessageState.DELIVERED]
