"""The pilot group: chosen person by person, with the day on which its pilot starts."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, pilots, runs
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Invalid, Stale
from portal.domain.pilot import Pilot
from portal.domain.wording import day, listed
from portal.jobs.consequences import account_changed

CHANGED: Final = "pilot.changed"
TOO_EARLY: Final = "The kickoff is on %(day)s, and no pilot starts before it. Choose a later day."


async def show(session: AsyncSession, account_id: UUID) -> Pilot:
    """Who is in the pilot group, who else could be, and when it starts."""
    return await pilots.of_account(session, account_id)


async def change(
    session: AsyncSession,
    *,
    account_id: UUID,
    version: int,
    starts_on: date | None,
    members: Collection[UUID],
    doer: Doer,
    now: datetime,
) -> None:
    """Set the day and the group, at the version that was edited. Raises Forbidden, Invalid and Stale."""
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    before = await show(session, account_id)
    if before.version != version:
        by = await audit.last_by(session, account_id=account_id, acts=[CHANGED])
        raise Stale(version=before.version, now=before.fields, by=by)
    run = (await runs.load_runs(session, accounts=[account_id], now=now))[account_id].onboarding
    if starts_on and run.kickoff_on and starts_on < run.kickoff_on:
        raise Invalid(TOO_EARLY, day=day(run.kickoff_on))
    await pilots.keep(session, account_id=account_id, starts_on=starts_on, members=members)
    act = Act(CHANGED, "pilot group", before=_told(before), after=_told(await show(session, account_id)))
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await account_changed(session, account_id, now)


def _told(pilot: Pilot) -> dict[str, str | None]:
    return {
        "starts_on": pilot.starts_on.isoformat() if pilot.starts_on else None,
        "group": listed([one.name for one in pilot.group]) if pilot.group else None,
    }
