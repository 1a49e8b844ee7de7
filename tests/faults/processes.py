"""The portal's commands as processes that can be killed. What they load is loaded once, and each begins as a copy."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from portal.cli import main
from tests.faults.waiting import until

SETTINGS = {
    "PORTAL_SECRET_KEY": "faults " * 8,
    "PORTAL_STAFF_ISSUER": "https://login.example.com",
    "PORTAL_STAFF_CLIENT_ID": "faults",
    "PORTAL_STAFF_CLIENT_SECRET": "faults",
}
START_SECONDS = 60
STOP_SECONDS = 30

_begin = get_context("forkserver")
_begin.set_forkserver_preload(["portal.cli"])


def _run(command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
    """What the new process does: one command of the portal, as a shell would start it."""
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, sys.stdout.fileno())
    os.dup2(said, sys.stderr.fileno())
    os.environ.update(environment)
    main(command)


@dataclass
class Running:
    """A command of the portal; `begin` starts it again after it ended, with the same words."""

    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: BaseProcess = field(init=False)

    def begin(self) -> None:
        """Start, without waiting for anything."""
        # Not a daemon in multiprocessing's sense: nobody but the test ends it.
        self.process = _begin.Process(target=_run, args=(self.command, self.environment, self.log))
        self.process.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self.process.pid is not None
        return self.process.pid

    async def kill(self) -> None:
        """End it as a machine that loses its power does."""
        self.process.kill()
        await self._ended()

    async def stop(self) -> float:
        """Ask it to end, as a deployment does; the seconds it took. Fails where it must be forced."""
        start = time.monotonic()
        os.kill(self.pid, signal.SIGTERM)
        await self._ended()
        # The web server ends by the signal it was sent, once it is done.
        assert self.process.exitcode in {0, -signal.SIGTERM}, self.log.read_text()
        return time.monotonic() - start

    async def _ended(self) -> None:
        await asyncio.to_thread(self.process.join, STOP_SECONDS)
        assert not self.process.is_alive(), f"It did not end within {STOP_SECONDS} s.\n{self.log.read_text()}"

    def close(self) -> None:
        """Leave nothing running."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


@dataclass
class Serving(Running):
    """`portal serve` on a port."""

    port: int = 0

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    async def ready(self) -> None:
        """Wait until it serves, with its database."""
        try:
            async with asyncio.timeout(START_SECONDS):
                await until(lambda: asyncio.to_thread(self._is_ready))
        except TimeoutError:
            pytest.fail(f"It was not ready within {START_SECONDS} s.\n{self.log.read_text()}")

    def _is_ready(self) -> bool:
        assert self.process.is_alive(), self.log.read_text()
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection, suppress(OSError):
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        return False


def serving(database_url: str, port: int, log: Path) -> Serving:
    """A web server of the portal, begun."""
    server = Serving(("serve", "--port", str(port)), _environment(database_url, port), log, port=port)
    server.begin()
    return server


def working(database_url: str, log: Path) -> Running:
    """A worker of the portal, begun."""
    worker = Running(("worker",), _environment(database_url, 0), log)
    worker.begin()
    return worker


def _environment(database_url: str, port: int) -> Mapping[str, str]:
    return SETTINGS | {"PORTAL_DATABASE_URL": database_url, "PORTAL_BASE_URL": f"http://127.0.0.1:{port}"}
