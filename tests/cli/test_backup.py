import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal.db.migrate import expected_head
from tests.cli.conftest import Run

ADD = "INSERT INTO event_names VALUES (1, ?, 1, '2026-11-02', '2026-11-02')"


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    """The database of an installation, which holds the event name `first`."""
    path = tmp_path / "portal.db"
    shutil.copy(sqlite_template, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(ADD, ("first",))
    return path


@pytest.fixture
def backup(file: Path, run: Run, tmp_path: Path) -> Path:
    """A backup, after which the installation went on: it holds the event name `second` too."""
    path = tmp_path / "backup.db"
    assert run("backup", str(path), PORTAL_DATABASE_URL=at(file)).code == 0
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(ADD, ("second",))
    return path


@pytest.fixture
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """The database as a running portal has it open."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("SELECT * FROM event_names").fetchall()
        yield connection


def at(file: Path) -> str:
    return f"sqlite:///{file}"


def names(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM event_names ORDER BY name")]


def change_version(file: Path, version: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


def test_a_backup_holds_what_was_committed_while_somebody_writes(
    run: Run, file: Path, opened: sqlite3.Connection, tmp_path: Path
) -> None:
    opened.execute(ADD, ("not yet",))
    ended = run("backup", str(tmp_path / "backup.db"), PORTAL_DATABASE_URL=at(file))
    opened.commit()
    assert ended.code == 0, ended.err
    assert f"at schema {expected_head()} to" in ended.out
    assert "PORTAL_SECRET_KEY" in ended.out
    assert names(tmp_path / "backup.db") == ["first"]
    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir() if "backup" in path.name} == {"backup.db"}


def test_a_backup_never_takes_the_place_of_a_file(run: Run, file: Path, backup: Path) -> None:
    ended = run("backup", str(backup), PORTAL_DATABASE_URL=at(file))
    assert ended.code == 1
    assert "name another one" in ended.err
    assert names(backup) == ["first"]


def test_a_backup_is_restored_where_nothing_is(run: Run, backup: Path, tmp_path: Path) -> None:
    ended = run("restore", str(backup), PORTAL_DATABASE_URL=at(tmp_path / "new.db"))
    assert (ended.code, ended.err) == (0, "")
    assert "migrate" not in ended.out
    assert names(tmp_path / "new.db") == ["first"]


def test_a_database_is_lost_only_to_whoever_insists(run: Run, file: Path, backup: Path) -> None:
    ended = run("restore", str(backup), PORTAL_DATABASE_URL=at(file))
    assert ended.code == 1
    assert "--force" in ended.err
    assert names(file) == ["first", "second"]
    assert run("restore", str(backup), "--force", PORTAL_DATABASE_URL=at(file)).code == 0
    assert names(file) == ["first"]


@pytest.mark.usefixtures("opened")
def test_a_database_that_a_portal_has_open_is_not_lost_at_all(run: Run, file: Path, backup: Path) -> None:
    ended = run("restore", str(backup), "--force", PORTAL_DATABASE_URL=at(file))
    assert ended.code == 1
    assert "portal worker" in ended.err
    assert names(file) == ["first", "second"]


def test_a_database_beyond_reading_is_replaced(run: Run, file: Path, backup: Path) -> None:
    file.write_bytes(b"no database any more " * 1000)
    assert run("restore", str(backup), "--force", PORTAL_DATABASE_URL=at(file)).code == 0
    assert names(file) == ["first"]


def test_an_older_backup_is_restored_and_says_what_comes_next(run: Run, backup: Path, tmp_path: Path) -> None:
    change_version(backup, "0001")
    ended = run("restore", str(backup), PORTAL_DATABASE_URL=at(tmp_path / "new.db"))
    assert ended.code == 0
    assert "portal migrate" in ended.out


def test_what_a_newer_version_made_is_refused(run: Run, backup: Path, tmp_path: Path) -> None:
    change_version(backup, "9999")
    ended = run("restore", str(backup), PORTAL_DATABASE_URL=at(tmp_path / "new.db"))
    assert ended.code == 1
    assert "use a newer one" in ended.err
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("content", [b"", b"notes, not a database " * 100])
def test_what_is_no_backup_is_refused(run: Run, content: bytes, file: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(content)
    ended = run("restore", str(tmp_path / "notes.txt"), "--force", PORTAL_DATABASE_URL=at(file))
    assert ended.code == 1
    assert "notes.txt cannot be copied" in ended.err
    assert names(file) == ["first"]


def test_a_damaged_backup_is_refused(run: Run, file: Path, backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    backup.write_bytes(content)
    ended = run("restore", str(backup), "--force", PORTAL_DATABASE_URL=at(file))
    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    assert names(file) == ["first", "second"]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_postgresql_is_left_to_its_own_tools(run: Run, command: str, tmp_path: Path) -> None:
    ended = run(command, str(tmp_path / "x"), PORTAL_DATABASE_URL="postgresql://me@127.0.0.1:1/portal")
    assert ended.code == 1
    assert "pg_dump" in ended.err
