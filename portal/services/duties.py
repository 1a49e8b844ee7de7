"""Who at the customer has which duty: naming somebody else."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit
from portal.db import duties as rows
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.duties import DutyLine
from portal.domain.errors import Invalid, Stale
from portal.domain.names import is_person
from portal.jobs.consequences import account_changed

NOT_A_NAME: Final = "“%(name)s” is a role or a team, not a person. Type the name of whoever it is."


async def held(session: AsyncSession, account_id: UUID) -> tuple[DutyLine, ...]:
    """The four duties, each with whoever has it."""
    return await rows.of_account(session, account_id)


async def name(session: AsyncSession, *, account_id: UUID, line: DutyLine, doer: Doer, now: datetime) -> None:
    """Name who has a duty from now on: `line` as it should stand, at the version that was edited.

    An empty name leaves the duty open. Raises Forbidden, Invalid for what is no name, and Stale.
    """
    doer.require_guide()
    if line.name and not is_person(line.name):
        raise Invalid(NOT_A_NAME, name=line.name)
    await accounts.take_turn(session, account_id)
    before = next(one for one in await held(session, account_id) if one.duty is line.duty)
    if before.version != line.version:
        raise Stale(version=before.version, now=fields(before), by=before.edited_by)
    await _give(session, account_id, line, doer.name)
    act = Act("duty.named", line.duty.label, before=_told(before), after=_told(line))
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await account_changed(session, account_id, now)


def fields(line: DutyLine) -> dict[str, object]:
    """What a form shows of a duty, by the names of its fields."""
    return {"name": line.name, "title": line.title or "", "email": line.email or ""}


def _told(line: DutyLine) -> dict[str, str | None]:
    return {"name": line.name or None, "title": line.title or None, "email": line.email or None}


async def _give(session: AsyncSession, account_id: UUID, line: DutyLine, by: str) -> None:
    holder = None
    if line.name:
        about = {"name": line.name, "title": line.title or "", "email": line.email or ""}
        holder = await rows.stakeholder(session, account_id=account_id, **about)
    await rows.give(session, account_id=account_id, duty=line.duty, stakeholder_id=holder, version=line.version, by=by)
