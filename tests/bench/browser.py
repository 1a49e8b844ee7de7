"""Browsers with a milestone's page open, and the product that reports its steps: how long until each is ticked."""

import asyncio
import base64
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import msgspec
import uvloop

from tests.bench.climbing import Line, Report, reports
from tests.bench.ladder import CONNECTIONS, COOKIE
from tests.bench.load import LENGTH, LOAD_CORE, http
from tests.bench.world import Person

BEFORE_IT_ASKS = 0.08
"""The page waits so long after a message before it asks for what is new: `delay:80ms` in `_own.html`."""
PATIENCE = 10
"""Seconds after which a page that was told nothing is a failure."""


def watch(port: int, sent_to: int, write_key: str, people: tuple[Person, ...], seconds: float) -> list[float]:
    """Milliseconds from each event to its tick, by a few browsers at once. Meant for a process of its own."""
    os.sched_setaffinity(0, {LOAD_CORE})
    known = [*reports(people)]
    random.shuffle(known)
    return uvloop.run(_watch(_Product(sent_to, write_key), port, iter(known), time.perf_counter() + seconds))


async def _watch(product: "_Product", port: int, known: Iterator[Report], end: float) -> list[float]:
    waits: list[float] = []

    async def browse() -> None:
        while time.perf_counter() < end and (report := next(known, None)):
            waits.append(await _see(product, port, report))

    await asyncio.gather(*(browse() for _ in range(CONNECTIONS)))
    return waits


async def _see(product: "_Product", port: int, report: Report) -> float:
    """Open a milestone's page, let the product report its step, and wait until the page shows the tick."""
    line = report.line
    cookie = {"Cookie": f"{COOKIE}={line.person.token}"}
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(http("GET", "/live?version=-1", {**cookie, "Accept": "text/event-stream"}))
    await _moved(reader)  # At once, for the page has seen no version yet: from here on it is being told.
    start = time.perf_counter()
    sending = asyncio.create_task(product.send(report))
    while True:
        await _moved(reader)
        await asyncio.sleep(BEFORE_IT_ASKS)
        path = f"/milestones/{line.milestone}/refreshed"
        if _is_ticked(line, await _answer(port, http("GET", path, {**cookie, "HX-Request-Type": "partial"}))):
            break
    waited = time.perf_counter() - start
    await sending
    writer.close()
    return waited * 1000


async def _moved(reader: asyncio.StreamReader) -> None:
    await asyncio.wait_for(reader.readuntil(b"event: moved"), PATIENCE)
    await reader.readuntil(b"\n\n")


def _is_ticked(line: Line, part: bytes) -> bool:
    return f'id="step-{line.milestone}-{line.step.id}" data-done'.encode() in part


@dataclass(frozen=True)
class _Product:
    """The vendor's product, which sends each event as it happens."""

    port: int
    write_key: str

    async def send(self, report: Report) -> None:
        """Send the one event that ends a step."""
        key, person = base64.b64encode(f"{self.write_key}:".encode()).decode(), report.line.person
        message = {
            "messageId": str(uuid4()),
            "userId": person.member,
            "event": report.event,
            "properties": report.properties,
            "context": {"groupId": person.account},
        }
        body = msgspec.json.encode(message)
        await _answer(self.port, http("POST", "/v1/track", {"Authorization": f"Basic {key}"}, body))


async def _answer(port: int, request: bytes) -> bytes:
    """The body of one answer, which has to be well."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(head)
    if not head.startswith(b"HTTP/1.1 200") or length is None:
        message = f"The portal answers {head!r}"
        raise RuntimeError(message)
    body = await reader.readexactly(int(length[1]))
    writer.close()
    return body
