from datetime import time, timedelta
from types import MappingProxyType
from uuid import UUID

from portal.db import preferences, sessions
from portal.db.engine import Database
from portal.db.preferences import Saved
from portal.domain.people import SignedInMember
from portal.domain.preferences import DEFAULT_CHANNELS, Channel, Occasion, Preferences, Theme
from portal.identity.opaque import hash_token
from portal.web.deps import SESSION_COOKIE
from tests.factories import NOW, add_account, add_member, sign_in

OWN = Preferences(
    language="de",
    theme=Theme.DARK,
    time_zone="Europe/Berlin",
    quiet_from=time(22),
    quiet_to=time(7, 30),
    celebrations=False,
    channels=MappingProxyType({**DEFAULT_CHANNELS, Occasion.NUDGE: frozenset({Channel.IN_APP})}),
)


async def save(database: Database, account_id: UUID, member_id: UUID, own: Preferences, *, over: int) -> bool:
    async with database.write() as session:
        return await preferences.save(
            session, account_id=account_id, member_id=member_id, preferences=own, version=over, now=NOW
        )


async def test_preferences_are_kept_whole_and_per_member(database: Database) -> None:
    account_id = await add_account(database)
    member_id, colleague = await add_member(database, account_id), await add_member(database, account_id)
    assert await save(database, account_id, member_id, OWN, over=0)
    async with database.read() as session:
        assert await preferences.find(session, account_id=account_id, member_id=member_id) == Saved(OWN, 1)
        assert await preferences.find(session, account_id=account_id, member_id=colleague) == Saved(Preferences(), 0)


async def test_of_two_that_change_the_same_version_the_later_is_not_kept(database: Database) -> None:
    account_id = await add_account(database)
    member_id = await add_member(database, account_id)
    assert await save(database, account_id, member_id, OWN, over=0)
    assert not await save(database, account_id, member_id, Preferences(), over=0)
    assert await save(database, account_id, member_id, Preferences(theme=Theme.LIGHT), over=1)
    async with database.read() as session:
        kept = await preferences.find(session, account_id=account_id, member_id=member_id)
    assert kept == Saved(Preferences(theme=Theme.LIGHT), 2)


async def test_who_is_signed_in_is_known_with_their_preferences(database: Database) -> None:
    account_id = await add_account(database)
    member_id = await add_member(database, account_id)
    token = (await sign_in(database, account_id=account_id, member_id=member_id))[SESSION_COOKIE]

    async def own() -> Preferences:
        async with database.read() as session:
            live = await sessions.find(session, hash_token(token), now=NOW, idle_since=NOW - timedelta(hours=1))
        assert live is not None
        assert isinstance(live.who, SignedInMember)
        return live.who.preferences

    assert await own() == Preferences()
    await save(database, account_id, member_id, OWN, over=0)
    assert await own() == OWN
