"""The application on an address of its own, which it keeps through a restart."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send

from portal.db.tables import Event, Quarantined
from tests import npm
from tests.ingest.world import rows
from tests.process import free_port
from tests.web.event_app import EventApp, event_app


@dataclass
class Served:
    """A portal that clients talk to over real connections."""

    portal: EventApp
    port: int
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    _answered: asyncio.Event = field(default_factory=asyncio.Event)
    _back: asyncio.Event = field(default_factory=asyncio.Event)
    _dies: bool = False
    _ended: bool = False

    @property
    def address(self) -> str:
        """Where it listens, as a host name that is not that of the pages of the tests."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        # The playbook is in place already, so there is nothing to start up.
        self.server = uvicorn.Server(uvicorn.Config(self._app, lifespan="off", interface="asgi3", log_config=None))
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.serving = asyncio.create_task(self.server.serve(sockets=[self.listener]))
        self._ended = False

    def _hang_up(self) -> None:
        for connection in list(self.server.server_state.connections):
            connection.transport.abort()

    async def stop(self) -> None:
        self._hang_up()
        self._ended = True
        self.server.should_exit = self.server.force_exit = True
        self._back.set()
        await self.serving
        self.listener.close()

    def die_before_the_next_answer(self) -> None:
        """Store the next events and never say so, as a server that is killed in that moment."""
        self._dies = True

    async def restart(self) -> None:
        """Wait until the answer is lost, then come back on the same address."""
        await asyncio.wait_for(self.lost.wait(), 20)
        await self.stop()
        await self.start()

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._ended:
            # The server serves on whoever it accepted in its last moment.
            self._hang_up()
            return

        async def send_unless_dead(message: Message) -> None:
            if self._dies and scope["method"] == "POST":
                self._dies = False
                self.lost.set()
                await self._back.wait()
            await send(message)
            self._answered.set()

        await self.portal.app(scope, receive, send_unless_dead)

    async def landed(self, *columns: str) -> list[tuple[object, ...]]:
        """The events that were stored, and nothing was set aside."""
        assert await rows(self.portal.database, Quarantined, "code", "reason") == []
        return list(await rows(self.portal.database, Event, *columns))

    async def until_landed(self, many: int) -> None:
        self._answered.clear()
        while len(await self.landed("name")) < many:
            await self._answered.wait()
            self._answered.clear()


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with event_app(database_url) as portal:
        served = Served(portal, free_port())
        parts = portal.app.state.portal
        settings = parts.settings.model_copy(update={"base_url": served.address})
        portal.app.state.portal = replace(parts, settings=settings)
        await served.start()
        yield served
        await served.stop()


@pytest.fixture(scope="session")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients of npm, by their lock file."""
    return npm.install(Path(__file__).parent / "clients", tmp_path_factory.mktemp("event-clients"))
