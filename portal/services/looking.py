"""Looking at what a member sees: the member, and the note that somebody of the staff looked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit, members
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import NotFound
from portal.domain.people import SignedInMember


async def look_as(
    session: AsyncSession, *, account_id: UUID, member_id: UUID, page: str, doer: Doer, now: datetime
) -> SignedInMember:
    """A member whose page somebody of the staff looks at, which is noted. Raises NotFound for one who is not there."""
    member = await members.find(session, account_id=account_id, member_id=member_id)
    if member is None:
        message = "There is no such person in this account, or they have left. The account's page lists everybody."
        raise NotFound(message)
    act = Act("member.looked_as", member.name, after={"page": page})
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    return member
