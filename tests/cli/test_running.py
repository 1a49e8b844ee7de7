import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from tests.cli.conftest import Run
from tests.process import free_port

SETTINGS = {
    "PORTAL_SECRET_KEY": "k" * 48,
    "PORTAL_BASE_URL": "https://onboarding.example.com",
    "PORTAL_STAFF_ISSUER": "https://login.example.com",
    "PORTAL_STAFF_CLIENT_ID": "portal",
    "PORTAL_STAFF_CLIENT_SECRET": "secret",
}
REQUIRED = {*SETTINGS, "PORTAL_DATABASE_URL"}


def test_serve_names_every_missing_setting_on_a_line_of_its_own(run: Run) -> None:
    ended = run("serve")
    lines = ended.err.splitlines()
    assert ended.code == 1
    assert {line.split()[0] for line in lines} == REQUIRED
    assert all(" is not set: set it to " in line for line in lines)
    assert ended.out == ""


@pytest.mark.parametrize("missing", sorted(SETTINGS))
def test_serve_names_the_one_setting_that_is_missing(run: Run, missing: str) -> None:
    present = {name: value for name, value in SETTINGS.items() if name != missing}
    ended = run("serve", PORTAL_DATABASE_URL="sqlite:///:memory:", **present)
    assert ended.code == 1
    assert [line.split()[0] for line in ended.err.splitlines()] == [missing]


def test_serve_refuses_a_short_secret_without_showing_it(run: Run) -> None:
    ended = run("serve", PORTAL_DATABASE_URL="sqlite:///:memory:", **SETTINGS | {"PORTAL_SECRET_KEY": "hunter2"})
    assert ended.code == 1
    assert ended.err.startswith("PORTAL_SECRET_KEY is too short")
    assert "hunter2" not in ended.err


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_an_empty_database_is_refused_with_the_command_that_mends_it(run: Run, command: str, tmp_path: object) -> None:
    ended = run(command, PORTAL_DATABASE_URL=f"sqlite:///{tmp_path}/portal.db", **SETTINGS)
    assert ended.code == 1
    assert "run `portal migrate`" in ended.err


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_portal_without_a_playbook_is_refused_with_the_command_that_mends_it(
    run: Run, command: str, database_url: str
) -> None:
    ended = run(command, PORTAL_DATABASE_URL=database_url, **SETTINGS)
    assert ended.code == 1
    assert ended.err == "No playbook has been published: run `portal content publish`.\n"


def test_a_database_that_is_away_is_one_line_without_the_password(run: Run) -> None:
    ended = run("serve", PORTAL_DATABASE_URL="postgresql://me:hunter2@127.0.0.1:1/portal", **SETTINGS)
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    assert "PORTAL_DATABASE_URL" in ended.err
    assert "hunter2" not in ended.err


def test_a_port_that_is_none_is_refused(run: Run) -> None:
    assert run("serve", "--port", "70000", **SETTINGS).code == 2


@contextmanager
def process(command: str, *options: str, database_url: str) -> Iterator[subprocess.Popen[str]]:
    """A command that runs on, in a process of its own, until the block ends."""
    environment = os.environ | SETTINGS | {"PORTAL_DATABASE_URL": database_url}
    with subprocess.Popen(  # noqa: S603 - this test's own command
        [sys.executable, "-m", "portal", command, *options], env=environment, stderr=subprocess.PIPE, text=True
    ) as running:
        yield running
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=30)


def test_serve_answers_on_its_port_and_names_no_server(run: Run, database_url: str) -> None:
    published = run("content", "publish", "--note", "First", "--author", "ken", PORTAL_DATABASE_URL=database_url)
    assert published.code == 0, published.err
    port = free_port()
    with process("serve", "--port", str(port), database_url=database_url) as server:
        assert server.stderr is not None
        said = next(line for line in server.stderr if "Uvicorn running" in line or "Error" in line)
        assert f"http://127.0.0.1:{port}" in said
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/login")
        answer = connection.getresponse()
        connection.close()
    assert answer.status == 200
    assert answer.getheader("Server") is None
