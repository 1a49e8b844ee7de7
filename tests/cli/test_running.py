import gc

import pytest

from portal import NEW_OBJECTS
from portal.cli.running import spare_what_stays
from tests.cli.conftest import Run
from tests.cli.processes import SETTINGS, serving

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


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_serve_answers_on_its_port_and_names_no_server(run: Run, database_url: str) -> None:
    published = run("content", "publish", "--note", "First", "--author", "ken", PORTAL_DATABASE_URL=database_url)
    assert published.code == 0, published.err
    with serving(database_url) as server:
        answer = server.get("/login")
    assert answer.status == 200
    assert "Server" not in answer.headers


def test_what_is_loaded_is_never_looked_through_for_garbage_again() -> None:
    before = gc.get_freeze_count()
    loaded: list[list[int]] = [[] for _ in range(9)]
    spare_what_stays()
    assert gc.get_freeze_count() >= before + len(loaded)
    assert gc.get_threshold()[0] == NEW_OBJECTS
