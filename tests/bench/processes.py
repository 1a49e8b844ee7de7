"""Servers in processes of their own, on their own core, and what processor time and memory processes have used."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

from tests.process import free_port

P = ParamSpec("P")
Result = TypeVar("Result")
TICK = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60


def apart(function: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """Call a function in a fresh process, so that its core, its loop and its memory are its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


@contextmanager
def served(app: str, environment: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Run an application of tests.bench.server until the block ends. Gives its port and its process id."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.server", app, str(port)]
    settings = os.environ | environment | {"PORTAL_BASE_URL": f"http://127.0.0.1:{port}"}
    with subprocess.Popen(command, env=settings) as process:  # noqa: S603 - our own module
        try:
            _wait(process, port)
            yield port, process.pid
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            connection.close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = "The server under measurement did not start."
    raise RuntimeError(message)


def peak_memory(pid: int) -> float:
    """The most megabytes of memory that a process has held so far."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def cpu(pid: int | None) -> float:
    """Processor seconds of a process and its children, those that have ended included; 0 for no process."""
    return 0.0 if pid is None else sum(_own(each, ended=each == pid) for each in (pid, *_children(pid)))


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _own(pid: int, *, ended: bool) -> float:
    # Fields 14 and 15 of proc(5) are the process's own user and system time, 16 and 17 its ended children's.
    try:
        fields = [int(value) for value in _stat(pid)[11:15]]
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(fields if ended else fields[:2]) / TICK


def _children(pid: int) -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int(_stat(int(folder.name))[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == pid:
                yield int(folder.name)
