"""What happened lately that somebody may be told: asked once for all accounts, never one by one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.tables import (
    Account,
    Blocker,
    Member,
    MilestoneCompletion,
    Onboarding,
    PortfolioRow,
    Staff,
    Task,
    TeamNote,
    ValueReport,
    VerdictRecord,
)
from portal.db.team_notes import seen_by
from portal.domain.tasks import Audience

Rows = Sequence[Row[*tuple[Any, ...]]]
Query = Select[*tuple[Any, ...]]

CAN_SIGN_IN: Final = and_(Member.email.is_not(None), Member.disabled_at.is_(None))
READER: Final = (Member.account_id, Member.id.label("member_id"), Member.email)
GUIDE: Final = (Onboarding.account_id, Staff.id.label("staff_id"), Staff.email)


async def notes(session: AsyncSession, since: datetime) -> Rows:
    """What colleagues wrote, for each of its readers who has not seen it: with `id`, `milestone_id`, `kind`, `note`."""
    of, writer = TeamNote, aliased(Member)
    to_them = or_(of.to_member_id == Member.id, and_(of.to_member_id.is_(None), of.from_id != Member.id))
    query = (
        _to_members(of.id, of.milestone_id, of.kind, of.note, writer.name.label("by"))
        .join(of, and_(of.account_id == Member.account_id, to_them))
        .join(writer, and_(writer.account_id == of.account_id, writer.id == of.from_id))
        .where(of.at > since, ~seen_by(Member.id))
    )
    return await _all(session, query)


async def unblocked(session: AsyncSession, since: datetime) -> Rows:
    """Waits that ended, for whoever said that they were waiting: `milestone_id`, `waits_on`, `ended_at`."""
    of = Blocker
    query = (
        _to_members(of.milestone_id, of.waits_on, of.ended_at)
        .join(of, and_(of.account_id == Member.account_id, of.by_id == Member.id))
        .where(of.ended_at > since, of.ended_at > of.since, of.waits_on.is_not(None))
    )
    return await _all(session, query)


async def tasks(session: AsyncSession) -> Rows:
    """The open tasks of members that can begin: `id`, `title`, `due_on`, and `first`, the title of what came before."""
    of, first = Task, aliased(Task)
    query = (
        _to_members(of.id, of.title, of.due_on, first.title.label("first"))
        .join(of, and_(of.account_id == Member.account_id, of.member_id == Member.id))
        .outerjoin(first, and_(first.account_id == of.account_id, first.id == of.first_id))
        .where(of.audience == Audience.CUSTOMER, of.done_on.is_(None))
        .where(or_(of.first_id.is_(None), first.done_on.is_not(None)))
    )
    return await _all(session, query)


async def reached_together(session: AsyncSession, since: datetime) -> Rows:
    """The milestones that accounts reached as a whole, for each member, with their `role`: `milestone_id`."""
    of = MilestoneCompletion
    query = (
        _to_members(of.milestone_id, Member.role)
        .join(of, and_(of.account_id == Member.account_id, of.subject_id == of.account_id))
        .where(of.at > since)
    )
    return await _all(session, query)


async def reports(session: AsyncSession, since: datetime) -> Rows:
    """New value reports, for each member: `id`, `number`."""
    of = ValueReport
    query = _to_members(of.id, of.number).join(of, of.account_id == Member.account_id).where(of.at > since)
    return await _all(session, query)


async def verdicts(session: AsyncSession, since: datetime) -> Rows:
    """The verdicts that moved, for the CSM: `id`, `level`, `was`, and the name of the `account`."""
    of, before = VerdictRecord, aliased(VerdictRecord)
    query = (
        _to_guides(of.id, of.level, before.level.label("was"), Account.name.label("account"))
        .join(of, of.account_id == Onboarding.account_id)
        .join(before, and_(before.account_id == of.account_id, before.superseded_at == of.as_of))
        .where(of.as_of > since, of.superseded_at.is_(None))
    )
    return await _all(session, query)


async def waiting(session: AsyncSession, day: date, *, after: UUID | None, limit: int) -> Rows:
    """The CSMs of accounts with a station up to a day that has not happened, by id, with the name of the `account`."""
    of = PortfolioRow
    query = _to_guides(Account.name.label("account")).join(of, of.account_id == Onboarding.account_id)
    query = query.where(of.next_on <= day).order_by(of.account_id).limit(limit)
    return await _all(session, query.where(of.account_id > after) if after else query)


async def portfolios(session: AsyncSession, until: date) -> Rows:
    """Each CSM's accounts by the `rank` of their level, how many, and with how many something is `due` until a day."""
    of = PortfolioRow
    due = func.sum(_one(of.next_on <= until)).label("due")
    query = (
        select(Staff.id.label("staff_id"), Staff.email, of.rank, func.count().label("accounts"), due)
        .join(of, of.csm_id == Staff.id)
        .where(Staff.disabled_at.is_(None), of.open)
        .group_by(Staff.id, Staff.email, of.rank)
        .order_by(Staff.id, of.rank)
    )
    return await _all(session, query)


async def most_at_risk(session: AsyncSession, csm_id: UUID, *, limit: int) -> Rows:
    """A CSM's open accounts that stand worst: `account` and `rank`."""
    of = PortfolioRow
    query = select(Account.name.label("account"), of.rank).join(Account, Account.id == of.account_id)
    worst = query.where(of.csm_id == csm_id, of.open).order_by(of.rank, of.sort_name, of.account_id)
    return await _all(session, worst.limit(limit))


async def reached_by(session: AsyncSession, account_id: UUID, member_id: UUID, since: datetime) -> list[str]:
    """The milestones that a member, or their account, reached lately, in that order."""
    of = MilestoneCompletion
    query = select(of.milestone_id).where(of.account_id == account_id, of.subject_id.in_([account_id, member_id]))
    return list(await session.scalars(query.where(of.at > since).order_by(of.at, of.milestone_id)))


def _to_members(*columns: Any) -> Query:  # noqa: ANN401 - columns of any table
    return select(*READER, *columns).select_from(Member).where(CAN_SIGN_IN)


def _to_guides(*columns: Any) -> Query:  # noqa: ANN401 - likewise
    return (
        select(*GUIDE, *columns)
        .select_from(Onboarding)
        .join(Staff, and_(Staff.id == Onboarding.csm_id, Staff.disabled_at.is_(None)))
        .join(Account, Account.id == Onboarding.account_id)
    )


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """1 where something is so, else 0."""
    return case((condition, 1), else_=0)


async def _all(session: AsyncSession, query: Query) -> Rows:
    return (await session.execute(query)).all()
