"""A demo in a process of its own, as a person would start it."""

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

START_SECONDS = 120
STOP_SECONDS = 20
LOOK_SECONDS = 0.1


PORTS = 1000
FIRST_PORT = 20_000 + PORTS * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 12)
"""The first of a thousand ports for each process of the tests, so that none takes what another is about to listen on.

All are below those that systems lend to outgoing connections: such a port may be gone before a server has it.
"""


def free_port(together: int = 1) -> int:
    """A port on the loopback address that nothing uses at the moment, nor the ports that follow it.

    The demo takes two: its own, and the next one for its identity provider.
    """
    while True:
        port = FIRST_PORT + secrets.randbelow(PORTS - together)
        if all(_is_free(port + more) for more in range(together)):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass(frozen=True)
class Page:
    """An answer: its status and its text."""

    status: int
    text: str


@dataclass(frozen=True)
class RunningDemo:
    """A demo that answers; `data` is its folder."""

    data: Path

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What `demo.json` says: base_url, issuer, write_key, accounts with their members, staff."""
        return msgspec.json.decode((self.data / "demo.json").read_bytes(), type=dict[str, Any])

    @property
    def base_url(self) -> str:
        """The address of the portal, without a slash at its end."""
        return str(self.facts["base_url"]).rstrip("/")

    def get(self, path: str) -> Page:
        """Fetch a page as somebody who is not signed in."""
        connection = HTTPConnection(urlsplit(self.base_url).netloc, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return Page(answer.status, answer.read().decode())
        finally:
            connection.close()


@contextmanager
def run_demo(command: Sequence[str], *, data: Path, cwd: Path) -> Iterator[RunningDemo]:
    """Run a demo on a data folder until the block ends. Fails with its output when it does not come up."""
    log = data.parent / f"{data.name}.log"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the caller's own command
            [*command, "--data", str(data)], cwd=cwd, env=clean, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield _wait(process, RunningDemo(data), log)
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], demo: RunningDemo, log: Path) -> RunningDemo:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if _answers(demo):
            return demo
        time.sleep(LOOK_SECONDS)
    what = "stopped" if process.poll() is not None else f"did not answer within {START_SECONDS} s"
    message = f"The demo {what}. It said:\n{log.read_text()}"
    raise AssertionError(message)


def _answers(demo: RunningDemo) -> bool:
    try:
        return (demo.data / "demo.json").exists() and demo.get("/healthz").status == 200
    except (OSError, msgspec.DecodeError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        message = f"The demo did not stop within {STOP_SECONDS} s of SIGTERM."
        raise AssertionError(message) from None
