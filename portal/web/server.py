"""The web server, which says that it leaves before it does."""

import asyncio
import socket
from collections.abc import Callable
from typing import Final

import uvicorn

LOOK_SECONDS: Final = 0.1


class Server(uvicorn.Server):
    """Leaves in three steps when asked to stop.

    It calls `on_notice` and goes on for `notice` seconds, so that whoever shares requests out can turn to other
    processes. Then it calls `on_stop` to let go of open pages: their event streams are answers that never end by
    themselves. Then it takes no more, and finishes the answers under way.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        on_stop: Callable[[], None],
        *,
        on_notice: Callable[[], None] | None = None,
        notice: float = 0.0,
    ) -> None:
        super().__init__(config)
        self._on_stop = on_stop
        self._on_notice = on_notice
        self._notice = notice

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Give notice, stop taking requests, finish those under way, and end."""
        if self._on_notice:
            self._on_notice()
        await self._last_requests()
        self._on_stop()
        await super().shutdown(sockets)

    async def _last_requests(self) -> None:
        """Wait until the notice has run out, or somebody insists."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._notice
        while loop.time() < end and not self.force_exit:  # noqa: ASYNC110 - uvicorn tells of a second signal by a flag
            await asyncio.sleep(LOOK_SECONDS)
