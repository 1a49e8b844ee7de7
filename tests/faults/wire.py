"""A wire between the portal and PostgreSQL that can be slow, be cut, or swallow everything."""

import asyncio
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from tests.faults.waiting import until

CHUNK: Final = 65_536
RESET: Final = struct.pack("ii", 1, 0)
"""The `linger` with which closing a socket says “reset” and not “goodbye”."""


@dataclass(eq=False)
class _Flow:
    """One connection: the portal's end and the database's. A lost one stays silent for good."""

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter
    lost: bool = False

    def reset(self) -> None:
        """End it without a goodbye."""
        for end in (self.near, self.far):
            if end.is_closing():
                continue
            end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            end.transport.abort()


class Wire:
    """Listens on a TCP port and carries bytes to a socket in the file system and back, in a thread of its own.

    `delay` holds back everything for so many seconds each way. While it `stalls`, nothing is carried; all of it is
    afterwards. While it `swallows`, whatever is said disappears, and what was open then is lost for good, as with a
    firewall that forgot it. `cut` resets every connection.
    """

    def __init__(self, target: str) -> None:
        self.delay = 0.0
        self.stalls = False
        self.swallows = False
        self._target = target
        self._flows: set[_Flow] = set()
        self._open = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._listen(),))
        self._closed = asyncio.Event()
        self._thread.start()

    def cut(self) -> None:
        """Reset every connection there is; new ones are carried."""
        self._loop.call_soon_threadsafe(self._reset)

    def close(self) -> None:
        """Carry nothing any more."""
        self._loop.call_soon_threadsafe(self._closed.set)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> None:
        async with await asyncio.start_server(self._carry, sock=self._listener):
            await self._closed.wait()
        # Whoever was let in just before begins now.
        await asyncio.sleep(0)
        await until(self._empty)

    def _reset(self) -> None:
        for flow in self._flows:
            flow.reset()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            answers, far = await asyncio.open_unix_connection(self._target)
        except OSError:
            await _hang_up(writer)
        else:
            flow = _Flow(writer, far)
            self._flows.add(flow)
            await asyncio.gather(self._pump(flow, reader, far), self._pump(flow, answers, writer))
            self._flows.discard(flow)
            await _hang_up(writer)
            await _hang_up(far)
        self._open -= 1

    async def _hold_back(self) -> None:
        await asyncio.sleep(self.delay)
        await until(self._carries)

    async def _carries(self) -> bool:
        return not self.stalls

    async def _empty(self) -> bool:
        self._reset()
        return not self._open

    async def _pump(self, flow: _Flow, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(CHUNK):
                flow.lost = flow.lost or self.swallows
                if not flow.lost:
                    await self._hold_back()
                    sink.write(data)
                    await sink.drain()
        if not flow.lost:
            sink.close()


async def _hang_up(end: asyncio.StreamWriter) -> None:
    """Close one end, and wait until it is: what is left open when the loop ends is told as a leak."""
    end.close()
    with suppress(OSError):
        await end.wait_closed()
