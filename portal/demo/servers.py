"""The demo's processes in one: two web servers and a worker, until a signal ends them."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from portal.domain.errors import Unavailable
from portal.web.server import Server

GOODBYE_SECONDS = 3
LOOK_EVERY = 0.02


@dataclass(frozen=True, slots=True)
class Site:
    """A web application, the bound sockets it answers on, and what lets go of its open pages."""

    app: ASGIApp
    sockets: Sequence[socket.socket]
    on_stop: Callable[[], None]


class _Server(Server):
    """A server that leaves signals to the process it shares with another one."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def serve_until_stopped(
    sites: Sequence[Site], work: Callable[[asyncio.Event], Awaitable[None]], ready: Callable[[], None]
) -> None:
    """Serve every site and do the work until SIGINT or SIGTERM; `ready` is called when all of them answer.

    Raises Unavailable when a server cannot start; its log says why.
    """
    stop = asyncio.Event()
    for received in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(received, stop.set)
    servers = [_server(site) for site in sites]
    async with asyncio.TaskGroup() as tasks:
        for server, site in zip(servers, sites, strict=True):
            tasks.create_task(_serve(server, site, stop))
        tasks.create_task(_do(work, stop))
        if started := await _all_started(servers, stop):
            ready()
        await stop.wait()
        for server in servers:
            server.should_exit = True
    if not started:
        message = "The demo could not start; the lines above say why."
        raise Unavailable(message)


def _server(site: Site) -> _Server:
    config = uvicorn.Config(
        site.app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
    )
    return _Server(config, site.on_stop)


async def _serve(server: _Server, site: Site, stop: asyncio.Event) -> None:
    try:
        await server.serve(sockets=list(site.sockets))
    finally:
        stop.set()


async def _do(work: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
    try:
        await work(stop)
    finally:
        stop.set()


async def _all_started(servers: Sequence[_Server], stop: asyncio.Event) -> bool:
    while not all(server.started for server in servers):
        if stop.is_set():
            return False
        await asyncio.sleep(LOOK_EVERY)
    return True
