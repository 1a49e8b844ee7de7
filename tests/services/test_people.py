"""Changing colleagues: roles, access, the last admin; on both databases, and two admins at the same time."""

import asyncio
from uuid import UUID

import pytest

from portal.db import audit, directory
from portal.db import team as team_rows
from portal.db.engine import Database
from portal.domain.audit import actor_of
from portal.domain.errors import Conflict, Forbidden, NotFound
from portal.domain.people import SignedInMember
from portal.domain.roles import Role, RoleSource
from portal.domain.team import Colleague
from portal.services import people, sessions
from portal.web.deps import SESSION_COOKIE
from tests.factories import NOW, add_account, add_member, sign_in


async def as_member(database: Database, account_id: UUID, name: str, role: Role = Role.ADMIN) -> SignedInMember:
    member_id = await add_member(database, account_id, name=name, role=role)
    return SignedInMember(member_id, account_id, "Halden Freight", name, None, role)


async def change_role(
    database: Database, member: SignedInMember, colleague_id: UUID, role: Role, seen: Role
) -> Colleague:
    async with database.write() as session:
        return await people.change_role(
            session,
            member=member,
            colleague_id=colleague_id,
            role=role,
            seen=seen,
            actor=actor_of(member),
            now=NOW,
        )


async def switch_off(database: Database, member: SignedInMember, colleague_id: UUID) -> Colleague:
    async with database.write() as session:
        return await people.switch_off(
            session, member=member, colleague_id=colleague_id, actor=actor_of(member), now=NOW
        )


async def test_an_admin_changes_a_role_and_it_is_remembered(database: Database) -> None:
    account_id = await add_account(database)
    priya = await as_member(database, account_id, "Priya Raman")
    mei = await as_member(database, account_id, "Mei Tanaka", Role.OPERATOR)
    changed = await change_role(database, priya, mei.id, Role.POWER_USER, Role.OPERATOR)
    assert (changed.role, changed.role_source) == (Role.POWER_USER, RoleSource.PORTAL)
    async with database.read() as session:
        (entry,) = await audit.page(session, account_id=account_id, before=None, limit=10)
    assert (entry.act.name, entry.act.subject) == ("member.role_changed", "Mei Tanaka")
    assert (entry.act.before, entry.act.after) == ({"role": "operator"}, {"role": "power_user"})


async def test_an_edit_of_something_else_than_was_seen_is_refused(database: Database) -> None:
    account_id = await add_account(database)
    priya = await as_member(database, account_id, "Priya Raman")
    mei = await as_member(database, account_id, "Mei Tanaka", Role.OPERATOR)
    await change_role(database, priya, mei.id, Role.POWER_USER, Role.OPERATOR)
    with pytest.raises(Conflict, match="meanwhile"):
        await change_role(database, priya, mei.id, Role.ADMIN, Role.OPERATOR)


async def test_a_role_from_the_providers_groups_is_not_changed_here(database: Database) -> None:
    account_id = await add_account(database)
    priya = await as_member(database, account_id, "Priya Raman")
    mei = await add_member(database, account_id, role=Role.OPERATOR, role_source=RoleSource.GROUPS)
    with pytest.raises(Conflict, match="group"):
        await change_role(database, priya, mei, Role.ADMIN, Role.OPERATOR)


async def test_the_last_admin_stays_one_and_stays(database: Database) -> None:
    account_id = await add_account(database)
    priya = await as_member(database, account_id, "Priya Raman")
    await add_member(database, account_id, name="No address", email=None)
    with pytest.raises(Conflict, match="only admin"):
        await change_role(database, priya, priya.id, Role.OPERATOR, Role.ADMIN)
    with pytest.raises(Conflict, match="only admin"):
        await switch_off(database, priya, priya.id)


async def test_two_admins_who_step_down_at_the_same_time_leave_one(database: Database) -> None:
    account_id = await add_account(database)
    both = [await as_member(database, account_id, name) for name in ("Priya Raman", "Elif Arslan")]
    answers = await asyncio.gather(
        *(change_role(database, one, one.id, Role.OPERATOR, Role.ADMIN) for one in both), return_exceptions=True
    )
    assert [type(answer) for answer in answers].count(Conflict) == 1
    async with database.read() as session:
        found = [await team_rows.find(session, account_id=account_id, member_id=one.id) for one in both]
    assert sorted(one.role for one in found if one) == [Role.ADMIN, Role.OPERATOR]


async def test_two_admins_who_switch_each_other_off_leave_one(database: Database) -> None:
    account_id = await add_account(database)
    priya, elif_ = [await as_member(database, account_id, name) for name in ("Priya Raman", "Elif Arslan")]
    answers = await asyncio.gather(
        switch_off(database, priya, elif_.id), switch_off(database, elif_, priya.id), return_exceptions=True
    )
    assert [type(answer) for answer in answers].count(Conflict) == 1


async def test_who_is_switched_off_is_signed_out_and_can_come_back(database: Database) -> None:
    account_id = await add_account(database)
    priya = await as_member(database, account_id, "Priya Raman")
    mei = await as_member(database, account_id, "Mei Tanaka", Role.OPERATOR)
    token = (await sign_in(database, account_id=account_id, member_id=mei.id))[SESSION_COOKIE]
    assert await sessions.who(database, token=token, now=NOW)
    assert (await switch_off(database, priya, mei.id)).disabled
    async with database.write() as session:
        back = await people.switch_on(session, member=priya, colleague_id=mei.id, actor=actor_of(priya), now=NOW)
    assert not back.disabled
    assert await sessions.who(database, token=token, now=NOW) is None


async def test_others_than_admins_of_the_account_change_nobody(database: Database) -> None:
    account_id = await add_account(database)
    mei = await as_member(database, account_id, "Mei Tanaka", Role.OPERATOR)
    stranger = await as_member(database, await add_account(database, name="Northwind"), "Mallory")
    for member, refusal in (mei, Forbidden), (stranger, NotFound):
        with pytest.raises(refusal):
            await change_role(database, member, mei.id, Role.ADMIN, Role.OPERATOR)
        with pytest.raises(refusal):
            await switch_off(database, member, mei.id)


async def test_what_the_product_reports_does_not_take_a_role_back_that_an_admin_gave(database: Database) -> None:
    account_id = await add_account(database)
    priya = await as_member(database, account_id, "Priya Raman")
    mei, sam = [await as_member(database, account_id, name, Role.OPERATOR) for name in ("Mei Tanaka", "Sam Okoro")]
    await change_role(database, priya, mei.id, Role.POWER_USER, Role.OPERATOR)
    told = {"of": account_id, "new_name": None, "new_email": None, "new_role": Role.ADMIN}
    async with database.write() as session:
        await directory.describe_members(session, [{"who": one.id, **told} for one in (mei, sam)])
        found = [await team_rows.find(session, account_id=account_id, member_id=one.id) for one in (mei, sam)]
    assert [one.role for one in found if one] == [Role.POWER_USER, Role.ADMIN]
