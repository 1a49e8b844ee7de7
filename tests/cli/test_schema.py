import asyncio
from pathlib import Path

import pytest

from portal.db.engine import open_database
from portal.db.migrate import expected_head, is_current
from tests.cli.conftest import Run


async def current(url: str) -> bool:
    database = open_database(url)
    try:
        return await is_current(database)
    finally:
        await database.close()


def test_migrate_needs_the_database_url_alone(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'portal.db'}"
    ended = run("migrate", PORTAL_DATABASE_URL=url)
    assert ended.code == 0, ended.err
    assert str(expected_head()) in ended.out
    assert asyncio.run(current(url))


def test_migrating_again_changes_nothing(run: Run, database_url: str) -> None:
    assert run("migrate", PORTAL_DATABASE_URL=database_url).code == 0
    assert asyncio.run(current(database_url))


def test_migrate_without_a_database_says_what_to_set(run: Run) -> None:
    ended = run("migrate")
    assert ended.code == 1
    assert ended.err.startswith("PORTAL_DATABASE_URL is not set: set it to ")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://localhost/portal", "names a database the portal does not run on"),
        ("portal.db", "is not a database address"),
    ],
)
def test_migrate_refuses_an_address_it_cannot_use(run: Run, url: str, says: str) -> None:
    ended = run("migrate", PORTAL_DATABASE_URL=url)
    assert ended.code == 1
    assert ended.err.startswith(f"PORTAL_DATABASE_URL {says}: set it to ")


def test_migrate_says_so_where_the_folder_of_the_database_is_missing(run: Run, tmp_path: Path) -> None:
    ended = run("migrate", PORTAL_DATABASE_URL=f"sqlite:///{tmp_path / 'nowhere' / 'portal.db'}")
    assert ended.code == 1
    assert ended.err.startswith(f"There is no folder {tmp_path / 'nowhere'} for the database")
    assert len(ended.err.splitlines()) == 1
