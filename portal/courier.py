"""The courier: takes messages out of the outbox and sends them, until it is told to stop.

It runs beside the worker and shares nothing with it, so that a receiver that is slow keeps nobody waiting but itself.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from portal.channels.webhooks import post
from portal.db import outbox as rows
from portal.db.engine import Database
from portal.db.outbox import Due
from portal.identity.outbound import Outbound
from portal.rounds import make_rounds
from portal.services import outbox

log = structlog.get_logger()

POLL_SECONDS: Final = 0.5


@dataclass(slots=True)
class Courier:
    """One courier's parts. `step` sends what is due now, one message at a time to each address.

    `run_courier` goes on until it is stopped.
    """

    database: Database
    secret_key: str
    base_url: str
    outbound: Outbound
    clock: Callable[[], datetime]
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    _under_way: dict[UUID, asyncio.Task[None]] = field(default_factory=dict)

    async def step(self) -> bool:
        """Begin what is due, and wait a moment for an address to be free again; whether any was written to."""
        await self.begin()
        if not self._under_way:
            return False
        await asyncio.wait(self._under_way.values(), timeout=POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return True

    async def begin(self) -> None:
        """Begin to send what is due to every address that is not being written to."""
        now = self.clock()
        async with self.database.read() as session:
            ready = await rows.ready(session, now=now, busy=self._under_way.keys())
        for message_id in ready:
            async with self.database.write() as session:
                due = await outbox.take(session, message_id, now=now)
            if due:
                self._under_way[due.endpoint_id] = asyncio.create_task(self._send(due, now))

    async def finish(self) -> None:
        """Wait until everything under way has been sent and noted."""
        await asyncio.gather(*self._under_way.values())

    async def _send(self, due: Due, now: datetime) -> None:
        try:
            envelope = outbox.sealed(due, secret_key=self.secret_key, base_url=self.base_url, now=now)
            answer = await post(self.outbound, envelope.url, envelope.body, envelope.headers, now=now)
            async with self.database.write() as session:
                await outbox.settle(session, due, answer, began=now, now=self.clock())
            log.info("message_sent", message=str(due.id), status=answer.status, request_id=due.request_id)
        except Exception:
            # Its lease ends by itself, and it is sent again then.
            log.exception("message_failed", message=str(due.id), request_id=due.request_id)
        finally:
            del self._under_way[due.endpoint_id]


async def run_courier(courier: Courier) -> None:
    """Send what is due until it is stopped, and finish what is under way."""
    await make_rounds("courier", courier.step, stop=courier.stop, pause=POLL_SECONDS)
    await courier.finish()
    await courier.outbound.close()
