"""Inviting colleagues and joining by their links, on both databases; with the attacks on both."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from portal.db import audit
from portal.db.engine import Database
from portal.domain.audit import Actor, actor_of
from portal.domain.errors import Conflict, Forbidden, Gone, NotFound, TooOften
from portal.domain.invitations import LASTS, MOST_A_DAY
from portal.domain.people import SignedInMember
from portal.domain.roles import Role
from portal.services import admission, invitations, sign_in
from portal.services.invitations import Sent
from tests import factories
from tests.factories import NOW
from tests.services.signing_in import SOON, World, create_world

GUEST = "jonas@partner.example"


@pytest.fixture
async def world(database: Database, database_url: str) -> World:
    return await create_world(database, database_url)


async def somebody(world: World, role: Role = Role.ADMIN) -> SignedInMember:
    member_id = await factories.add_member(world.database, world.account_id, role=role)
    return SignedInMember(member_id, world.account_id, "Halden Freight", "Priya Raman", None, role)


async def invite(world: World, member: SignedInMember, email: str = GUEST, role: Role = Role.OPERATOR) -> Sent:
    async with world.database.write() as session:
        return await invitations.invite(session, member=member, email=email, role=role, actor=actor_of(member), now=NOW)


async def follow(world: World, sent: Sent, **claims: object) -> admission.Finished:
    """Follow an invitation's link through the account's provider; the account's groups say nothing."""
    ticket = sign_in.begin(
        settings=world.settings, email=sent.invitation.email, next_path="/", now=NOW, invitation=sent.token
    )
    started = await sign_in.start(
        world.database, world.outbound, settings=world.settings, ticket=ticket, next_path="/", now=NOW
    )
    told: dict[str, object] = {"sub": "jonas", "email": GUEST, "name": "Jonas Weber", "groups": [], **claims}
    world.honest(started, SOON, **told)
    return await world.finish(started)


async def test_a_guest_from_another_domain_joins_in_the_invited_role(world: World) -> None:
    sent = await invite(world, await somebody(world), role=Role.POWER_USER)
    who = await world.who((await follow(world, sent)).token)
    assert isinstance(who, SignedInMember)
    assert (who.account_id, who.email, who.role) == (world.account_id, GUEST, Role.POWER_USER)


async def test_the_role_of_an_invitation_holds_at_the_next_sign_in(world: World) -> None:
    await follow(world, await invite(world, await somebody(world), role=Role.POWER_USER))
    who = await world.who(await world.sign_in(sub="jonas", email=GUEST, groups=[]))
    assert isinstance(who, SignedInMember)
    assert who.role is Role.POWER_USER


async def test_the_providers_groups_come_before_the_invitation(world: World) -> None:
    sent = await invite(world, await somebody(world), role=Role.ADMIN)
    who = await world.who((await follow(world, sent, groups=["dispatch"])).token)
    assert isinstance(who, SignedInMember)
    assert who.role is Role.OPERATOR


async def test_an_invitation_works_once(world: World) -> None:
    sent = await invite(world, await somebody(world))
    await follow(world, sent)
    with pytest.raises(Gone, match="used already"):
        await follow(world, sent)


async def test_of_two_who_began_with_one_link_one_comes_in(world: World) -> None:
    sent = await invite(world, await somebody(world))
    ticket = sign_in.begin(settings=world.settings, email=GUEST, next_path="/", now=NOW, invitation=sent.token)
    begun = [
        await sign_in.start(
            world.database, world.outbound, settings=world.settings, ticket=ticket, next_path="/", now=NOW
        )
        for _ in range(2)
    ]
    for place, started in enumerate(begun):
        world.honest(started, sub=f"jonas-{place}", email=GUEST, groups=[])
        world.provider.by_code[f"code-{place}"] = world.provider._issue()  # noqa: SLF001 - the fake's next answer
    answers = await asyncio.gather(
        *(world.finish(started, code=f"code-{place}") for place, started in enumerate(begun)), return_exceptions=True
    )
    assert [type(answer) for answer in answers].count(Gone) == 1


@pytest.mark.parametrize("email", ["mallory@partner.example", None])
async def test_somebody_else_cannot_accept_it(world: World, email: str | None) -> None:
    sent = await invite(world, await somebody(world))
    world.provider.userinfo = {"sub": "jonas"}
    with pytest.raises(Forbidden, match="another e-mail address"):
        await follow(world, sent, email=email)
    await follow(world, sent)


