from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import ApiKey
from portal.domain.errors import Forbidden, Invalid, NotFound, Unauthenticated
from portal.identity.keys import parse
from portal.services import keys

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
WRITE = frozenset({keys.EVENTS_WRITE})


async def create(database: Database, label: str = "Product", source: str | None = "product") -> str:
    async with database.write() as session:
        return await keys.create(session, label=label, source=source, scopes=WRITE, now=NOW)


async def authenticate(
    database: Database, key: str, now: datetime = NOW, scope: str = keys.EVENTS_WRITE
) -> keys.Holder:
    async with database.write() as session:
        return await keys.authenticate(session, key=key, scope=scope, now=now)


async def last_used(database: Database) -> datetime | None:
    async with database.read() as session:
        return (await session.execute(select(ApiKey.last_used_at))).scalar_one()


async def test_a_key_says_whom_it_sends_for(database: Database) -> None:
    holder = await authenticate(database, await create(database))
    assert holder.source is not None
    assert (holder.source.name, holder.source.browser) == ("product", False)


async def test_two_live_keys_of_a_source_share_it_and_end_alone(database: Database) -> None:
    old, new = await create(database, "Old"), await create(database, "New")
    assert (await authenticate(database, old)).source == (await authenticate(database, new)).source
    presented = parse(old)
    assert presented is not None
    async with database.write() as session:
        await keys.revoke(session, key_id=presented.id, now=NOW)
    with pytest.raises(Unauthenticated):
        await authenticate(database, old)
    await authenticate(database, new)
    async with database.write() as session:
        with pytest.raises(NotFound, match="no live key"):
            await keys.revoke(session, key_id=presented.id, now=NOW)


async def test_the_secret_is_nowhere_in_the_database(database: Database) -> None:
    key = await create(database)
    async with database.read() as session:
        row = (await session.execute(select(ApiKey.id, ApiKey.secret_hash, ApiKey.label))).one()
    secret = key.split(".")[2]
    assert all(secret[:64] not in value for value in row)


async def test_use_is_noted_at_most_once_a_minute(database: Database) -> None:
    key = await create(database)
    assert await last_used(database) is None
    await authenticate(database, key)
    await authenticate(database, key, NOW + timedelta(seconds=59))
    assert await last_used(database) == NOW
    await authenticate(database, key, NOW + timedelta(seconds=61))
    assert await last_used(database) == NOW + timedelta(seconds=61)


async def test_a_key_opens_only_its_scopes(database: Database) -> None:
    key = await create(database)
    with pytest.raises(Forbidden, match="accounts:write"):
        await authenticate(database, key, scope="accounts:write")


@pytest.mark.parametrize(
    ("label", "source", "scopes", "mend"),
    [
        ("", "product", WRITE, "label"),
        ("x" * 121, "product", WRITE, "label"),
        ("Key", "product", {"everything"}, "choose from"),
        ("Key", "product", set(), "choose from"),
        ("Key", None, WRITE, "needs a source"),
        ("Key", "portal", WRITE, "the portal itself"),
        ("Key", "x" * 81, WRITE, "shorter"),
    ],
)
async def test_a_key_that_makes_no_sense_is_refused_with_its_mend(
    database: Database, label: str, source: str | None, scopes: set[str], mend: str
) -> None:
    async with database.write() as session:
        with pytest.raises(Invalid, match=mend):
            await keys.create(session, label=label, source=source, scopes=scopes, now=NOW)
