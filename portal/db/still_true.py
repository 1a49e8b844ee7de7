"""Whether what a delivery tells still holds, asked when it is about to go out."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.tables import (
    Invitation,
    MilestoneCompletion,
    Onboarding,
    Task,
    TeamNoteSeen,
    TouchpointRecord,
    VerdictRecord,
)
from portal.domain.deliveries import Delivery, Topic

One = Select[Any]


async def still_true(session: AsyncSession, delivery: Delivery, *, now: datetime) -> bool:
    """Whether it is still so. What cannot change, such as a report, always is."""
    question = QUESTIONS.get(delivery.topic)
    return question is None or (await session.scalar(question(delivery, now))) is not None


def _invitation_open(one: Delivery, now: datetime) -> One:
    """Nobody accepted or withdrew the invitation."""
    return select(Invitation.id).where(
        Invitation.id == _id(one.facts, "invitation_id"),
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > now,
    )


def _note_unseen(one: Delivery, _now: datetime) -> One:
    """The reader has not seen the note in the portal."""
    seen = exists().where(
        TeamNoteSeen.account_id == one.account_id,
        TeamNoteSeen.note_id == _id(one.facts, "note_id"),
        TeamNoteSeen.member_id == one.recipient.id,
    )
    return _if(~seen)


def _milestone_open(one: Delivery, _now: datetime) -> One:
    """Neither the reader nor their team has reached the milestone."""
    of = MilestoneCompletion
    reached = exists().where(
        of.account_id == one.account_id,
        of.subject_id.in_([one.account_id, one.recipient.id]),
        of.milestone_id == one.facts["milestone_id"],
    )
    return _if(~reached)


def _task_theirs(one: Delivery, _now: datetime) -> One:
    """The task is still open, still the reader's, and waits for no other."""
    first = aliased(Task)
    free = or_(Task.first_id.is_(None), first.done_on.is_not(None))
    return (
        select(Task.id)
        .outerjoin(first, and_(first.account_id == Task.account_id, first.id == Task.first_id))
        .where(Task.account_id == one.account_id, Task.id == _id(one.facts, "task_id"))
        .where(Task.done_on.is_(None), Task.member_id == one.recipient.id, free)
    )


def _touchpoint_ahead(one: Delivery, _now: datetime) -> One:
    """Nobody has held, skipped or moved the touchpoint, and the reader still guides the account."""
    of, key = TouchpointRecord, one.facts["touchpoint"]
    changed = exists().where(
        of.account_id == one.account_id,
        of.touchpoint_id == key["id"],
        of.weeks == key["weeks"],
        or_(of.settled.is_not(None), and_(of.moved_to.is_not(None), of.moved_to != date.fromisoformat(key["on"]))),
    )
    return _guided(one).where(~changed)


def _verdict_current(one: Delivery, _now: datetime) -> One:
    """The verdict still stands, and the reader still guides the account."""
    current = exists().where(
        VerdictRecord.id == _id(one.facts, "verdict_id"),
        VerdictRecord.superseded_at.is_(None),
    )
    return _guided(one).where(current)


def _guided(one: Delivery) -> One:
    of = Onboarding
    return select(of.account_id).where(of.account_id == one.account_id, of.csm_id == one.recipient.id)


def _if(condition: ColumnElement[bool]) -> One:
    return select(true()).where(condition)


def _id(facts: Mapping[str, Any], name: str) -> UUID:
    return UUID(facts[name])


QUESTIONS: Final = {
    Topic.INVITATION: _invitation_open,
    Topic.NOTE: _note_unseen,
    Topic.UNBLOCKED: _milestone_open,
    Topic.NUDGE: _milestone_open,
    Topic.TASK: _task_theirs,
    Topic.TOUCHPOINT: _touchpoint_ahead,
    Topic.VERDICT: _verdict_current,
}
"""What has to be asked, by topic; what is not here cannot change."""
