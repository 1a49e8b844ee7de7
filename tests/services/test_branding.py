from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from portal.db import audit
from portal.db.engine import Database
from portal.db.tables import AuditEntry
from portal.domain.audit import Actor, ActorKind
from portal.domain.branding import NO_BRAND, Brand
from portal.domain.errors import Invalid
from portal.services import branding
from portal.services.live_brand import LiveBrand
from tests.factories import NOW, add_account, settings

PRIYA = Actor(ActorKind.MEMBER, UUID(int=1), "Priya Raman")


def picture() -> bytes:
    body = BytesIO()
    Image.new("RGB", (40, 20), "#d1432e").save(body, "PNG")
    return body.getvalue()


async def test_an_account_chooses_a_colour_and_a_logo_and_takes_them_back(database: Database) -> None:
    account_id, other = await add_account(database), await add_account(database, name="Other")
    async with database.write() as session:
        await branding.set_colour(session, account_id=account_id, colour="D1432E", actor=PRIYA, now=NOW)
        chosen = await branding.set_logo(session, account_id=account_id, body=picture(), actor=PRIYA, now=NOW)
        assert chosen == await branding.of_account(session, account_id=account_id)
        assert chosen.colour == "#d1432e"
        assert chosen.logo
        assert await branding.of_account(session, account_id=other) == NO_BRAND
        await branding.remove_logo(session, account_id=account_id, actor=PRIYA, now=NOW)
        left = await branding.set_colour(session, account_id=account_id, colour=None, actor=PRIYA, now=NOW)
    assert left == NO_BRAND


async def test_what_changes_is_remembered_and_what_stays_is_not(database: Database) -> None:
    account_id = await add_account(database)
    async with database.write() as session:
        for _ in range(2):
            await branding.set_colour(session, account_id=account_id, colour="#d1432e", actor=PRIYA, now=NOW)
        (entry,) = await audit.page(session, account_id=account_id, before=None, limit=9)
    assert entry.act.name == "branding.changed"
    assert (entry.act.before["colour"], entry.act.after["colour"]) == (None, "#d1432e")


async def test_a_text_that_is_no_colour_changes_nothing(database: Database) -> None:
    account_id = await add_account(database)
    async with database.write() as session:
        with pytest.raises(Invalid):
            await branding.set_colour(session, account_id=account_id, colour="red;}", actor=PRIYA, now=NOW)
        assert await branding.of_account(session, account_id=account_id) == NO_BRAND
        assert (await session.execute(select(AuditEntry.id))).all() == []


async def test_the_same_logo_of_two_accounts_is_kept_once(database: Database) -> None:
    accounts = [await add_account(database), await add_account(database, name="Other")]
    async with database.write() as session:
        kept = {
            (await branding.set_logo(session, account_id=one, body=picture(), actor=PRIYA, now=NOW)).logo
            for one in accounts
        }
    assert len(kept) == 1


async def test_the_vendors_own_choice_stands_before_the_settings(database: Database) -> None:
    told = settings(str(database.engine.url), brand_colour="#00c2a8")
    live = LiveBrand(Brand(told.brand_colour))
    async with database.write() as session:
        assert (await branding.of_vendor(session, settings=told)).colour == "#00c2a8"
        await branding.set_colour(session, account_id=None, colour="#d1432e", actor=PRIYA, now=NOW)
        await branding.set_colour(session, account_id=None, colour="#112233", actor=PRIYA, now=NOW)
        assert (await branding.of_vendor(session, settings=told)).colour == "#112233"
        assert live.current.colour == "#00c2a8"
        await live.refresh(session)
    assert live.current.colour == "#112233"
