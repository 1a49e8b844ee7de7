"""What is known about one person, from the command line."""

import asyncio
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from portal.db.engine import Database, open_database
from portal.db.tables import AuditEntry, Suppression
from tests.cli.conftest import Run
from tests.ingest.world import account, rows, send, track

# What is stored is tried on both databases in tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WHY = ("--reason", "Jane, by letter")


@pytest.fixture
def told(database_url: str) -> str:
    """A database that knows of Jane."""

    async def tell() -> None:
        database = open_database(database_url)
        await account(database)
        await send(database, track("Order Dispatched", "jane"))
        await database.close()

    asyncio.run(tell())
    return database_url


async def kept(url: str) -> tuple[int, list[str]]:
    """How many are suppressed, and what the audit says."""
    database: Database = open_database(url)
    found = len(await rows(database, Suppression, "fingerprint"))
    acts = [act for _, act in await rows(database, AuditEntry, "id", "act")]
    await database.close()
    return found, acts


def test_a_copy_is_written_and_leaves_a_receipt(run: Run, told: str, tmp_path: Path) -> None:
    to = tmp_path / "jane.zip"
    ended = run("people", "export", "acme", "jane", "--to", str(to), *WHY, PORTAL_DATABASE_URL=told)
    assert ended.code == 0, ended.err
    with ZipFile(to) as files:
        assert json.loads(files.read("data.json"))["events"][0]["name"] == "Order Dispatched"
    assert asyncio.run(kept(told)) == (0, ["person.export", "person.copy_fetched"])


def test_a_person_is_suppressed_taken_in_again_and_deleted(run: Run, told: str) -> None:
    counts = []
    for command in (("suppress", *WHY), ("resume",), ("delete", *WHY)):
        ended = run("people", command[0], "acme", "jane", *command[1:], PORTAL_DATABASE_URL=told)
        assert ended.code == 0, ended.err
        counts.append(asyncio.run(kept(told))[0])
    assert counts == [1, 0, 1]
    assert "a worker removes what is known about them" in ended.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("delete", "nowhere", "jane", *WHY), "There is no account “nowhere”"),
        (("delete", "acme", "nobody", *WHY), "Nobody in this account is known as “nobody”"),
        (("resume", "acme", "jane"), "Nobody with this id is suppressed"),
    ],
)
def test_whoever_is_not_there_is_said_so(run: Run, told: str, arguments: tuple[str, ...], says: str) -> None:
    ended = run("people", *arguments, PORTAL_DATABASE_URL=told)
    assert (ended.code, ended.out) == (1, "")
    assert says in ended.err
