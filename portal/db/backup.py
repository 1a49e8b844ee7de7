"""Copies of an SQLite database, taken while the portal runs and put back while it does not."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from portal.db.migrate import alembic_config, expected_head
from portal.domain.errors import Conflict, Invalid

ELSEWHERE: Final = (
    "This is for SQLite. PostgreSQL has better tools of its own: `pg_dump` and `pg_restore`, or a continuous archive. "
    "docs/operations.md says how."
)
IN_USE: Final = "The database is in use: stop every `portal serve` and `portal worker` that has it open first."
BESIDE: Final = ("-wal", "-shm")
"""The files SQLite keeps beside a database."""


def file_of(url: str) -> Path:
    """The file of an SQLite database. Raises Invalid for any other kind."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        raise Invalid(ELSEWHERE)
    return Path(str(parsed.database))


def back_up(database: Path, to: Path) -> str:
    """Copy a database as it is at one moment, without holding up whoever writes; the schema revision of the copy.

    Raises Conflict where there is a file of that name already, Invalid where the database is none of the portal's.
    """
    revision = _revision(database)
    if to.exists():
        message = f"There is a file {to} already: name another one, or move it away."
        raise Conflict(message)
    _copy(database, to)
    return revision


def restore(backup: Path, to: Path, *, force: bool) -> str:
    """Put a backup in the place of a database, whole or not at all; the schema revision it has.

    Raises Conflict where there is a database already, unless one insists, and where it is in use; Invalid where the
    backup is none, is damaged, or was made by a newer version.
    """
    revision = _revision(backup)
    if to.exists() and not force:
        message = f"There is a database at {to} already: move it away, or say --force to lose it."
        raise Conflict(message)
    if to.exists():
        _require_idle(to)
    _copy(backup, to)
    return revision


def is_old(revision: str) -> bool:
    """Whether `portal migrate` has to bring a database of this revision up to date."""
    return revision != expected_head()


def _revision(file: Path) -> str:
    """The schema revision of a sound database of this version or an older one. Raises Invalid otherwise."""
    if not file.is_file():
        message = f"There is no file {file}."
        raise Invalid(message)
    with _legible(file), closing(sqlite3.connect(file)) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if sound != "ok":
        message = f"{file} is damaged: {sound}."
        raise Invalid(message)
    if found not in _known():
        message = f"{file} has the schema {found}, which this version of the portal does not know: use a newer one."
        raise Invalid(message)
    return str(found)


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def _require_idle(file: Path) -> None:
    """Raise Conflict while somebody has the database open. What is no database any more is nobody's."""
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        try:
            # Only whoever is alone may leave the write-ahead log.
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError:
            raise Conflict(IN_USE) from None
        except sqlite3.DatabaseError:
            return


def _copy(source: Path, to: Path) -> None:
    """Copy a database into a file that only its owner may read, and that appears when it is whole."""
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    part.touch(0o600, exist_ok=False)
    try:
        with _legible(source), closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
        _settle(part)
        for ending in BESIDE:
            to.with_name(to.name + ending).unlink(missing_ok=True)
        part.replace(to)
        _settle(to.parent)
    finally:
        part.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    """Wait until a file, or what a folder lists, has reached the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _legible(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        message = f"{file} cannot be copied as a database of the portal: {error}."
        raise Invalid(message) from None
