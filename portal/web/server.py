"""The web server, which lets go of open pages before it stops."""

import socket
from collections.abc import Callable

import uvicorn


class Server(uvicorn.Server):
    """Calls `on_stop` when asked to stop, before it waits for the answers under way.

    An open page's event stream is an answer that never ends by itself.
    """

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop taking requests, finish those under way, and end."""
        self._on_stop()
        await super().shutdown(sockets)
