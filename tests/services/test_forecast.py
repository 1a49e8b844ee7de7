from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update

from portal.db import forecast as rows
from portal.db.engine import Database
from portal.db.tables import Account, Hold, MilestoneCompletion
from portal.domain.playbook import Scope
from portal.domain.roles import Role
from portal.domain.waits import GRAIN, History
from portal.services import forecast
from tests.factories import NOW, add_account, add_member, milestone, small_playbook

SHARED, OWN = milestone("shared"), milestone("own", scope=Scope.MEMBER)
CATALOGUE = small_playbook(SHARED, OWN)
TODAY = NOW.date()


async def account(database: Database, *, kickoff: int | None = 20, industry: str = "Logistics") -> UUID:
    started = TODAY - timedelta(days=kickoff) if kickoff is not None else None
    account_id = await add_account(database, kickoff_on=started)
    async with database.write() as session:
        await session.execute(update(Account).where(Account.id == account_id).values(industry=industry))
    return account_id


async def member(database: Database, account_id: UUID, *, joined: int = 30, **given: Any) -> UUID:  # noqa: ANN401 - any column of a member
    return await add_member(database, account_id, created_at=NOW - timedelta(days=joined), **given)


async def reach(database: Database, account_id: UUID, subject: UUID, milestone_id: str, *, ago: int) -> None:
    row = MilestoneCompletion(
        account_id=account_id, subject_id=subject, milestone_id=milestone_id, at=NOW - timedelta(days=ago)
    )
    async with database.write() as session:
        session.add(row)


async def counted(database: Database, segment: str = "all") -> dict[str, History]:
    async with database.write() as session:
        await forecast.recount(session, catalogue=CATALOGUE, now=NOW)
    async with database.read() as session:
        found = await rows.histories(session, role=Role.ADMIN, segments=[segment])
    return {milestone_id: history for (_, milestone_id), history in found.items()}


async def test_what_a_team_shares_is_counted_once_and_what_is_each_members_own_for_each(database: Database) -> None:
    acme = await account(database)
    first, second = await member(database, acme), await member(database, acme, joined=29)
    await reach(database, acme, acme, "shared", ago=16)
    await reach(database, acme, first, "own", ago=13)
    await reach(database, acme, second, "own", ago=7)
    found = await counted(database)
    assert found["shared"] == History(1, (4,) * GRAIN)
    assert found["own"] == History(1, (3,) * 20 + (9,) * 20)


async def test_a_team_that_still_waits_is_part_of_the_count(database: Database) -> None:
    fast, slow = await account(database), await account(database)
    for one in (fast, slow):
        await member(database, one)
    await reach(database, fast, fast, "shared", ago=16)
    assert (await counted(database))["shared"] == History(2, (4,) * 20 + (None,) * 20)


async def test_teams_before_kickoff_and_people_who_cannot_sign_in_are_no_history(database: Database) -> None:
    await member(database, await account(database, kickoff=None))
    await member(database, await account(database), email=None)
    assert await counted(database) == {}


async def test_who_left_is_known_until_then_and_who_came_later_began_then(database: Database) -> None:
    left, late = await account(database), await account(database)
    await member(database, left, disabled_at=NOW - timedelta(days=15))
    await member(database, late, joined=6)
    await reach(database, late, late, "shared", ago=1)
    # The one who left had waited for 5 days, the newcomer was done within 5: half of those at risk.
    assert (await counted(database))["shared"].waits.count(5) == GRAIN // 2


async def test_days_on_hold_are_left_out(database: Database) -> None:
    acme = await account(database)
    await member(database, acme)
    async with database.write() as session:
        day = TODAY - timedelta(days=18)
        session.add(
            Hold(account_id=acme, reason="x", started_on=day, expected_end_on=day, ended_on=day + timedelta(days=4))
        )
    await reach(database, acme, acme, "shared", ago=10)
    assert (await counted(database))["shared"].waits == (6,) * GRAIN


async def test_each_segment_has_its_own_teams_and_a_new_count_replaces_the_last(database: Database) -> None:
    acme, clinic = await account(database), await account(database, industry="Health")
    for one, ago in ((acme, 18), (clinic, 12)):
        await member(database, one)
        await reach(database, one, one, "shared", ago=ago)
    assert (await counted(database))["shared"].teams == 2
    assert (await counted(database, "industry:logistics"))["shared"] == History(1, (2,) * GRAIN)
    assert (await counted(database, "industry:health"))["shared"] == History(1, (8,) * GRAIN)
