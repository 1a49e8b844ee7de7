"""Reading a member's climb: everything stored about it, in two queries."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Integer, Select, String, Uuid, bindparam, case, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import UtcDateTime
from portal.db.blockers import blocked_for
from portal.db.prepared import Prepared
from portal.db.tables import (
    Celebration,
    Handover,
    Member,
    MilestoneCompletion,
    RuleProgress,
    Snooze,
    StepCompletion,
    StepCounter,
)
from portal.domain.folding import Progress
from portal.domain.playbook import Catalogue, Scope
from portal.domain.progress import Count, Facts, Tick

Rows = Select[*tuple[Any, ...]]

ACCOUNT = bindparam("account", type_=Uuid())
MEMBER = bindparam("member", type_=Uuid())
NO_STEP = literal(None, String)
NO_NAME = literal(None, String)
NO_NUMBER = literal(None, Integer)
NO_TIME = literal(None, UtcDateTime)


def _ticks() -> Rows:
    return (
        select(
            literal("tick").label("kind"),
            StepCompletion.milestone_id,
            StepCompletion.step_id,
            StepCompletion.at,
            Member.name,
            case((StepCompletion.verified_at.is_not(None), 1), else_=0).label("verified"),
            NO_NUMBER.label("events"),
            NO_NUMBER.label("members"),
            case((StepCompletion.by_id == MEMBER, 1), else_=0).label("own"),
        )
        .outerjoin(Member, (Member.account_id == StepCompletion.account_id) & (Member.id == StepCompletion.by_id))
        .where(StepCompletion.account_id == ACCOUNT, StepCompletion.subject_id.in_((ACCOUNT, MEMBER)))
    )


def _done() -> Rows:
    return select(
        literal("done"),
        MilestoneCompletion.milestone_id,
        NO_STEP,
        MilestoneCompletion.at,
        NO_NAME,
        NO_NUMBER,
        NO_NUMBER,
        NO_NUMBER,
        NO_NUMBER,
    ).where(MilestoneCompletion.account_id == ACCOUNT, MilestoneCompletion.subject_id.in_((ACCOUNT, MEMBER)))


def _celebrated() -> Rows:
    return select(
        literal("celebrated"),
        Celebration.milestone_id,
        NO_STEP,
        Celebration.at,
        NO_NAME,
        NO_NUMBER,
        NO_NUMBER,
        NO_NUMBER,
        NO_NUMBER,
    ).where(Celebration.account_id == ACCOUNT, Celebration.member_id == MEMBER)


def _counts() -> Rows:
    own = func.sum(case((StepCounter.person_id == MEMBER, StepCounter.events), else_=0))
    return (
        select(
            literal("count"),
            StepCounter.milestone_id,
            StepCounter.step_id,
            NO_TIME,
            NO_NAME,
            NO_NUMBER,
            func.sum(StepCounter.events),
            func.count(),
            own,
        )
        .where(StepCounter.account_id == ACCOUNT)
        .group_by(StepCounter.milestone_id, StepCounter.step_id)
    )


def _folded() -> Rows:
    """Progress in the columns of `_counts`: its count stands under `events`, its target under `members`."""
    return select(
        literal("folded"),
        RuleProgress.milestone_id,
        RuleProgress.step_id,
        NO_TIME,
        NO_NAME,
        NO_NUMBER,
        RuleProgress.count,
        RuleProgress.target,
        NO_NUMBER,
    ).where(RuleProgress.account_id == ACCOUNT, RuleProgress.subject_id.in_((ACCOUNT, MEMBER)))


def _snoozed() -> Rows:
    return select(
        literal("snoozed"),
        Snooze.milestone_id,
        NO_STEP,
        Snooze.until,
        NO_NAME,
        NO_NUMBER,
        NO_NUMBER,
        NO_NUMBER,
        NO_NUMBER,
    ).where(Snooze.account_id == ACCOUNT, Snooze.subject_id == MEMBER, Snooze.until.is_not(None))


def _handed() -> Rows:
    return select(
        literal("handed"),
        Handover.milestone_id,
        NO_STEP,
        Handover.at,
        NO_NAME,
        NO_NUMBER,
        NO_NUMBER,
        NO_NUMBER,
        NO_NUMBER,
    ).where(Handover.account_id == ACCOUNT, Handover.subject_id == ACCOUNT, Handover.to_id == MEMBER)


@Prepared
def _climb() -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(_ticks(), _done(), _celebrated(), _counts(), _folded(), _snoozed(), _handed())


async def member_facts(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, member_id: UUID) -> Facts:
    """What is stored about one member's climb, their own and what they share with their account."""
    ticks: dict[tuple[str, str], Tick] = {}
    counts: dict[tuple[str, str], Count] = {}
    folded: dict[tuple[str, str], Progress] = {}
    done: dict[str, datetime] = {}
    celebrated: set[str] = set()
    by_hand: set[str] = set()
    snoozed: dict[str, date] = {}
    handed: dict[str, datetime] = {}
    for row in await _climb.rows(session, account=account_id, member=member_id):
        match row.kind:
            case "tick":
                ticks[row.milestone_id, row.step_id] = Tick(row.at, verified=bool(row.verified), by=row.name)
                by_hand |= {row.milestone_id} if row.own else set()
            case "done":
                done[row.milestone_id] = row.at
            case "celebrated":
                celebrated.add(row.milestone_id)
            case "count" if row.milestone_id in catalogue.milestones:
                shared = catalogue.milestones[row.milestone_id].scope is Scope.ACCOUNT
                count = Count(row.events, row.members) if shared else Count(row.own, min(row.own, 1))
                counts[row.milestone_id, row.step_id] = count
            case "folded":
                folded[row.milestone_id, row.step_id] = Progress(row.events, row.members)
            case "snoozed":
                snoozed[row.milestone_id] = row.at.date()
            case "handed":
                handed[row.milestone_id] = row.at
    blocked = await blocked_for(session, account_id=account_id, member_id=member_id)
    return Facts(ticks, counts, folded, done, frozenset(celebrated), frozenset(by_hand), blocked, snoozed, handed)


async def done_in_account(session: AsyncSession, account_id: UUID) -> frozenset[str]:
    """The milestones anybody of the account has reached."""
    return frozenset(row.milestone_id for row in await _reached.rows(session, account=account_id))


@Prepared
def _reached() -> Rows:
    return select(MilestoneCompletion.milestone_id).where(MilestoneCompletion.account_id == ACCOUNT).distinct()
