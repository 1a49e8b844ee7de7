"""The vendor's product: sends every event again until it is acknowledged, and remembers what was."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from tests.faults.waiting import until

BATCH: Final = 50
PEOPLE: Final = 11
PATIENCE: Final = 15.0
"""Seconds a client waits for an answer; the portal promises one within five."""

MOST_SECONDS: Final = 900.0
"""Nothing here takes longer, unless it hangs."""

Batch = Sequence[dict[str, Any]]


def order(group: str, number: int) -> dict[str, Any]:
    """An event that counts towards a step."""
    return {
        "type": "track",
        "messageId": f"{group}-{number}",
        "userId": f"{group}-{number % PEOPLE}",
        "event": "Order Dispatched",
        "properties": {"orders": number},
        "context": {"groupId": group},
    }


@dataclass
class Senders:
    """Several at once, on some servers in turn, about one account.

    `acknowledged` holds the ids the portal took over; `answers` counts answers by status, 0 for none at all;
    `slowest` is the longest that one of them had to wait for any answer.
    """

    client: httpx.AsyncClient
    addresses: Sequence[str]
    group: str
    sent: int = 0
    acknowledged: set[str] = field(default_factory=set)
    answers: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def introduce(self) -> None:
        """Tell of the account, as a product does when a customer signs up."""
        said = {"type": "group", "userId": f"{self.group}-0", "groupId": self.group}
        await until(lambda: self._took(self.addresses[0], [said]))

    @asynccontextmanager
    async def sending(self, *, at_once: int = 4) -> AsyncIterator[None]:
        """Send batch after batch until the block ends, and leave when all of them are acknowledged."""
        ended = asyncio.Event()
        batches = iter(lambda: self._batch(ended), None)
        async with asyncio.timeout(MOST_SECONDS), asyncio.TaskGroup() as tasks:
            for number in range(at_once):
                tasks.create_task(self._send_each(batches, number))
            yield
            ended.set()

    def _batch(self, ended: asyncio.Event) -> Batch | None:
        if ended.is_set():
            return None
        self.sent += BATCH
        return [order(self.group, number) for number in range(self.sent - BATCH, self.sent)]

    async def _send_each(self, batches: Iterator[Batch], number: int) -> None:
        turns = itertools.islice(itertools.cycle(self.addresses), number, None)
        for batch in batches:
            await self.deliver(batch, turns)

    async def deliver(self, batch: Batch, turns: Iterator[str] | None = None) -> None:
        """Send a batch until it is acknowledged, to one server or to several in turn."""
        addresses = turns or itertools.cycle(self.addresses)
        await until(lambda: self._took(next(addresses), batch))
        self.acknowledged |= {message["messageId"] for message in batch}
        await self._tell()

    async def _took(self, address: str, batch: Batch) -> bool:
        """Whether a server acknowledges a batch that it is sent once."""
        start = time.monotonic()
        try:
            response = await self.client.post(f"{address}/v1/batch", json={"batch": batch})
        except httpx.TransportError:
            status = 0
        else:
            status = response.status_code
            self.slowest = max(self.slowest, time.monotonic() - start)
        self.answers[status] += 1
        await self._tell()
        return status == 200

    async def reach(self, count: int) -> None:
        """Wait until so many events are acknowledged."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.acknowledged) >= count)

    async def hear(self, status: int, times: int) -> None:
        """Wait until so many answers had this status; 0 is none at all."""
        async with self._news:
            await self._news.wait_for(lambda: self.answers[status] >= times)

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def recover(self) -> float:
        """The seconds from now to the next acknowledgement."""
        start = time.monotonic()
        await self.reach(len(self.acknowledged) + 1)
        return time.monotonic() - start


@asynccontextmanager
async def senders(key: str, addresses: Sequence[str], group: str) -> AsyncIterator[Senders]:
    """Senders with a write key."""
    async with httpx.AsyncClient(auth=(key, ""), timeout=PATIENCE) as client:
        product = Senders(client, addresses, group)
        await product.introduce()
        yield product
