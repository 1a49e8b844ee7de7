import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.conftest import Run
from tests.process import free_port

DEMO = (sys.executable, "-m", "portal", "demo", "--accounts", "2")


@pytest.fixture
def port() -> int:
    """A port that is free, and whose next one is free too."""
    return free_port(2)


@pytest.mark.parametrize("ending", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.thorough)])
def test_the_demo_says_whom_to_be_serves_its_first_page_and_ends_on_a_signal(
    tmp_path: Path, port: int, ending: signal.Signals
) -> None:
    command = [*DEMO, "--port", str(port), "--data", str(tmp_path / "data")]
    with subprocess.Popen(  # noqa: S603 - this test's own command
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as demo:
        assert demo.stdout is not None
        said = "".join(lines_until("Ctrl-C stops the portal", demo.stdout))
        with urlopen(f"http://127.0.0.1:{port}/login", timeout=30) as page:
            assert "<h1" in page.read().decode()
        demo.send_signal(ending)
        said += demo.stdout.read()
        assert demo.wait(30) == 0
    assert f"The portal runs at http://127.0.0.1:{port}" in said
    assert "sam.okoro@haldenfreight.example" in said
    assert "Traceback" not in said
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def lines_until(last: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines up to and with the first that says something."""
    for line in lines:
        yield line
        if last in line:
            return


@pytest.mark.parametrize("offset", [0, 1])
def test_a_taken_port_is_one_line_that_names_the_option(run: Run, tmp_path: Path, port: int, offset: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + offset))
        other.listen()
        ended = run("demo", "--port", str(port), "--data", str(tmp_path / "data"))
    assert ended.code == 1
    (line,) = ended.err.splitlines()
    assert line.startswith(f"Port {port + offset} is taken")
    assert "--port" in line
    assert not (tmp_path / "data").exists()


def test_an_address_that_is_no_database_is_refused(run: Run, tmp_path: Path, port: int) -> None:
    data = str(tmp_path / "data")
    ended = run("demo", "--port", str(port), "--data", data, "--database", "mysql://localhost/portal")
    assert ended.code == 1
    assert ended.err.startswith("--database names a database the portal does not run on")


@pytest.mark.parametrize("number", ["0", "1001", "many"])
def test_a_number_of_accounts_that_cannot_be_is_refused(run: Run, number: str) -> None:
    ended = run("demo", "--accounts", number)
    assert ended.code == 2
    assert "--accounts" in ended.err
