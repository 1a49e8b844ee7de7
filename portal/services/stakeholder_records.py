"""Stakeholders as other systems write them, with the duties they have and the parts they play."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, stakeholder_records
from portal.domain.audit import Actor
from portal.domain.errors import Conflict, Invalid, NotFound
from portal.domain.names import is_person
from portal.domain.records import StakeholderRecord, differences, told_as
from portal.jobs.consequences import account_changed

ADDED_MEANWHILE: Final = "Somebody else has just added this stakeholder. Send it again."
NOT_A_NAME: Final = "“%(name)s” is a role or a team, not a person: a duty and a part need somebody by name."


async def show(session: AsyncSession, *, account_id: UUID, external_id: str) -> StakeholderRecord:
    """The stakeholder of an account who has this external id. Raises NotFound."""
    found = await stakeholder_records.find(session, account_id=account_id, external_id=external_id)
    if found is None:
        message = "The account has no stakeholder with this external id. Create them with PUT at this address."
        raise NotFound(message)
    return found


async def page(session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int) -> list[StakeholderRecord]:
    """An account's stakeholders in a fixed order, those behind the one with the id `after` where it is given."""
    return await stakeholder_records.page(session, account_id=account_id, after=after, limit=limit)


async def taken(
    session: AsyncSession, *, account_id: UUID, external_id: str, name: str | None = None
) -> StakeholderRecord | None:
    """The stakeholder as they stand once nobody else is changing the account; None where there is none yet.

    Somebody who was entered by hand is found by their name.
    """
    await accounts.take_turn(session, account_id)
    found = await stakeholder_records.find(session, account_id=account_id, external_id=external_id)
    if found or name is None:
        return found
    return await stakeholder_records.unlinked(session, account_id=account_id, name=name)


async def keep(
    session: AsyncSession,
    record: StakeholderRecord,
    *,
    account_id: UUID,
    before: StakeholderRecord | None,
    actor: Actor,
    now: datetime,
) -> StakeholderRecord:
    """Make a stakeholder what the record says; `before` is how they stand, None to add them.

    Raises Invalid where a duty or a part is given to what is no name, and Conflict where somebody else has added
    them meanwhile.
    """
    changed = differences(before, record)
    if before and not changed:
        return before
    if (record.duties or record.parts) and not is_person(record.name):
        raise Invalid(NOT_A_NAME, name=record.name)
    values = {name: new for name, (_, new) in changed.items()}
    duties, parts = values.pop("duties", None), values.pop("parts", None)
    stakeholder_id = await _described(session, account_id, before, values)
    who = {"account_id": account_id, "stakeholder_id": stakeholder_id}
    if duties is not None:
        await stakeholder_records.seat(session, **who, duties=duties, by=actor.name)
    if parts is not None:
        await stakeholder_records.cast(session, **who, parts=parts)
    act = told_as("stakeholder", record.name, before, changed)
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)
    await account_changed(session, account_id, now)
    return await show(session, account_id=account_id, external_id=str(record.external_id))


async def _described(
    session: AsyncSession, account_id: UUID, before: StakeholderRecord | None, values: dict[str, Any]
) -> UUID:
    if before is None:
        added = await stakeholder_records.add(session, account_id=account_id, values=values)
        if added is None:
            raise Conflict(ADDED_MEANWHILE)
        return added
    if values:
        found = before.known_id
        await stakeholder_records.describe(session, account_id=account_id, stakeholder_id=found, values=values)
    return before.known_id
