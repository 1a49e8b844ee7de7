"""The audit only grows: the code has no way to change it, and the databases refuse."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from portal.db import audit
from portal.db.engine import Database
from portal.db.tables import AuditEntry
from portal.domain.audit import Act, Actor, ActorKind, Sought
from tests.factories import NOW, add_account

TOMAS = Actor(ActorKind.STAFF, None, "Tomás Vidal", "a" * 32)
KEY = Actor(ActorKind.KEY, None, "CRM 100%")


async def fill(database: Database) -> None:
    halden = await add_account(database, name="Halden Freight")
    async with database.write() as session:
        for days, account_id, actor, act in (
            (3, halden, TOMAS, "task.added"),
            (2, halden, KEY, "account.changed"),
            (1, None, TOMAS, "branding.changed"),
        ):
            then = NOW - timedelta(days=days)
            await audit.record(session, account_id=account_id, actor=actor, act=Act(act, "It"), now=then)


async def seek(database: Database, sought: Sought, before: int | None = None, limit: int = 9) -> list[str]:
    async with database.read() as session:
        found = await audit.search(session, sought=sought, before=before, limit=limit)
    return [one.entry.act.name for one in found]


@pytest.mark.parametrize("statement", [update(AuditEntry).values(subject="Else"), delete(AuditEntry)])
async def test_the_database_refuses_to_change_or_remove_entries(database: Database, statement: object) -> None:
    await fill(database)
    with pytest.raises(DBAPIError, match="neither changed nor removed"):
        async with database.write() as session:
            await session.execute(statement)  # type: ignore[call-overload]  # one of the two above
    assert len(await seek(database, Sought())) == 3


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_postgresql_refuses_to_empty_the_table(database: Database) -> None:
    await fill(database)
    with pytest.raises(DBAPIError, match="neither changed nor removed"):
        async with database.write() as session:
            await session.execute(text("TRUNCATE audit_entries"))


def test_no_code_changes_or_removes_entries() -> None:
    folder = Path(audit.__file__).parents[1]
    sources = [path.read_text() for path in folder.rglob("*.py") if "migrations" not in path.parts]
    assert any("insert(AuditEntry)" in source for source in sources)
    assert not [source for source in sources if "update(AuditEntry" in source or "delete(AuditEntry" in source]


@pytest.mark.parametrize(
    ("sought", "names"),
    [
        (Sought(), ["branding.changed", "account.changed", "task.added"]),
        (Sought(who="vidal"), ["branding.changed", "task.added"]),
        (Sought(who="%"), ["account.changed"]),
        (Sought(noun="task"), ["task.added"]),
        (Sought(noun="ta"), []),
        (Sought(account="HALDEN"), ["account.changed", "task.added"]),
        (Sought(since=NOW - timedelta(days=2)), ["branding.changed", "account.changed"]),
        (Sought(until=NOW - timedelta(days=2)), ["task.added"]),
    ],
)
async def test_entries_are_found_by_who_what_whom_and_when(
    database: Database, sought: Sought, names: list[str]
) -> None:
    await fill(database)
    assert await seek(database, sought) == names


async def test_the_next_page_goes_on_where_the_last_one_ended(database: Database) -> None:
    await fill(database)
    async with database.read() as session:
        first = await audit.search(session, sought=Sought(), before=None, limit=2)
        everything = [one async for one in audit.search_every(session, sought=Sought())]
    assert await seek(database, Sought(), before=first[-1].entry.id) == ["task.added"]
    assert [one.entry.id for one in everything][:2] == [one.entry.id for one in first]
    assert [one.account for one in everything] == [None, "Halden Freight", "Halden Freight"]
