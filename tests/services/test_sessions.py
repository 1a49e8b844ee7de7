"""Staying signed in, and every way of ending it; on both databases."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import BrowserSession, LogoutToken
from portal.domain.errors import Forbidden
from portal.identity.tokens import LOGOUT_EVENT, Rejected
from portal.services import sessions
from tests.identity.fake_provider import ISSUER, OTHER_KEY, id_claims, query_of, signed
from tests.services.signing_in import SOON, World, create_world


@pytest.fixture
async def world(database: Database, database_url: str) -> World:
    return await create_world(database, database_url)


def logout_token(now: datetime = SOON, **changes: object) -> str:
    base: dict[str, object] = {"nonce": None, "jti": "logout-1", "events": {LOGOUT_EVENT: {}}}
    return signed(id_claims(now, **{**base, **changes}))


async def log_out(world: World, token: str, now: datetime = SOON) -> None:
    await sessions.back_channel_logout(
        world.database,
        world.outbound,
        settings=world.settings,
        connection_id=world.connection_id,
        token=token,
        now=now,
    )


async def seen_at(world: World) -> datetime:
    async with world.database.read() as session:
        return (await session.scalars(select(BrowserSession.seen_at))).one()


async def test_a_session_idles_out_after_twelve_hours(world: World) -> None:
    token = await world.sign_in()
    assert await world.who(token, SOON + timedelta(hours=11, minutes=59)) is not None
    token = await world.sign_in()
    assert await world.who(token, SOON + timedelta(hours=12)) is None


async def test_a_session_in_use_ends_after_seven_days_all_the_same(world: World) -> None:
    token = await world.sign_in()
    for hours in range(6, 7 * 24, 6):
        assert await world.who(token, SOON + timedelta(hours=hours)) is not None
    assert await world.who(token, SOON + timedelta(days=7)) is None


async def test_being_seen_is_noted_every_five_minutes_at_most(world: World) -> None:
    token = await world.sign_in()
    await world.who(token, SOON + timedelta(minutes=5))
    assert await seen_at(world) == SOON
    await world.who(token, SOON + timedelta(minutes=6))
    assert await seen_at(world) == SOON + timedelta(minutes=6)


@pytest.mark.parametrize("token", ["", "made up", "é", "x" * 10_000])
async def test_an_unknown_token_is_nobody(world: World, token: str) -> None:
    await world.sign_in()
    assert await world.who(token) is None


async def test_signing_out_ends_the_session_and_names_the_way_out(world: World) -> None:
    token = await world.sign_in()
    url = await sessions.sign_out(world.database, world.outbound, settings=world.settings, token=token, now=SOON)
    assert await world.who(token) is None
    assert url is not None
    assert url.startswith(f"{ISSUER}/logout?")
    assert query_of(url)["id_token_hint"].startswith("eyJ")
    assert query_of(url)["post_logout_redirect_uri"] == "https://portal.test/login"


async def test_signing_out_works_while_the_provider_is_away(world: World) -> None:
    token = await world.sign_in()
    world.provider.metadata["issuer"] = "https://evil.example"
    later = SOON + timedelta(hours=2)
    url = await sessions.sign_out(world.database, world.outbound, settings=world.settings, token=token, now=later)
    assert url is None
    assert await world.who(token) is None


async def test_signing_out_of_nothing_is_fine(world: World) -> None:
    assert (
        await sessions.sign_out(world.database, world.outbound, settings=world.settings, token="none", now=SOON) is None
    )


async def test_a_logout_token_ends_every_session_of_its_person(world: World) -> None:
    mine = [await world.sign_in(), await world.sign_in(sid="phone")]
    other = await world.sign_in(sub="mei", email="mei@halden.example")
    await log_out(world, logout_token())
    assert [await world.who(token) for token in mine] == [None, None]
    assert await world.who(other) is not None


async def test_a_logout_token_with_a_session_ends_only_that_browser(world: World) -> None:
    phone, laptop = await world.sign_in(sid="phone"), await world.sign_in(sid="laptop")
    await log_out(world, logout_token(sid="phone", sub=None))
    assert await world.who(phone) is None
    assert await world.who(laptop) is not None
    await log_out(world, logout_token(sid="laptop", jti="logout-2"))
    assert await world.who(laptop) is None


async def test_a_session_without_a_sid_ends_by_its_person(world: World) -> None:
    token = await world.sign_in()
    await log_out(world, logout_token(sid="unknown", sub=None))
    assert await world.who(token) is not None
    await log_out(world, logout_token(sid="unknown", jti="logout-2"))
    assert await world.who(token) is None


async def test_a_replayed_logout_token_is_refused(world: World) -> None:
    await log_out(world, logout_token())
    token = await world.sign_in()
    with pytest.raises(Rejected, match="used before"):
        await log_out(world, logout_token())
    assert await world.who(token) is not None


async def test_a_used_logout_token_is_forgotten_once_its_age_refuses_it(world: World) -> None:
    await log_out(world, logout_token())
    later = SOON + timedelta(minutes=13)
    with pytest.raises(Rejected, match="too long ago"):
        await log_out(world, logout_token(), later)
    await log_out(world, logout_token(later, jti="logout-2"), later)
    async with world.database.read() as session:
        assert (await session.scalars(select(LogoutToken.jti))).all() == ["logout-2"]


async def test_an_id_token_is_no_logout_token(world: World) -> None:
    token = await world.sign_in()
    with pytest.raises(Rejected, match="not a logout token"):
        await log_out(world, signed(id_claims(SOON)))
    assert await world.who(token) is not None


async def test_a_forged_logout_token_is_refused(world: World) -> None:
    forged = signed(id_claims(SOON, nonce=None, jti="1", events={LOGOUT_EVENT: {}}), OTHER_KEY)
    with pytest.raises(Rejected, match="no key"):
        await log_out(world, forged)


async def test_one_providers_logout_ends_nothing_of_another(world: World) -> None:
    staff = await world.sign_in_staff(sub="priya")
    await log_out(world, logout_token())
    assert await world.who(staff) is not None


async def test_a_logout_for_an_unknown_connection_is_refused(world: World) -> None:
    world.connection_id = uuid4()
    with pytest.raises(Forbidden):
        await log_out(world, logout_token())
