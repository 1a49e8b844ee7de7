"""Fixtures every test may use: both databases, each test with an empty one, already migrated."""

import gc
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from portal.db.engine import Database, open_database
from portal.logs import configure_logs
from tests.databases import PostgresServer, migrated, postgres, quick_folder
from tests.spread import Spread

# The same code gets the same examples, so that it is refused every time or never; a busy machine is no reason.
# `make thorough` looks for examples that nobody has tried.
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("searching"), derandomize=True)
settings.load_profile("same")

pytest_plugins = ["tests.faults.report"]
BACKENDS = ("sqlite", "postgresql")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Spread:
    """Spread the tests as `tests/spread.py` says, whatever way the command line names."""
    return Spread(config, log)


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make, not again and again among all that was imported: an eighth quicker."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def readable_logs() -> None:
    """Whatever a test logs is for a person."""
    configure_logs(plain=True)


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[Path]:
    """A migrated SQLite file to copy."""
    with quick_folder("portal-sqlite-") as folder:
        path = folder / "template.db"
        migrated(f"sqlite:///{path}")
        yield path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server with a migrated database."""
    with postgres() as server:
        yield server


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty, migrated database: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        with quick_folder("portal-sqlite-") as folder:
            shutil.copy(template, folder / "portal.db")
            yield f"sqlite:///{folder / 'portal.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    yield server.take()
    server.give_back()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty, migrated database on each backend."""
    database = open_database(database_url)
    yield database
    await database.close()
