"""Accounts as other systems write them: found or added by external id, changed, and judged afresh."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account_records, accounts, audit, handoffs, portfolio_rows
from portal.domain.audit import Actor
from portal.domain.bringing import Bringing, brought
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, Invalid, NotFound, PortalError
from portal.domain.records import AccountRecord, differences, told_as
from portal.domain.sheets import Mistake, Row, Sheet
from portal.jobs.consequences import account_changed, load_changed

OF_RUN: Final = frozenset({"csm", "target_go_live_on"})
ADDED_MEANWHILE: Final = "Somebody else has just added this account. Send it again."


async def show(session: AsyncSession, external_id: str) -> AccountRecord:
    """The account of an external id. Raises NotFound."""
    found = await account_records.find(session, external_id)
    if found is None:
        message = "There is no account with this external id. Create it with PUT at /api/v1/accounts/{external_id}."
        raise NotFound(message)
    return found


async def id_of(session: AsyncSession, external_id: str) -> UUID:
    """The id of the account that has this external id. Raises NotFound."""
    return (await show(session, external_id)).known_id


async def page(session: AsyncSession, *, after: UUID | None, limit: int) -> list[AccountRecord]:
    """Accounts in a fixed order, those behind the one with the id `after` where it is given."""
    return await account_records.page(session, after=after, limit=limit)


async def taken(session: AsyncSession, external_id: str) -> AccountRecord | None:
    """The account as it stands once nobody else is changing it; None where there is none yet."""
    account_id = await account_records.id_of(session, external_id)
    if account_id is None:
        return None
    await accounts.take_turn(session, account_id)
    return await account_records.find(session, external_id)


async def keep(
    session: AsyncSession, record: AccountRecord, *, before: AccountRecord | None, actor: Actor, now: datetime
) -> AccountRecord:
    """Make an account what the record says; `before` is how it stands, None to add it. The same twice changes nothing.

    Raises Invalid for a CSM nobody knows, and Conflict where somebody else has added it meanwhile.
    """
    kept = await _keep(session, record, before=before, actor=actor, now=now)
    await _loads_changed(session, [(before, kept)], now)
    return kept


async def _loads_changed(
    session: AsyncSession, pairs: Iterable[tuple[AccountRecord | None, AccountRecord]], now: datetime
) -> None:
    """What the CSMs carry is not what it was, of accounts that went from one to another or came new to one."""
    emails = {email for old, new in pairs for email in {old.csm if old else None} ^ {new.csm} if email}
    found = [await account_records.csm(session, email) for email in sorted(emails)]
    await load_changed(session, {csm for csm in found if csm}, now)


async def _keep(
    session: AsyncSession, record: AccountRecord, *, before: AccountRecord | None, actor: Actor, now: datetime
) -> AccountRecord:
    changed = differences(before, record)
    if before and not changed:
        return before
    values = {name: new for name, (_, new) in changed.items()}
    run = await _run(session, {name: values.pop(name) for name in OF_RUN & values.keys()})
    account_id = before.known_id if before else await account_records.add(session, record, now=now)
    if account_id is None:
        raise Conflict(ADDED_MEANWHILE)
    if values:
        await account_records.describe(session, account_id, values)
    if run or before is None:
        await handoffs.keep_run(session, account_id=account_id, given=run or {"csm_id": None})
    if before is None:
        await portfolio_rows.admit(session, [account_id], now=now)
    act = told_as("account", record.name, before, changed)
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)
    await account_changed(session, account_id, now)
    return await show(session, record.external_id)


async def _run(session: AsyncSession, values: dict[str, Any]) -> dict[str, Any]:
    """The columns of the run; the CSM by id."""
    if "csm" not in values:
        return values
    email = values.pop("csm")
    csm_id = await account_records.csm(session, email) if email else None
    if email and csm_id is None:
        message = f"None of your CSMs has the address {email}: they are known from their first sign-in on."
        raise Invalid(message)
    return values | {"csm_id": csm_id}


async def bring(session: AsyncSession, sheet: Sheet, *, dry_run: bool, doer: Doer, now: datetime) -> Bringing:
    """Import accounts, all of them or none. A dry run does the same and takes it back.

    Raises Forbidden.
    """
    doer.require_lead()
    rows: list[tuple[Row, AccountRecord | None, AccountRecord]] = []
    mistakes = list(sheet.mistakes)
    async with session.begin_nested() as trial:
        for row in sheet.rows:
            try:
                rows.append((row, *await _bring(session, row, doer.actor, now)))
            except PortalError as refused:
                mistakes.append(Mistake(row.line, None, refused.message))
        await _loads_changed(session, [(before, after) for _, before, after in rows], now)
        if dry_run or mistakes:
            await trial.rollback()
    told = [brought(row.line, before, after) for row, before, after in rows]
    return Bringing(told, sorted(mistakes, key=lambda mistake: mistake.line))


async def _bring(
    session: AsyncSession, row: Row, actor: Actor, now: datetime
) -> tuple[AccountRecord | None, AccountRecord]:
    before = await taken(session, row.values["external_id"])
    record = replace(before, **row.values) if before else AccountRecord(**row.values)
    return before, await _keep(session, record, before=before, actor=actor, now=now)
