"""The way through a sign-in: tickets, states, tabs, sessions; on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import BrowserSession, LoginState
from portal.domain.errors import Forbidden
from portal.identity.outbound import FetchFailed
from portal.identity.tokens import Rejected
from portal.services import sign_in
from tests import factories
from tests.factories import NOW
from tests.identity.fake_provider import OTHER_KEY, id_claims, query_of
from tests.services.signing_in import EMAIL, SOON, World, count, create_world, member_rows


@pytest.fixture
async def world(database: Database, database_url: str) -> World:
    return await create_world(database, database_url)


async def test_staff_are_found_by_their_domain(world: World) -> None:
    await world.sign_in_staff()
    started = await world.start("new.colleague@VENDOR.example")
    world.honest(started, sub="new", email="new.colleague@vendor.example", groups=["portal-csm"])
    finished = await world.finish(started, connection_id=world.staff_connection_id)
    assert finished.next == "/internal/"


@pytest.mark.parametrize("email", ["priya@unknown.example", "priya@%", "priya@_endor.example", "x@", "x"])
async def test_an_unknown_domain_is_told_whom_to_ask(world: World, email: str) -> None:
    await world.sign_in_staff()
    with pytest.raises(Forbidden, match="Ask the person who leads onboarding"):
        await world.start(email)


async def test_a_ticket_says_nothing_and_looks_nothing_up(world: World) -> None:
    known, unknown = [
        sign_in.begin(settings=world.settings, email=email, next_path="/", now=NOW)
        for email in (EMAIL, "priya@blume1.example")
    ]
    assert len(known) == len(unknown)
    assert "priya" not in known


@pytest.mark.parametrize("ticket", ["x", "gAAAAA", "é"])
async def test_a_damaged_ticket_is_refused(world: World, ticket: str) -> None:
    with pytest.raises(Rejected, match="ticket"):
        await sign_in.start(
            world.database, world.outbound, settings=world.settings, ticket=ticket, next_path="/", now=NOW
        )


async def test_an_old_ticket_is_refused(world: World) -> None:
    ticket = sign_in.begin(settings=world.settings, email=EMAIL, next_path="/", now=NOW)
    with pytest.raises(Rejected, match="ticket"):
        await sign_in.start(
            world.database,
            world.outbound,
            settings=world.settings,
            ticket=ticket,
            next_path="/",
            now=NOW + timedelta(minutes=11),
        )


async def test_the_provider_is_told_whom_to_expect(world: World) -> None:
    assert query_of((await world.start()).url)["login_hint"] == EMAIL
    assert "login_hint" not in query_of((await world.start(None)).url)


@pytest.mark.parametrize(
    ("wanted", "member", "staff"),
    [
        ("/milestones/data?tab=why", "/milestones/data?tab=why", "/internal/"),
        ("/internal/accounts/7", "/welcome", "/internal/accounts/7"),
        ("/", "/welcome", "/internal/"),
        ("//evil.example", "/welcome", "/internal/"),
        ("javascript:alert(1)", "/welcome", "/internal/"),
    ],
)
async def test_people_land_on_the_page_they_wanted_if_it_is_theirs(
    world: World, wanted: str, member: str, staff: str
) -> None:
    started = await world.start(next_path=wanted)
    world.honest(started)
    assert (await world.finish(started)).next == member
    started = await world.start(None, next_path=wanted)
    world.honest(started, sub="tomas", email="tomas@vendor.example", groups=["portal-csm"])
    assert (await world.finish(started, connection_id=world.staff_connection_id)).next == staff


async def test_a_member_is_welcomed_once_and_not_on_the_way_to_another_page(world: World) -> None:
    landed = []
    for wanted in ("/team", "/", "/"):
        started = await world.start(next_path=wanted)
        world.honest(started)
        landed.append((await world.finish(started)).next)
    assert landed == ["/team", "/welcome", "/"]


async def test_a_state_works_once(world: World) -> None:
    started = await world.start()
    world.honest(started)
    await world.finish(started)
    with pytest.raises(Rejected, match="the state is"):
        await world.finish(started)
    assert await count(world, BrowserSession) == 1


async def test_a_state_used_twice_at_once_works_once(world: World) -> None:
    started = await world.start()
    world.honest(started)
    outcomes = await asyncio.gather(*(world.finish(started) for _ in range(4)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Finished", "Rejected", "Rejected", "Rejected"]


@pytest.mark.parametrize("browser", ["", "another browser's value"])
async def test_a_state_from_another_browser_is_refused_and_not_used_up(world: World, browser: str) -> None:
    started = await world.start()
    world.honest(started)
    with pytest.raises(Rejected, match="the state is"):
        await world.finish(started, browser=browser)
    assert (await world.finish(started)).next == "/welcome"


async def test_an_expired_state_is_refused(world: World) -> None:
    started = await world.start()
    late = NOW + timedelta(minutes=10)
    world.honest(started, late)
    with pytest.raises(Rejected, match="the state is"):
        await world.finish(started, now=late)


async def test_a_state_of_another_connection_is_refused(world: World) -> None:
    started = await world.start()
    world.honest(started, groups=["portal-csm"])
    with pytest.raises(Rejected, match="the state is"):
        await world.finish(started, connection_id=world.staff_connection_id)


@pytest.mark.parametrize("state", ["", "made up", "\ud800"])
async def test_an_unknown_state_is_refused(world: World, state: str) -> None:
    started = await world.start()
    with pytest.raises(Rejected, match="the state is"):
        await world.finish(started, state=state)


async def test_a_state_is_used_up_even_where_the_provider_says_no(world: World) -> None:
    started = await world.start()
    with pytest.raises(Rejected, match="access_denied"):
        await world.finish(started, error="access_denied")
    world.honest(started)
    with pytest.raises(Rejected, match="the state is"):
        await world.finish(started)


async def test_two_tabs_sign_in_at_once(world: World) -> None:
    one, two = await world.start(), await world.start()
    assert one.cookie != two.cookie
    for started in (one, two):
        world.honest(started)
        await world.finish(started)
    assert await count(world, BrowserSession) == 2


async def test_only_hashes_are_stored(world: World) -> None:
    started = await world.start()
    async with world.database.read() as session:
        row = (await session.execute(select(LoginState.state_hash, LoginState.browser_hash))).one()
    assert query_of(started.url)["state"] not in row
    assert started.browser not in row
    token = await world.sign_in()
    async with world.database.read() as session:
        assert token not in (await session.scalars(select(BrowserSession.token_hash))).all()
        # Anywhere else in what is encrypted these three letters may stand by chance.
        assert not (await session.scalars(select(BrowserSession.id_token))).one().startswith(b"eyJ")


async def test_forgotten_sign_ins_are_deleted(world: World) -> None:
    await world.start()
    await world.start(now=NOW + timedelta(minutes=11))
    assert await count(world, LoginState) == 1


async def test_signing_in_again_ends_the_browsers_old_session(world: World) -> None:
    old = await world.sign_in()
    new = await world.sign_in(old_session=old)
    assert new != old
    assert await world.who(old) is None
    assert await world.who(new) is not None


async def test_a_session_token_planted_before_sign_in_is_not_adopted(world: World) -> None:
    token = await world.sign_in(old_session="planted by somebody")
    assert token != "planted by somebody"
    assert await world.who("planted by somebody") is None


async def test_a_forged_token_opens_no_session(world: World) -> None:
    started = await world.start()
    world.provider.will_sign(id_claims(SOON, nonce=query_of(started.url)["nonce"]), OTHER_KEY)
    with pytest.raises(Rejected, match="no key"):
        await world.finish(started)
    assert await count(world, BrowserSession) == 0
    assert await member_rows(world) == []


async def test_the_nonce_of_another_sign_in_is_refused(world: World) -> None:
    one, two = await world.start(), await world.start()
    world.honest(one)
    with pytest.raises(Rejected, match="nonce"):
        await world.finish(two)


async def test_a_provider_that_is_away_is_told_apart(world: World) -> None:
    world.provider.metadata["jwks_uri"] = "https://login.halden.example/gone"
    started = await world.start()
    world.honest(started)
    with pytest.raises(FetchFailed, match="404"):
        await world.finish(started)


async def test_a_changed_secret_key_is_told_in_the_log(world: World) -> None:
    world.settings = factories.settings("sqlite://", secret_key="another secret of thirty-two characters")
    with pytest.raises(Rejected, match="PORTAL_SECRET_KEY has changed"):
        await world.start()
