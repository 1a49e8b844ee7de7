import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db.engine import Database, open_database
from portal.db.tables import Account, AuditEntry, Event, Member, MilestoneCompletion, Quarantined, VerdictRecord
from portal.demo.data import Order, ready_data
from portal.demo.folder import DataFolder
from portal.demo.run import Options, demo_settings
from portal.demo.sign_in import clients, people
from portal.demo.story.people import NEWCOMERS
from portal.domain.errors import Conflict
from portal.domain.roles import Role
from portal.resources import PLAYBOOK
from portal.services import keys, risk
from tests.catalogues import shipped

ON_SQLITE = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)], indirect=True
)
"""What is slow is tried on the database that demos have; that the other takes the same data is shown by the rest."""


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    made.make()
    return made


async def prepare(
    folder: DataFolder, url: str, *, accounts: int = 2, reset: bool = False, port: int = 8000
) -> dict[str, Any]:
    """Ready the data as the command would; answers what `demo.json` says."""
    order = Order(accounts, PLAYBOOK, reset=reset)
    settings = demo_settings(Options(port, folder.path, url, order), folder)
    directory = await ready_data(folder, settings, order)
    assert len(people(directory)) == len({person.sub for person in people(directory)})
    secret_key = folder.secret_key()
    assert len(clients(directory, base_url=settings.base_url, secret_key=secret_key)) == len(directory.accounts) + 1
    found: dict[str, Any] = json.loads((folder.path / "demo.json").read_text())
    return found


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = open_database(url)
    try:
        yield database
    finally:
        await database.close()


@ON_SQLITE
async def test_with_42_accounts_every_leaf_of_every_tree_is_somebody_s_verdict(
    folder: DataFolder, database_url: str
) -> None:
    await prepare(folder, database_url, accounts=42)
    trees = shipped().trees
    async with opened(database_url) as database, database.read() as session:
        current = select(VerdictRecord.tree, VerdictRecord.leaf).where(VerdictRecord.superseded_at.is_(None))
        verdicts = [(tree, leaf) for tree, leaf in await session.execute(current)]
        history = await session.scalar(select(func.count()).select_from(VerdictRecord))
        stand = await risk.tally(session, catalogue=shipped(), now=datetime.now(UTC))
        quarantined = sorted(await session.scalars(select(Quarantined.code)))
        audit = list(await session.scalars(select(AuditEntry.at).order_by(AuditEntry.id)))
    assert len(verdicts) == 42
    assert sorted(stand.elements()) == sorted(verdicts)
    assert set(verdicts) == {(tree.id, leaf) for tree in trees.values() for leaf in tree.leaves}
    assert history is not None
    assert history > 42 + 20
    assert quarantined == ["bad_time", "unknown_account", "wrong_type"]
    assert len(audit) > 6
    assert audit == sorted(audit)


async def test_demo_json_says_who_is_who(folder: DataFolder, database_url: str) -> None:
    found = await prepare(folder, database_url, accounts=2)
    assert (found["base_url"], found["issuer"]) == ("http://127.0.0.1:8000", "http://localhost:8001")
    assert [account["external_id"] for account in found["accounts"]] == ["halden-freight", "brightwell-clinics"]
    halden = found["accounts"][0]
    assert halden.keys() == {"id", "external_id", "name", "members"}
    assert {member["role"] for member in halden["members"]} == {role.value for role in Role}
    assert set(NEWCOMERS) <= {member["name"] for member in halden["members"]}
    assert all(member["external_id"].startswith("halden-freight-") for member in halden["members"])
    assert "tomas@marlowe.example" in {person["email"] for person in found["staff"]}


async def test_the_first_people_stand_where_the_tour_says(folder: DataFolder, database_url: str) -> None:
    found = await prepare(folder, database_url, accounts=1)
    async with opened(database_url) as database, database.read() as session:
        done = select(Member.name, func.count().label("number")).join(
            MilestoneCompletion, MilestoneCompletion.subject_id == Member.id, isouter=True
        )
        by_name = {row.name: row.number for row in await session.execute(done.group_by(Member.name))}
        reached = select(MilestoneCompletion.milestone_id).where(
            MilestoneCompletion.subject_id == select(Account.id).scalar_subquery()
        )
        shared = set(await session.scalars(reached))
        events = select(func.count()).where(Event.member_id == Member.id, Member.name.in_(NEWCOMERS))
        fresh_events = await session.scalar(events)
    assert len(found["accounts"]) == 1
    assert fresh_events == 0
    assert by_name["Mei Tanaka"] >= 1
    assert {"agree_goal", "core_team"} <= shared
    assert "single_sign_on" not in shared


@ON_SQLITE
async def test_running_again_keeps_the_data_and_the_key_and_follows_the_port(
    folder: DataFolder, database_url: str
) -> None:
    first = await prepare(folder, database_url)
    again = await prepare(folder, database_url, port=9000)
    assert again["accounts"] == first["accounts"]
    assert again["write_key"] == first["write_key"]
    assert (again["base_url"], again["issuer"]) == ("http://127.0.0.1:9000", "http://localhost:9001")


@ON_SQLITE
async def test_reset_renews_the_data(folder: DataFolder, database_url: str) -> None:
    first = await prepare(folder, database_url, accounts=2)
    again = await prepare(folder, database_url, accounts=1, reset=True)
    assert len(again["accounts"]) == 1
    assert again["write_key"] != first["write_key"]


@ON_SQLITE
async def test_a_lost_demo_json_gets_a_new_key_and_keeps_the_data(folder: DataFolder, database_url: str) -> None:
    first = await prepare(folder, database_url)
    (folder.path / "demo.json").unlink()
    again = await prepare(folder, database_url)
    assert again["accounts"] == first["accounts"]
    async with opened(database_url) as database, database.write() as session:
        for found in (first, again):
            await keys.authenticate(session, key=found["write_key"], scope=keys.EVENTS_WRITE, now=datetime.now(UTC))


async def test_a_database_with_other_accounts_is_refused(folder: DataFolder, database_url: str) -> None:
    async with opened(database_url) as database, database.write() as session:
        session.add(Account(external_id="real", name="Real", created_at=datetime.now(UTC)))
    with pytest.raises(Conflict, match="--database"):
        await prepare(folder, database_url, reset=True)
