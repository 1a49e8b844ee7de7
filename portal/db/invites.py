"""Queries on what people answered to the invite to one meeting."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.events import happened_since
from portal.db.tables import Event, Member
from portal.domain.invites import INVITE_EVENTS, InviteEvent


class Reported(NamedTuple):
    """An event about an invite, and the member it names, if any."""

    event: InviteEvent
    name: str | None
    email: str | None


async def reported(session: AsyncSession, *, account_id: UUID, since: datetime) -> list[Reported]:
    """What was reported about an account's invites since a moment, in order."""
    query = (
        select(Event.name, Event.at, Event.member_id, Event.properties, Member.name, Member.email)
        .outerjoin(Member, and_(Member.account_id == Event.account_id, Member.id == Event.member_id))
        .where(Event.account_id == account_id, Event.name.in_(INVITE_EVENTS), happened_since(since))
        .order_by(Event.at, Event.id)
    )
    return [Reported(InviteEvent(*row[:4]), *row[4:]) for row in await session.execute(query)]


async def member_called(session: AsyncSession, *, account_id: UUID, email: str) -> UUID | None:
    """The member of an account who has this address, if one has."""
    same = func.lower(Member.email) == email.lower()
    return await session.scalar(select(Member.id).where(Member.account_id == account_id, same).limit(1))
