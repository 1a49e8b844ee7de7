"""Queries on one account for its page."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.holds import LATEST_FIRST
from portal.db.tables import (
    Account,
    ActivityDay,
    DutyHolder,
    Hold,
    Member,
    MilestoneCompletion,
    Onboarding,
    Staff,
    Stakeholder,
    StepCompletion,
)
from portal.domain.roles import Duty, Role


class Header(NamedTuple):
    """What an account is called, how large it is, and which CSM guides it."""

    id: UUID
    name: str
    industry: str | None
    seats: int | None
    guide: str | None


class Holder(NamedTuple):
    """Somebody who was entered for a duty."""

    duty: Duty
    name: str
    title: str | None
    email: str | None


class Person(NamedTuple):
    """A member, and the last day they used the product."""

    id: UUID
    name: str
    role: Role
    pilot: bool
    last_active_on: date | None


class Reached(NamedTuple):
    """A milestone somebody reached; the name is None where it is the account's."""

    at: datetime
    milestone_id: str
    subject_id: UUID
    name: str | None


class HoldRow(NamedTuple):
    """A paused clock."""

    reason: str
    started_on: date
    expected_end_on: date
    ended_on: date | None


async def header(session: AsyncSession, account_id: UUID) -> Header | None:
    """The account of that id, or None."""
    query = (
        select(Account.id, Account.name, Account.industry, Account.seats, Staff.name)
        .outerjoin(Onboarding, Onboarding.account_id == Account.id)
        .outerjoin(Staff, Staff.id == Onboarding.csm_id)
        .where(Account.id == account_id)
    )
    row = (await session.execute(query)).one_or_none()
    return Header(*row) if row else None


async def holders(session: AsyncSession, account_id: UUID) -> list[Holder]:
    """Who was entered for which duty."""
    same = (Stakeholder.account_id == DutyHolder.account_id) & (Stakeholder.id == DutyHolder.stakeholder_id)
    query = (
        select(DutyHolder.duty, Stakeholder.name, Stakeholder.title, Stakeholder.email)
        .join(Stakeholder, same)
        .where(DutyHolder.account_id == account_id)
    )
    return [Holder(*row) for row in await session.execute(query)]


async def people(session: AsyncSession, account_id: UUID) -> list[Person]:
    """The members who have not left, by role and name."""
    used = (ActivityDay.account_id == Member.account_id) & (ActivityDay.member_id == Member.id)
    query = (
        select(Member.id, Member.name, Member.role, Member.pilot, func.max(ActivityDay.day))
        .outerjoin(ActivityDay, used)
        .where(Member.account_id == account_id, Member.disabled_at.is_(None))
        .group_by(Member.id, Member.name, Member.role, Member.pilot)
        .order_by(Member.role, Member.name, Member.id)
    )
    return [Person(*row) for row in await session.execute(query)]


async def reached(session: AsyncSession, account_id: UUID) -> list[Reached]:
    """Every milestone reached in an account, the latest first."""
    query = (
        select(MilestoneCompletion.at, MilestoneCompletion.milestone_id, MilestoneCompletion.subject_id, Member.name)
        .outerjoin(
            Member,
            (Member.account_id == MilestoneCompletion.account_id) & (Member.id == MilestoneCompletion.subject_id),
        )
        .where(MilestoneCompletion.account_id == account_id)
        .order_by(MilestoneCompletion.at.desc(), MilestoneCompletion.milestone_id, MilestoneCompletion.subject_id)
    )
    return [Reached(*row) for row in await session.execute(query)]


async def begun(session: AsyncSession, account_id: UUID) -> dict[str, date]:
    """The day on which each milestone of the account itself was begun: that of its first step."""
    query = (
        select(StepCompletion.milestone_id, func.min(StepCompletion.at).label("at"))
        .where(StepCompletion.account_id == account_id, StepCompletion.subject_id == account_id)
        .group_by(StepCompletion.milestone_id)
    )
    return {row.milestone_id: row.at.date() for row in await session.execute(query)}


async def holds(session: AsyncSession, account_id: UUID) -> list[HoldRow]:
    """The holds of an account, the latest first."""
    query = (
        select(Hold.reason, Hold.started_on, Hold.expected_end_on, Hold.ended_on)
        .where(Hold.account_id == account_id)
        .order_by(*(column.desc() for column in LATEST_FIRST))
    )
    return [HoldRow(*row) for row in await session.execute(query)]
