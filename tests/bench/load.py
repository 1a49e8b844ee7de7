"""A load generator: HTTP/1.1 over kept connections, each sending its next request when it has its answer."""

import asyncio
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

import uvloop

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
HEAD_END = b"\r\n\r\n"
LOAD_CORE = 1


@dataclass
class Outcome:
    """What came back: how long it took, how many answers by status, how many bytes of bodies."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    body_bytes: int = 0
    first_failure: bytes = b""

    @property
    def answers(self) -> int:
        """How many answers came. Raises RuntimeError when any was not 2xx: a fast refusal is no result."""
        wrong = {status: count for status, count in self.statuses.items() if not 200 <= status < 300}
        if wrong:
            message = f"Not every answer was 2xx: {wrong}. The first: {self.first_failure[:300]!r}"
            raise RuntimeError(message)
        return self.statuses.total()


def http(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """One request as bytes."""
    head = {"Host": "127.0.0.1", **headers}
    if body:
        head["Content-Length"] = str(len(body))
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


class _Connection(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], outcome: Outcome) -> None:
        self.requests = requests
        self.outcome = outcome
        self.buffer = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out; nothing is sent before every connection stands."""
        # uvloop's transports have the methods of asyncio's and not their classes.
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take in a part of an answer, and go on once it is whole."""
        self.buffer += data
        head = self.buffer.find(HEAD_END)
        if head < 0:
            return
        length = LENGTH.search(self.buffer, 0, head + 2)
        if length is None:
            self.done.set_exception(RuntimeError(f"An answer without a length: {self.buffer[:200]!r}"))
            self.transport.close()
        elif len(self.buffer) >= head + len(HEAD_END) + int(length[1]):
            self._note(int(self.buffer[9:12]), int(length[1]))
            self.send_next()

    def _note(self, status: int, length: int) -> None:
        self.outcome.statuses[status] += 1
        self.outcome.body_bytes += length
        if status >= 300 and not self.outcome.first_failure:
            self.outcome.first_failure = self.buffer
        self.buffer = b""

    def send_next(self) -> None:
        """Send the next request, or close where there is none."""
        request = next(self.requests, None)
        if request is None:
            self.transport.close()
        else:
            self.transport.write(request)

    def connection_lost(self, error: Exception | None) -> None:
        """End, well or with the reason."""
        if self.done.done():
            return
        if error or self.buffer:
            self.done.set_exception(error or RuntimeError("The server closed in the middle of an answer."))
        else:
            self.done.set_result(None)


async def _drive(port: int, requests: Iterator[bytes], connections: int) -> Outcome:
    outcome = Outcome()
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(lambda: _Connection(requests, outcome), "127.0.0.1", port)
        for _ in range(connections)
    ]
    start = time.perf_counter()
    for _, connection in opened:
        connection.send_next()
    for _, connection in opened:
        await connection.done
    outcome.seconds = time.perf_counter() - start
    return outcome


def _until(seconds: float, requests: Iterator[bytes]) -> Iterator[bytes]:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        yield from islice(requests, 1)


def drive_for(seconds: float, port: int, requests: Callable[[], Iterator[bytes]], connections: int) -> Outcome:
    """Send requests for some seconds. Meant for a process of its own, which it pins to the load's core."""
    os.sched_setaffinity(0, {LOAD_CORE})
    return uvloop.run(_drive(port, _until(seconds, requests()), connections))


def drive_all(port: int, requests: Callable[[], Iterator[bytes]], connections: int) -> Outcome:
    """Send every request; they are made before the clock starts. Meant for a process of its own."""
    os.sched_setaffinity(0, {LOAD_CORE})
    made = list(requests())
    outcome = uvloop.run(_drive(port, iter(made), connections))
    if outcome.answers != len(made):
        message = f"{len(made)} requests were sent and {outcome.answers} answers came."
        raise RuntimeError(message)
    return outcome
