"""Putting off what needs somebody today: for oneself, until a day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account, audit, snoozes
from portal.domain.audit import Act, Actor
from portal.domain.errors import NotFound
from portal.domain.people import SignedInStaff

UNKNOWN = "There is no account at this address. The portfolio lists every account there is."


async def put_off(
    session: AsyncSession, *, staff: SignedInStaff, actor: Actor, account_id: UUID, until: date, now: datetime
) -> None:
    """Leave an account out of somebody's own queue until a day, or until its verdict moves. Raises NotFound."""
    header = await account.header(session, account_id)
    if header is None:
        raise NotFound(UNKNOWN)
    await snoozes.put_off(session, staff_id=staff.id, account_id=account_id, until=until, now=now)
    act = Act("urgency.put_off", header.name, {}, {"until": until.isoformat()})
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)


async def bring_back(session: AsyncSession, *, staff: SignedInStaff, actor: Actor, now: datetime) -> None:
    """Let everything that somebody put off stand in their queue again."""
    await snoozes.bring_back(session, staff_id=staff.id)
    await audit.record(session, account_id=None, actor=actor, act=Act("urgency.brought_back", staff.name), now=now)
