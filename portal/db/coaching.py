"""Queries on sessions with the guides of accounts."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import CoachBooking, Member, Onboarding, Staff
from portal.domain.coaching import Guide


async def guide_of(session: AsyncSession, account_id: UUID) -> Guide | None:
    """The CSM who guides an account, if anybody does."""
    query = (
        select(Staff.id, Staff.name, Staff.email, Staff.booking_url)
        .join(Onboarding, Onboarding.csm_id == Staff.id)
        .where(Onboarding.account_id == account_id, Staff.disabled_at.is_(None))
    )
    row = (await session.execute(query)).one_or_none()
    return Guide(*row) if row else None


async def taken(
    session: AsyncSession, *, guide_id: UUID, since: datetime, but: tuple[UUID, UUID, str]
) -> list[datetime]:
    """When a guide has sessions from a moment on, with any account; one booking (its key) is left out."""
    of = CoachBooking
    query = (
        select(of.account_id, of.subject_id, of.milestone_id, of.starts_at)
        .join(Onboarding, Onboarding.account_id == of.account_id)
        .where(Onboarding.csm_id == guide_id, of.starts_at >= since)
    )
    return [starts_at for *key, starts_at in await session.execute(query) if tuple(key) != but]


class Booked(NamedTuple):
    """A session ahead: when, with whom, about which milestone."""

    starts_at: datetime
    name: str
    milestone_id: str


async def ahead(session: AsyncSession, *, account_id: UUID, since: datetime) -> list[Booked]:
    """The sessions that people of an account have booked, the next first."""
    of = CoachBooking
    query = (
        select(of.starts_at, Member.name, of.milestone_id)
        .join(Member, and_(Member.account_id == of.account_id, Member.id == of.subject_id))
        .where(of.account_id == account_id, of.starts_at >= since)
        .order_by(of.starts_at, Member.name, Member.id, of.milestone_id)
    )
    return [Booked(*row) for row in await session.execute(query)]
