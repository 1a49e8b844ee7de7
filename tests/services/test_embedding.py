from uuid import UUID

import pytest
from sqlalchemy import update

from portal.db import preferences
from portal.db.engine import Database
from portal.db.tables import Account
from portal.domain.errors import NotFound, Unauthenticated
from portal.domain.people import SignedInMember
from portal.domain.preferences import Preferences, Theme
from portal.identity.embedding import EmbedToken, sign
from portal.services import embedding
from tests.factories import NOW, add_account, add_member, settings

OWN = Preferences(language="ar", theme=Theme.LIGHT, time_zone="Asia/Tokyo")


async def add_known(database: Database, account: str, member: str) -> tuple[UUID, UUID]:
    account_id = await add_account(database)
    member_id = await add_member(database, account_id, external_id=member)
    async with database.write() as session:
        await session.execute(update(Account).where(Account.id == account_id).values(external_id=account))
        await preferences.save(session, account_id=account_id, member_id=member_id, preferences=OWN, version=0, now=NOW)
    return account_id, member_id


async def let_in(database: Database, url: str, *, account: str = "halden", **given: object) -> SignedInMember:
    theme, language = given.get("theme"), given.get("language")
    async with database.read() as session:
        issued = await embedding.issue(
            session,
            settings=settings(url),
            account=account,
            member="priya",
            theme=Theme(theme) if isinstance(theme, str) else None,
            language=language if isinstance(language, str) else None,
            now=NOW,
        )
        return await embedding.member_of(session, settings=settings(url), token=issued.token, now=NOW)


async def test_a_token_lets_in_the_member_it_names_as_they_like_it(database: Database, database_url: str) -> None:
    account_id, member_id = await add_known(database, "halden", "priya")
    await add_known(database, "brightwell", "priya")
    member = await let_in(database, database_url)
    assert (member.account_id, member.id, member.preferences) == (account_id, member_id, OWN)


async def test_the_product_may_choose_colours_and_language(database: Database, database_url: str) -> None:
    await add_known(database, "halden", "priya")
    chosen = (await let_in(database, database_url, theme="dark", language="de")).preferences
    assert (chosen.theme, chosen.language, chosen.time_zone) == (Theme.DARK, "de", "Asia/Tokyo")


async def test_nobody_is_let_in_who_is_not_of_the_account(database: Database, database_url: str) -> None:
    account_id, _ = await add_known(database, "halden", "priya")
    _, stranger = await add_known(database, "brightwell", "greta")
    key = settings(database_url).secret_key.get_secret_value()
    with pytest.raises(NotFound):
        await let_in(database, database_url, account="brightwell")
    token = sign(key, EmbedToken(account_id, stranger), NOW)
    async with database.read() as session:
        with pytest.raises(Unauthenticated):
            await embedding.member_of(session, settings=settings(database_url), token=token, now=NOW)
