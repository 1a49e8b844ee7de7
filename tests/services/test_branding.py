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
from portal.domain.errors import Invalid, Stale
from portal.domain.roles import Capability
from portal.services import branding, vendor_brand
from portal.services.live_brand import LiveBrand
from tests.factories import NOW, add_account
from tests.staff import doer_of, signed_in

NONE = NO_BRAND.version
PRIYA = Actor(ActorKind.MEMBER, UUID(int=1), "Priya Raman")


def picture(colour: str = "#d1432e") -> bytes:
    body = BytesIO()
    Image.new("RGB", (40, 20), colour).save(body, "PNG")
    return body.getvalue()


async def test_an_account_chooses_a_colour_and_a_logo_and_takes_them_back(database: Database) -> None:
    account_id, other = await add_account(database), await add_account(database, name="Other")
    async with database.write() as session:
        await branding.set_colour(session, account_id=account_id, colour="D1432E", version=NONE, actor=PRIYA, now=NOW)
        version = Brand("#d1432e").version
        chosen = await branding.set_logo(
            session, account_id=account_id, body=picture(), version=version, actor=PRIYA, now=NOW
        )
        assert chosen == await branding.of_account(session, account_id=account_id)
        assert chosen.colour == "#d1432e"
        assert chosen.logo
        assert await branding.of_account(session, account_id=other) == NO_BRAND
        await branding.remove_logo(session, account_id=account_id, version=chosen.version, actor=PRIYA, now=NOW)
        left = await branding.set_colour(
            session, account_id=account_id, colour=None, version=version, actor=PRIYA, now=NOW
        )
    assert left == NO_BRAND


async def test_what_changes_is_remembered_and_what_stays_is_not(database: Database) -> None:
    account_id = await add_account(database)
    async with database.write() as session:
        for version in (NONE, Brand("#d1432e").version):
            await branding.set_colour(
                session, account_id=account_id, colour="#d1432e", version=version, actor=PRIYA, now=NOW
            )
        (entry,) = await audit.page(session, account_id=account_id, before=None, limit=9)
    assert entry.act.name == "branding.changed"
    assert (entry.act.before["colour"], entry.act.after["colour"]) == (None, "#d1432e")


async def test_a_text_that_is_no_colour_changes_nothing(database: Database) -> None:
    account_id = await add_account(database)
    async with database.write() as session:
        with pytest.raises(Invalid):
            await branding.set_colour(
                session, account_id=account_id, colour="red;}", version=NONE, actor=PRIYA, now=NOW
            )
        assert await branding.of_account(session, account_id=account_id) == NO_BRAND
        assert (await session.execute(select(AuditEntry.id))).all() == []


async def test_the_same_logo_of_two_accounts_is_kept_once(database: Database) -> None:
    accounts = [await add_account(database), await add_account(database, name="Other")]
    async with database.write() as session:
        kept = {
            (await branding.set_logo(session, account_id=one, body=picture(), version=NONE, actor=PRIYA, now=NOW)).logo
            for one in accounts
        }
    assert len(kept) == 1


async def test_the_vendors_own_choice_stands_before_the_settings(database: Database) -> None:
    olivia = doer_of(await signed_in(database, Capability.OWNER))
    live = LiveBrand(Brand("#00c2a8"))
    async with database.write() as session:
        await live.refresh(session)
        assert live.current.colour == "#00c2a8"
        for version, colour in enumerate(["#d1432e", "#112233"]):
            await vendor_brand.set_colour(session, doer=olivia, colour=colour, version=version, now=NOW)
        await live.refresh(session)
        assert live.current.colour == "#112233"
        await vendor_brand.set_colour(session, doer=olivia, colour=None, version=2, now=NOW)
        await live.refresh(session)
    assert live.current.colour == "#00c2a8"


async def test_of_two_owners_the_second_is_told(database: Database) -> None:
    olivia = doer_of(await signed_in(database, Capability.OWNER, name="Olivia Brandt"))
    paul = doer_of(await signed_in(database, Capability.OWNER, name="Paul Adeyemi"))
    async with database.write() as session:
        await vendor_brand.set_colour(session, doer=olivia, colour="#d1432e", version=0, now=NOW)
        with pytest.raises(Stale) as stale:
            await vendor_brand.set_logo(session, doer=paul, body=picture(), version=0, now=NOW)
    assert (stale.value.by, stale.value.version, stale.value.now) == ("Olivia Brandt", 1, {"colour": "#d1432e"})
