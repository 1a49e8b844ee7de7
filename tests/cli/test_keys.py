import asyncio
from datetime import UTC, datetime

import pytest

from portal.db.engine import open_database
from portal.services import keys
from tests.cli.conftest import Run


async def holder(url: str, key: str) -> keys.Holder:
    database = open_database(url)
    try:
        async with database.write() as session:
            return await keys.authenticate(session, key=key, scope=keys.EVENTS_WRITE, now=datetime.now(UTC))
    finally:
        await database.close()


def test_a_new_key_is_printed_once_and_opens_the_door(run: Run, database_url: str) -> None:
    ended = run("keys", "create", "--label", "ERP", "--source", "erp", PORTAL_DATABASE_URL=database_url)
    assert ended.code == 0, ended.err
    (key,) = ended.out.splitlines()
    found = asyncio.run(holder(database_url, key))
    assert found.source is not None
    assert found.source.name == "erp"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--label", "ERP", "--source", "erp", "--scope", "everything"), "Unknown scope everything"),
        (("--label", "", "--source", "erp"), "Give the key a label"),
        (("--label", "ERP", "--source", "portal"), "is the portal itself"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(
    run: Run, database_url: str, arguments: tuple[str, ...], says: str
) -> None:
    ended = run("keys", "create", *arguments, PORTAL_DATABASE_URL=database_url)
    assert ended.code == 1
    assert says in ended.err
    assert ended.out == ""


def test_a_key_needs_a_label(run: Run) -> None:
    ended = run("keys", "create", "--source", "erp")
    assert ended.code == 2
    assert "--label" in ended.err
