"""Commands that run on, in processes of their own, as an installation starts them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from typing import Any

from tests.process import free_port

SETTINGS = {
    "PORTAL_SECRET_KEY": "k" * 48,
    "PORTAL_BASE_URL": "https://onboarding.example.com",
    "PORTAL_STAFF_ISSUER": "https://login.example.com",
    "PORTAL_STAFF_CLIENT_ID": "portal",
    "PORTAL_STAFF_CLIENT_SECRET": "secret",
}
END_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """An answer: its status, its headers, and its text."""

    status: int
    headers: Message
    text: str


@dataclass(frozen=True)
class Command:
    """A command under way. Everything it writes is lines of JSON on its standard output."""

    process: subprocess.Popen[str]

    def until(self, event: str) -> dict[str, Any]:
        """The next line about this event; those before it are passed over."""
        assert self.process.stdout is not None
        said = (json.loads(line) for line in self.process.stdout)
        return next(line for line in said if line["event"].startswith(event))

    def end(self) -> list[dict[str, Any]]:
        """Ask it to stop, and wait until it has; the lines it still wrote."""
        self.process.terminate()
        said, _ = self.process.communicate(timeout=END_SECONDS)
        return [json.loads(line) for line in said.splitlines()]


@dataclass(frozen=True)
class Server(Command):
    """`portal serve` on a port of its own."""

    port: int

    def connect(self) -> HTTPConnection:
        """A new connection to it."""
        return HTTPConnection("127.0.0.1", self.port, timeout=10)

    def get(self, path: str) -> Answer:
        """Fetch a page on a connection of its own."""
        connection = self.connect()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())
        finally:
            connection.close()


@contextmanager
def running(command: str, *options: str, database_url: str) -> Iterator[subprocess.Popen[str]]:
    """A command that runs on, until the block ends."""
    environment = os.environ | SETTINGS | {"PORTAL_DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603 - the caller's own command
        [sys.executable, "-m", "portal", command, *options], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def serving(database_url: str, *options: str) -> Iterator[Server]:
    """A server that answers, until the block ends."""
    port = free_port()
    with running("serve", "--port", str(port), *options, database_url=database_url) as process:
        server = Server(process, port)
        server.until("Uvicorn running")
        yield server
