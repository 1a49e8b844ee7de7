"""The places to break, each with its processes, for all tests of this folder."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.db.engine import open_database
from portal.db.migrate import migrate
from tests.faults.place import Place, furnish
from tests.faults.postgres import Postgres
from tests.faults.report import Shown, note


@dataclass(frozen=True)
class Load:
    """How much a run is to bear: events for each fault, and for the servers that are killed so many times."""

    long: bool
    events: int
    kills: int
    events_of_kills: int


@pytest.fixture(scope="session")
def load(request: pytest.FixtureRequest) -> Load:
    """A little, or with `make faults` as much as is promised."""
    long = bool(request.config.getoption("--long-faults"))
    return Load(long, 5_000, 12, 60_000) if long else Load(long, 400, 1, 400)


@pytest.fixture(scope="session")
def on_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An installation on SQLite."""
    folder = tmp_path_factory.mktemp("faults-sqlite")
    shutil.copy(sqlite_template, folder / "portal.db")
    url = f"sqlite:///{folder / 'portal.db'}"
    place = Place(url, folder, asyncio.run(furnish(url)))
    yield place
    place.close()


@pytest.fixture(scope="session")
def on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An installation on a PostgreSQL of its own, which its processes reach over a wire."""
    postgres = Postgres()
    place = Place(
        postgres.url, tmp_path_factory.mktemp("faults-postgresql"), asyncio.run(_built(postgres.url)), postgres
    )
    yield place
    place.close()
    postgres.close()


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def place(request: pytest.FixtureRequest) -> Place:
    """Each of the two, one after the other."""
    found: Place = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def note_shown(request: pytest.FixtureRequest) -> Callable[[Shown], None]:
    """Puts a row into the table at the end of the run."""
    return lambda shown: note(request, shown)


async def _built(url: str) -> str:
    database = open_database(url)
    await migrate(database)
    await database.close()
    return await furnish(url)
