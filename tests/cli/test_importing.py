"""`portal import`: what it says, what it keeps, and that it keeps all or nothing."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.db.engine import open_database
from portal.db.tables import Account, Member
from tests.cli.conftest import Run

ACCOUNTS = "external_id,name,seats\nacme,Acme,40\nhalden,Halden Freight,\n"


async def _names(url: str) -> list[str]:
    database = open_database(url)
    async with database.read() as session:
        found = [*await session.scalars(select(Account.name)), *await session.scalars(select(Member.name))]
    await database.close()
    return sorted(found)


def names(url: str) -> list[str]:
    """Everybody and every account there is."""
    return asyncio.run(_names(url))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNTS, encoding="utf-8-sig")
    return path


def test_a_dry_run_tells_everything_and_keeps_nothing(run: Run, database_url: str, file: Path) -> None:
    ended = run("import", "accounts", str(file), "--dry-run", PORTAL_DATABASE_URL=database_url)
    assert (ended.code, ended.err) == (0, "")
    assert "Line 2: acme created" in ended.out
    assert "2 created, 0 changed, 0 unchanged. Nothing was kept" in ended.out
    assert names(database_url) == []


def test_the_same_file_twice_changes_nothing_the_second_time(run: Run, database_url: str, file: Path) -> None:
    run("import", "accounts", str(file), PORTAL_DATABASE_URL=database_url)
    assert names(database_url) == ["Acme", "Halden Freight"]
    again = run("import", "accounts", str(file), PORTAL_DATABASE_URL=database_url)
    assert again.out.splitlines()[-1] == "0 created, 0 changed, 2 unchanged."
    file.write_text(ACCOUNTS.replace("40", "41"), encoding="utf-8")
    changed = run("import", "accounts", str(file), PORTAL_DATABASE_URL=database_url)
    assert "Line 2: acme changed (seats)" in changed.out


def test_one_wrong_line_keeps_everything_out(run: Run, database_url: str, file: Path) -> None:
    file.write_text("external_id,name,csm\nacme,Acme,\nother,Other,nobody@vendor.test\n", encoding="utf-8")
    ended = run("import", "accounts", str(file), PORTAL_DATABASE_URL=database_url)
    assert ended.code == 1
    assert "Line 3: None of your CSMs has the address nobody@vendor.test" in ended.err
    assert names(database_url) == []


def test_members_come_into_accounts_that_exist(run: Run, database_url: str, file: Path) -> None:
    run("import", "accounts", str(file), PORTAL_DATABASE_URL=database_url)
    people = file.with_name("members.csv")
    people.write_text("account,external_id,name\nacme,u1,Priya Raman\nnone,u2,Elif Kaya\n", encoding="utf-8")
    lost = run("import", "members", str(people), PORTAL_DATABASE_URL=database_url)
    assert (lost.code, "Line 3: There is no account" in lost.err) == (1, True)
    people.write_text("account,external_id,name,role\nacme,u1,Priya Raman,admin\n", encoding="utf-8")
    ended = run("import", "members", str(people), PORTAL_DATABASE_URL=database_url)
    assert ended.out.splitlines()[-1] == "1 created, 0 changed, 0 unchanged."
    assert "Priya Raman" in names(database_url)
