"""What owners change about the vendor's people, as the use cases see it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from portal.db.engine import Database
from portal.domain.errors import Conflict, Forbidden, NotFound
from portal.domain.roles import Capability
from portal.services import staff
from tests.factories import NOW
from tests.staff import doer_of, signed_in


async def test_the_last_owner_stays_even_while_two_switch_each_other_off(database: Database) -> None:
    paul = await signed_in(database, Capability.OWNER, name="Paul Adeyemi")
    olivia = await signed_in(database, Capability.OWNER, name="Olivia Brandt")
    async with database.write() as session:
        await staff.switch_off(session, doer=doer_of(olivia), staff_id=paul.id, now=NOW)
    # Paul pressed the button before he was signed out.
    async with database.write() as session:
        with pytest.raises(Conflict, match="the only owner"):
            await staff.switch_off(session, doer=doer_of(paul), staff_id=olivia.id, now=NOW)
        await staff.switch_on(session, doer=doer_of(olivia), staff_id=paul.id, now=NOW)
        await staff.switch_off(session, doer=doer_of(paul), staff_id=olivia.id, now=NOW)


async def test_somebody_who_is_not_there_cannot_be_changed(database: Database) -> None:
    owner = await signed_in(database, Capability.OWNER)
    async with database.write() as session:
        with pytest.raises(NotFound):
            await staff.switch_off(session, doer=doer_of(owner), staff_id=uuid4(), now=NOW)


async def test_saving_what_is_there_already_leaves_no_trace(database: Database) -> None:
    owner = await signed_in(database, Capability.OWNER)
    async with database.write() as session:
        line = await staff.one(session, staff=owner, staff_id=owner.id)
        await staff.change(
            session, doer=doer_of(owner), staff_id=owner.id, details=line.details, version=line.version, now=NOW
        )
        assert (await staff.one(session, staff=owner, staff_id=owner.id)).version == line.version


async def test_only_an_owner_changes_anything(database: Database) -> None:
    lead = await signed_in(database, Capability.CSM_LEAD)
    async with database.write() as session:
        line = await staff.one(session, staff=lead, staff_id=lead.id)
        with pytest.raises(Forbidden, match="Only an owner"):
            await staff.change(
                session,
                doer=doer_of(lead),
                staff_id=lead.id,
                details=replace(line.details, onboarding_limit=99),
                version=line.version,
                now=NOW,
            )
