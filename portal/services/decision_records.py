"""Decisions as other systems write them into the log, beside the people who do in the portal."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, decision_records, decisions
from portal.domain.audit import Actor
from portal.domain.decision_records import DecisionRecord
from portal.domain.errors import NotFound
from portal.domain.records import differences, told_as

NO_SUCH: Final = "The account has no decision with this external id. Create it with PUT at this address."
LONGEST_SUBJECT: Final = 320


async def show(session: AsyncSession, *, account_id: UUID, external_id: str) -> DecisionRecord:
    """The decision of an account that has this external id. Raises NotFound."""
    found = await decision_records.find(session, account_id=account_id, external_id=external_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


async def page(session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int) -> list[DecisionRecord]:
    """An account's decisions in a fixed order, those behind the one with the id `after` where it is given."""
    return await decision_records.page(session, account_id=account_id, after=after, limit=limit)


async def taken(session: AsyncSession, *, account_id: UUID, external_id: str) -> DecisionRecord | None:
    """The decision as it stands once nobody else is changing the account; None where there is none yet."""
    await accounts.take_turn(session, account_id)
    return await decision_records.find(session, account_id=account_id, external_id=external_id)


async def keep(
    session: AsyncSession,
    record: DecisionRecord,
    *,
    account_id: UUID,
    before: DecisionRecord | None,
    actor: Actor,
    now: datetime,
) -> DecisionRecord:
    """Make a decision what the record says; `before` is how it stands, None to add it.

    What it said is kept, and whoever was told that has to be told again: they stay among its readers.
    """
    told = before.told if before else ()
    record = replace(record, readers=tuple(sorted({*record.readers, *(one.name for one in told)})))
    changed = differences(before, record)
    if before and not changed:
        return before
    decision_id = await _worded(session, record, account_id=account_id, before=before, by=actor.name, now=now)
    of = {"account_id": account_id, "decision_id": decision_id}
    await decision_records.call(session, **of, external_id=record.external_id)
    await decisions.set_readers(session, **of, names=record.readers)
    act = told_as("decision", record.what[:LONGEST_SUBJECT], before, changed)
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)
    await accounts.touch(session, [account_id])
    return await show(session, account_id=account_id, external_id=record.external_id or str(decision_id))


async def _worded(
    session: AsyncSession,
    record: DecisionRecord,
    *,
    account_id: UUID,
    before: DecisionRecord | None,
    by: str,
    now: datetime,
) -> UUID:
    if before is None:
        return await decisions.add(session, account_id=account_id, says=record.says, by=by, now=now)
    stands = await decisions.find(session, account_id=account_id, decision_id=before.known_id)
    if stands:
        await decisions.change(session, account_id=account_id, before=stands, says=record.says, by=by, now=now)
    return before.known_id
