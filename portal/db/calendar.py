"""Queries on what stands in the calendar: whose accounts it is about, kickoffs, and sessions that members booked."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, SQLColumnExpression, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import UtcDateTime
from portal.db.bulk import one_of
from portal.db.tables import Account, CoachBooking, Kickoff, Meeting, Member, Onboarding, PortfolioRow

LOOKING_BACK: Final = timedelta(days=28)
"""So far back meetings without an outcome are still asked about."""


class Session(NamedTuple):
    """A session that a member booked with the guide of their account; `edition` grows when they move it."""

    account_id: UUID
    member_id: UUID
    member: str
    email: str | None
    milestone_id: str
    starts_at: datetime
    at: datetime
    edition: int


class KickoffTime(NamedTuple):
    """When the kickoff of an account is, as of its `version`."""

    account_id: UUID
    starts_at: datetime
    minutes: int
    version: int


def due_by(now: datetime) -> dict[str, date]:
    """The parameters of `due_of`."""
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {"looking_back": now - LOOKING_BACK, "tomorrow": tomorrow, "next_day": tomorrow.date()}


def due_of(csm_id: SQLColumnExpression[UUID]) -> ColumnElement[int]:
    """How much a CSM's calendar has for today, in UTC, with what is late: accounts with a station, and meetings."""
    next_day = bindparam("next_day", type_=Date())
    stations = select(func.count()).where(PortfolioRow.csm_id == csm_id, PortfolioRow.next_on < next_day)
    met = (
        select(func.count())
        .select_from(Onboarding)
        .join(Meeting, Meeting.account_id == Onboarding.account_id)
        .where(
            Onboarding.csm_id == csm_id,
            Meeting.starts_at >= bindparam("looking_back", type_=UtcDateTime()),
            Meeting.starts_at < bindparam("tomorrow", type_=UtcDateTime()),
            Meeting.done_at.is_(None),
            Meeting.cancelled_at.is_(None),
        )
    )
    return stations.scalar_subquery() + met.scalar_subquery()


async def guided_by(session: AsyncSession, csm_id: UUID, *, limit: int) -> list[UUID]:
    """The accounts that a CSM guides."""
    query = select(Onboarding.account_id).where(Onboarding.csm_id == csm_id).order_by(Onboarding.account_id)
    return list(await session.scalars(query.limit(limit)))


async def waiting_until(session: AsyncSession, day: date, *, limit: int) -> list[UUID]:
    """The accounts with a station up to a day that has not happened, the first due first."""
    query = select(PortfolioRow.account_id).where(PortfolioRow.next_on <= day)
    place = (PortfolioRow.next_on, PortfolioRow.sort_name, PortfolioRow.account_id)
    return list(await session.scalars(query.order_by(*place).limit(limit)))


async def meeting_between(session: AsyncSession, since: datetime, until: datetime, *, limit: int) -> list[UUID]:
    """The accounts of the first meetings within a span."""
    query = select(Meeting.account_id).where(Meeting.starts_at >= since, Meeting.starts_at < until)
    return list(await session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(limit)))


async def names(session: AsyncSession, accounts: Collection[UUID]) -> dict[UUID, str]:
    """What these accounts are called."""
    query = select(Account.id, Account.name).where(one_of(session, Account.id, accounts))
    return {row.id: row.name for row in await session.execute(query)}


async def kickoffs(
    session: AsyncSession, accounts: Collection[UUID], since: datetime, until: datetime
) -> list[KickoffTime]:
    """The kickoffs of these accounts within a span."""
    query = select(Kickoff.account_id, Kickoff.starts_at, Kickoff.minutes, Kickoff.version).where(
        one_of(session, Kickoff.account_id, accounts), Kickoff.starts_at >= since, Kickoff.starts_at < until
    )
    return [KickoffTime(*row) for row in await session.execute(query)]


async def sessions(
    session: AsyncSession, accounts: Collection[UUID], since: datetime, until: datetime
) -> list[Session]:
    """The sessions that members of these accounts booked within a span."""
    of = CoachBooking
    query = (
        select(
            of.account_id, of.subject_id, Member.name, Member.email, of.milestone_id, of.starts_at, of.at, of.event_id
        )
        .join(Member, and_(Member.account_id == of.account_id, Member.id == of.subject_id))
        .where(one_of(session, of.account_id, accounts), of.starts_at >= since, of.starts_at < until)
        .order_by(of.starts_at, of.account_id, Member.name, of.subject_id, of.milestone_id)
    )
    return [Session(*row) for row in await session.execute(query)]
