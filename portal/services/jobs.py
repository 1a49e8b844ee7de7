"""Work in the background as owners look after it: what failed for good is tried again, or discarded."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, partitions
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import NotFound
from portal.domain.event_months import Room
from portal.domain.jobs import Overview
from portal.domain.people import SignedInStaff
from portal.domain.subjects import Subject, require_reader
from portal.jobs import the_queue

GONE: Final = "This piece of work is no longer among those that failed: somebody tried it again or discarded it."


class Seen(NamedTuple):
    """What the queue holds, the names of the accounts it is about, and the room that work makes for coming events."""

    held: Overview
    names: Mapping[UUID, str]
    room: Room | None


async def look(session: AsyncSession, *, staff: SignedInStaff, now: datetime) -> Seen:
    """How the work in the background stands. Raises Forbidden."""
    require_reader(staff, Subject.JOBS)
    held = await the_queue().overview(session, now=now)
    about = {one.account_id for one in (*held.dead, *held.under_way) if one.account_id}
    return Seen(held, await accounts.names(session, about), await partitions.room(session, now=now))


async def try_again(session: AsyncSession, *, doer: Doer, job_id: UUID, now: datetime) -> None:
    """Let a job that failed for good begin anew. Raises Forbidden, and NotFound where it is not dead any more."""
    doer.require_owner()
    kind = await the_queue().revive(session, job_id=job_id, now=now)
    await _note(session, doer, "job.revived", kind, now)


async def discard(session: AsyncSession, *, doer: Doer, job_id: UUID, now: datetime) -> None:
    """Give up on a job that failed for good. Raises Forbidden, and NotFound where it is not dead any more."""
    doer.require_owner()
    kind = await the_queue().discard(session, job_id=job_id)
    await _note(session, doer, "job.discarded", kind, now)


async def _note(session: AsyncSession, doer: Doer, act: str, kind: str | None, now: datetime) -> None:
    if kind is None:
        raise NotFound(GONE)
    await audit.record(session, account_id=None, actor=doer.actor, act=Act(act, kind), now=now)
