"""Who gets in, as whom, and who does not; on both databases."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from portal.db.engine import Database
from portal.db.tables import BrowserSession, Connection, ConnectionDomain, Member, Staff
from portal.domain.errors import Forbidden
from portal.domain.people import SignedInMember, SignedInStaff
from portal.domain.roles import Capability, Role
from portal.identity.tokens import Rejected
from tests import factories
from tests.factories import NOW
from tests.identity.fake_provider import id_claims, query_of, signed
from tests.services.signing_in import EMAIL, SOON, World, count, create_world, member_rows


@pytest.fixture
async def world(database: Database, database_url: str) -> World:
    return await create_world(database, database_url)


async def test_a_new_person_of_a_proved_domain_becomes_a_member(world: World) -> None:
    who = await world.who(await world.sign_in())
    assert isinstance(who, SignedInMember)
    assert (who.account_id, who.name, who.email, who.role) == (world.account_id, "Priya Raman", EMAIL, Role.ADMIN)


async def test_the_same_person_comes_back_as_the_same_member(world: World) -> None:
    first, second = [await world.who(await world.sign_in()) for _ in range(2)]
    assert first == second
    assert len(await member_rows(world)) == 1


async def test_somebody_the_product_reported_is_linked_by_email(world: World) -> None:
    known = await factories.add_member(world.database, world.account_id, email=EMAIL.upper(), role=Role.OPERATOR)
    who = await world.who(await world.sign_in())
    assert isinstance(who, SignedInMember)
    assert (who.id, who.role) == (known, Role.ADMIN)


async def test_another_person_with_the_same_email_is_not_linked_to_the_first(world: World) -> None:
    first = await world.who(await world.sign_in())
    second = await world.who(await world.sign_in(sub="another"))
    assert first
    assert second
    assert first.id != second.id


async def test_a_member_of_another_account_with_the_same_email_is_not_linked(world: World) -> None:
    elsewhere = await factories.add_account(world.database, name="Northwind")
    theirs = await factories.add_member(world.database, elsewhere, email=EMAIL)
    who = await world.who(await world.sign_in())
    assert who
    assert who.id != theirs


async def test_identity_is_the_subject_and_not_the_email(world: World) -> None:
    first = await world.who(await world.sign_in())
    moved = await world.who(await world.sign_in(email="priya.raman@elsewhere.example"))
    assert first
    assert moved
    assert moved.id == first.id


async def test_the_role_is_computed_anew_at_each_sign_in(world: World) -> None:
    roles = []
    for groups in (["admins"], ["dispatch"], ["planners", "dispatch"]):
        who = await world.who(await world.sign_in(groups=groups))
        assert isinstance(who, SignedInMember)
        roles.append(who.role)
    assert roles == [Role.ADMIN, Role.OPERATOR, Role.POWER_USER]


async def test_without_a_group_the_default_role_counts(database: Database, database_url: str) -> None:
    world = await create_world(database, database_url, default_role="operator")
    who = await world.who(await world.sign_in(groups=["strangers"]))
    assert isinstance(who, SignedInMember)
    assert who.role is Role.OPERATOR


async def test_without_a_group_and_a_default_nobody_gets_in(world: World) -> None:
    with pytest.raises(Forbidden, match="gives you no role"):
        await world.sign_in(groups=["strangers"])
    assert await count(world, BrowserSession) == 0
    assert await member_rows(world) == []


async def test_too_many_groups_to_send_is_an_error(world: World) -> None:
    with pytest.raises(Rejected, match="link instead of groups"):
        await world.sign_in(groups=None, _claim_names={"groups": "src1"})


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "priya@elsewhere.example"},
        {"email_verified": False},
        {"email": None},
        {"email": "priya@halden.example.evil.example"},
        {"email": "priya@sub.halden.example"},
        {"email": "halden.example"},
    ],
)
async def test_nobody_joins_from_outside_a_proved_domain(world: World, changes: dict[str, Any]) -> None:
    await factories.add_member(world.database, world.account_id, email="priya@elsewhere.example")
    with pytest.raises(Forbidden, match="nobody has invited you"):
        await world.sign_in(**changes)
    assert [row.subject for row in await member_rows(world)] == [None]
    assert await count(world, BrowserSession) == 0


async def test_an_unverified_email_links_nobody(world: World) -> None:
    await factories.add_member(world.database, world.account_id, email=EMAIL)
    with pytest.raises(Forbidden):
        await world.sign_in(email_verified=False)
    assert [row.subject for row in await member_rows(world)] == [None]


async def test_a_domain_that_is_claimed_but_not_proved_lets_nobody_in(world: World) -> None:
    started = await world.start()
    world.honest(started)
    async with world.database.write() as session:
        await session.execute(update(ConnectionDomain).values(verified_at=None))
    with pytest.raises(Forbidden):
        await world.finish(started)
    with pytest.raises(Forbidden):
        await world.start()


async def test_a_disabled_member_stays_out(world: World) -> None:
    token = await world.sign_in()
    async with world.database.write() as session:
        await session.execute(update(Member).values(disabled_at=NOW))
    assert await world.who(token) is None
    with pytest.raises(Forbidden, match="switched off"):
        await world.sign_in()


async def test_a_disabled_connection_lets_nobody_in_and_ends_its_sessions(world: World) -> None:
    token = await world.sign_in()
    started = await world.start()
    world.honest(started)
    await world.disable_connection()
    assert await world.who(token) is None
    with pytest.raises(Forbidden, match="not open"):
        await world.finish(started)
    with pytest.raises(Forbidden, match="not open"):
        await world.start()


async def test_staff_get_the_capabilities_of_their_groups(world: World) -> None:
    who = await world.who(await world.sign_in_staff(groups=["portal-csm", "portal-owner", "admins"]))
    assert isinstance(who, SignedInStaff)
    assert who.email == "tomas@vendor.example"
    assert who.capabilities == {Capability.CSM, Capability.OWNER}


async def test_staff_are_linked_by_email_and_lose_what_their_groups_lose(world: World) -> None:
    async with world.database.write() as session:
        session.add(Staff(email="Tomas@vendor.example", name="T", capabilities=["owner"], created_at=NOW))
    who = await world.who(await world.sign_in_staff())
    assert isinstance(who, SignedInStaff)
    assert who.capabilities == {Capability.CSM}
    assert await count(world, Staff) == 1


@pytest.mark.parametrize(
    "changes",
    [{"groups": []}, {"groups": ["admins"]}, {"groups": ["csm"]}, {"email_verified": False}, {"email": None}],
)
async def test_staff_without_a_capability_or_an_email_stay_out(world: World, changes: dict[str, Any]) -> None:
    with pytest.raises(Forbidden, match="no access"):
        await world.sign_in_staff(**changes)
    assert await count(world, Staff) == 0


async def test_a_second_identity_does_not_take_over_a_staff_email(world: World) -> None:
    await world.sign_in_staff()
    with pytest.raises(Forbidden, match="Somebody else signs in"):
        await world.sign_in_staff(sub="impostor")


async def test_disabled_staff_stay_out(world: World) -> None:
    token = await world.sign_in_staff()
    async with world.database.write() as session:
        await session.execute(update(Staff).values(disabled_at=NOW))
    assert await world.who(token) is None
    with pytest.raises(Forbidden, match="switched off"):
        await world.sign_in_staff()


async def test_a_tenants_provider_gives_no_staff_capability(world: World) -> None:
    async with world.database.write() as session:
        mapped = update(Connection).where(Connection.id == world.connection_id)
        await session.execute(mapped.values(groups={"portal-csm": "csm", "admins": "admin"}))
    with pytest.raises(Forbidden, match="no role"):
        await world.sign_in(groups=["portal-csm"])
    who = await world.who(await world.sign_in(groups=["portal-csm", "admins"]))
    assert isinstance(who, SignedInMember)
    assert await count(world, Staff) == 0


async def test_two_first_sign_ins_at_once_make_one_member(world: World) -> None:
    tabs = {code: await world.start() for code in ("one", "two", "three")}
    for code, started in tabs.items():
        world.provider.by_code[code] = signed(id_claims(SOON, nonce=query_of(started.url)["nonce"]))
    await asyncio.gather(*(world.finish(started, code=code) for code, started in tabs.items()))
    assert len(await member_rows(world)) == 1
    assert await count(world, BrowserSession) == 3
