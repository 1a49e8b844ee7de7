"""Queries on blockers: which milestones wait on whom."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Uuid, and_, bindparam, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.prepared import Prepared
from portal.db.tables import Blocker, Member, MilestoneCompletion, Stakeholder
from portal.domain import acts
from portal.domain.acts import Blocked
from portal.domain.urgency import Waiting

Rows = Select[*tuple[Any, ...]]

ACCOUNT: Final = bindparam("account", type_=Uuid())
MOST_WAITS: Final = 200
"""So many waits that ended, the latest of all accounts, say how long one usually takes."""


class OpenBlocker(NamedTuple):
    """A blocked milestone, and whose it is: the account's, or one member's."""

    milestone_id: str
    subject_id: UUID
    blocked: Blocked


async def open_in(session: AsyncSession, account_id: UUID) -> list[OpenBlocker]:
    """What an account and its members wait for, the longest wait first; what is reached waits for nobody."""
    return [_blocker(*row) for row in await _open_in.rows(session, account=account_id)]


async def waiting_in(session: AsyncSession, accounts: Sequence[UUID]) -> dict[UUID, list[Waiting]]:
    """On whom milestones of these accounts wait, by account."""
    query = select(Blocker.account_id, Blocker.waits_on, Blocker.since).where(
        Blocker.account_id.in_(accounts), *_under_way(), ~_reached()
    )
    found: dict[UUID, list[Waiting]] = defaultdict(list)
    for account, on, since in await session.execute(query):
        if since:
            found[account].append(Waiting(on or "somebody", since))
    return found


async def blocked_for(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> dict[str, Blocked]:
    """On whom milestones of a member wait, their own and those shared with their account."""
    rows = await _blocked_for.rows(session, account=account_id, member=member_id)
    return {row.milestone_id: _blocker(*row).blocked for row in rows}


async def usual_wait(session: AsyncSession, milestone_id: str) -> timedelta | None:
    """How long teams usually wait with a milestone; None while too few waits have ended to say."""
    rows = await _ended_waits.rows(session, milestone=milestone_id)
    return acts.usual_wait([ended - since for since, ended in rows if since and ended])


@Prepared
def _open_in() -> Rows:
    return _open().where(~_reached()).order_by(Blocker.since, Blocker.milestone_id, Blocker.subject_id)


@Prepared
def _blocked_for() -> Rows:
    return _open().where(Blocker.subject_id.in_((ACCOUNT, bindparam("member", type_=Uuid()))))


@Prepared
def _ended_waits() -> Rows:
    return (
        select(Blocker.since, Blocker.ended_at)
        .where(Blocker.milestone_id == bindparam("milestone", type_=String()), Blocker.ended_at > Blocker.since)
        .order_by(Blocker.ended_at.desc(), Blocker.account_id, Blocker.subject_id)
        .limit(MOST_WAITS)
    )


def _open() -> Rows:
    """The blockers of an account that have begun and not ended."""
    by, whom = (
        aliased(Member),
        and_(Stakeholder.account_id == Blocker.account_id, Stakeholder.id == Blocker.stakeholder_id),
    )
    return (
        select(
            Blocker.milestone_id,
            Blocker.subject_id,
            Blocker.waits_on,
            Blocker.why,
            Blocker.since,
            by.name,
            Blocker.member_id,
            Stakeholder.email,
            case((Blocker.reminded_at >= Blocker.since, Blocker.reminded_at)),
        )
        .outerjoin(by, and_(by.account_id == Blocker.account_id, by.id == Blocker.by_id))
        .outerjoin(Stakeholder, whom)
        .where(
            Blocker.account_id == ACCOUNT,
            *_under_way(),
        )
    )


def _under_way() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Blocker.since.is_not(None), or_(Blocker.ended_at.is_(None), Blocker.ended_at < Blocker.since)


def _reached() -> ColumnElement[bool]:
    return exists().where(
        MilestoneCompletion.account_id == Blocker.account_id,
        MilestoneCompletion.subject_id == Blocker.subject_id,
        MilestoneCompletion.milestone_id == Blocker.milestone_id,
    )


def _blocker(milestone_id: str, subject_id: UUID, *blocked: Any) -> OpenBlocker:  # noqa: ANN401 - the columns of `_open`
    return OpenBlocker(milestone_id, subject_id, Blocked(*blocked))