async def test_an_unverified_address_cannot_accept_it(world: World) -> None:
    with pytest.raises(Forbidden):
        await follow(world, await invite(world, await somebody(world)), email_verified=False)


async def test_a_withdrawn_invitation_lets_nobody_in(world: World) -> None:
    member = await somebody(world)
    sent = await invite(world, member)
    async with world.database.write() as session:
        await invitations.withdraw(
            session, member=member, invitation_id=sent.invitation.id, actor=actor_of(member), now=NOW
        )
    with pytest.raises(Gone, match="withdrawn"):
        await follow(world, sent)


async def test_a_guessed_token_is_gone_like_a_withdrawn_one(world: World) -> None:
    sent = await invite(world, await somebody(world))
    with pytest.raises(Gone, match="withdrawn"):
        await follow(world, Sent(sent.invitation, "guessed"))


async def test_it_expires_and_a_fresh_link_replaces_the_old(world: World) -> None:
    member = await somebody(world)
    sent = await invite(world, member)
    later = NOW + LASTS
    async with world.database.write() as session:
        with pytest.raises(Gone, match="can renew it"):
            await invitations.followed(session, token=sent.token, now=later)
        renewed = await invitations.renew(
            session, member=member, invitation_id=sent.invitation.id, actor=actor_of(member), now=later
        )
        assert (await invitations.followed(session, token=renewed.token, now=later)).email == GUEST
        with pytest.raises(Gone):
            await invitations.followed(session, token=sent.token, now=NOW)


@pytest.mark.parametrize(
    ("own", "given", "allowed"),
    [
        (Role.ADMIN, Role.ADMIN, True),
        (Role.POWER_USER, Role.POWER_USER, True),
        (Role.POWER_USER, Role.OPERATOR, True),
        (Role.POWER_USER, Role.ADMIN, False),
        (Role.OPERATOR, Role.POWER_USER, False),
    ],
)
async def test_nobody_gives_more_than_they_may(world: World, own: Role, given: Role, *, allowed: bool) -> None:
    member = await somebody(world, own)
    if allowed:
        assert (await invite(world, member, role=given)).invitation.role is given
    else:
        with pytest.raises(Forbidden, match="An admin can invite"):
            await invite(world, member, role=given)


async def test_an_open_invitation_is_not_sent_twice(world: World) -> None:
    member = await somebody(world)
    await invite(world, member)
    with pytest.raises(Conflict, match="open invitation already"):
        await invite(world, member, GUEST.upper())


async def test_who_is_on_the_team_is_not_invited(world: World) -> None:
    await world.sign_in()
    with pytest.raises(Conflict, match="on your team already"):
        await invite(world, await somebody(world), "PRIYA@halden.example")


async def test_there_is_a_limit_a_day(world: World) -> None:
    member = await somebody(world)
    for place in range(MOST_A_DAY):
        await invite(world, member, f"guest{place}@partner.example")
    with pytest.raises(TooOften):
        await invite(world, member)
    async with world.database.write() as session:
        tomorrow = NOW + timedelta(days=1)
        await invitations.invite(
            session, member=member, email=GUEST, role=Role.OPERATOR, actor=actor_of(member), now=tomorrow
        )


async def test_colleagues_leave_each_others_invitations_alone_and_strangers_see_none(world: World) -> None:
    sent = await invite(world, await somebody(world))
    colleague = await somebody(world, Role.OPERATOR)
    elsewhere = await factories.add_account(world.database, name="Northwind")
    stranger = SignedInMember(uuid4(), elsewhere, "Northwind", "Mallory", None, Role.ADMIN)
    for member, refusal in (colleague, Forbidden), (stranger, NotFound):
        for act in invitations.renew, invitations.withdraw:
            with pytest.raises(refusal):
                async with world.database.write() as session:
                    await act(session, member=member, invitation_id=sent.invitation.id, actor=actor_of(member), now=NOW)


async def test_each_act_is_remembered(world: World) -> None:
    member = await somebody(world)
    sent = await invite(world, member)
    await follow(world, sent)
    async with world.database.read() as session:
        entries = await audit.page(session, account_id=world.account_id, before=None, limit=10)
    assert [(entry.act.name, entry.act.subject) for entry in entries] == [
        ("invitation.accepted", GUEST),
        ("invitation.sent", GUEST),
    ]
    assert [entry.actor.name for entry in entries] == ["Jonas Weber", "Priya Raman"]
    assert entries[1].actor == Actor(actor_of(member).kind, member.id, member.name)
    assert entries[0].at == SOON
