"""Members as other systems write them. What the sign-in decides, and roles an admin chose, stay as they are."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account_records, accounts, audit, member_records, team
from portal.domain.audit import Actor
from portal.domain.bringing import Bringing, Brought, brought
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, NotFound, PortalError
from portal.domain.records import MemberRecord, differences, told_as
from portal.domain.roles import Role
from portal.domain.sheets import Mistake, Row, Sheet
from portal.jobs.consequences import account_changed

ADDED_MEANWHILE: Final = "Somebody else has just added this member. Send it again."
NO_ACCOUNT: Final = "There is no account with this external id: import the accounts first."
LAST_ADMIN: Final = "This is the account's only admin. Make somebody else an admin first, then send it again."


async def show(session: AsyncSession, *, account_id: UUID, external_id: str) -> MemberRecord:
    """The member of an account who has this external id. Raises NotFound."""
    found = await member_records.find(session, account_id=account_id, external_id=external_id)
    if found is None:
        message = "The account has no member with this external id. Create them with PUT at this address."
        raise NotFound(message)
    return found


async def page(session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int) -> list[MemberRecord]:
    """An account's members in a fixed order, those behind the one with the id `after` where it is given."""
    return await member_records.page(session, account_id=account_id, after=after, limit=limit)


async def taken(
    session: AsyncSession, *, account_id: UUID, external_id: str, email: str | None = None
) -> MemberRecord | None:
    """The member as they stand once nobody else is changing the account; None where there is none yet.

    Somebody no other system has named yet is found by their address.
    """
    await accounts.take_turn(session, account_id)
    found = await member_records.find(session, account_id=account_id, external_id=external_id)
    if found or email is None:
        return found
    return await member_records.unlinked(session, account_id=account_id, email=email)


async def keep(
    session: AsyncSession,
    record: MemberRecord,
    *,
    account_id: UUID,
    before: MemberRecord | None,
    actor: Actor,
    now: datetime,
) -> MemberRecord:
    """Make a member what the record says, but for what is fixed; `before` is how they stand, None to add them.

    Raises Conflict where the account would be left without an admin, or somebody else has added them meanwhile.
    """
    if before:
        record = replace(record, **{name: getattr(before, name) for name in before.fixed})
    changed = differences(before, record)
    if before and not changed:
        return before
    values = {name: new for name, (_, new) in changed.items()}
    if before is None:
        member_id = await member_records.add(session, account_id=account_id, values=values, now=now)
        if member_id is None:
            raise Conflict(ADDED_MEANWHILE)
    else:
        await _require_admin_stays(session, account_id, before, record)
        await team.change(session, account_id=account_id, member_id=before.known_id, values=values)
    act = told_as("member", record.name, before, changed)
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)
    await account_changed(session, account_id, now)
    return await show(session, account_id=account_id, external_id=str(record.external_id))


async def _require_admin_stays(
    session: AsyncSession, account_id: UUID, before: MemberRecord, after: MemberRecord
) -> None:
    """Raise Conflict where the account's last admin who can sign in would be none any more."""
    if before.role is not Role.ADMIN or after.role is Role.ADMIN or not before.active:
        return
    if before.signed_in and not await team.other_admins(session, account_id=account_id, member_id=before.known_id):
        raise Conflict(LAST_ADMIN)


async def bring(session: AsyncSession, sheet: Sheet, *, dry_run: bool, doer: Doer, now: datetime) -> Bringing:
    """Import members into accounts that exist, all of them or none. A dry run does the same and takes it back.

    Raises Forbidden.
    """
    doer.require_lead()
    rows: list[Brought] = []
    mistakes = list(sheet.mistakes)
    async with session.begin_nested() as trial:
        for row in sheet.rows:
            try:
                rows.append(await _bring(session, row, doer.actor, now))
            except PortalError as refused:
                mistakes.append(Mistake(row.line, None, refused.message))
        if dry_run or mistakes:
            await trial.rollback()
    return Bringing(rows, sorted(mistakes, key=lambda mistake: mistake.line))


async def _bring(session: AsyncSession, row: Row, actor: Actor, now: datetime) -> Brought:
    values = dict(row.values)
    account_id = await account_records.id_of(session, values.pop("account"))
    if account_id is None:
        raise NotFound(NO_ACCOUNT)
    external_id, email = values["external_id"], values.get("email")
    before = await taken(session, account_id=account_id, external_id=external_id, email=email)
    record = replace(before, **values) if before else MemberRecord(**values)
    after = await keep(session, record, account_id=account_id, before=before, actor=actor, now=now)
    return brought(row.line, before, after)
