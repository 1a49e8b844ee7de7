"""Queries on what is kept about one member, for themselves to read."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import (
    ActivityDay,
    Answer,
    Celebration,
    CoachBooking,
    Feedback,
    Handover,
    Member,
    MilestoneCompletion,
    Snooze,
    StepCompletion,
    TeamNote,
)

ACCOUNT = bindparam("account", type_=Uuid())
MEMBER = bindparam("member", type_=Uuid())

RECORDS: Final[Mapping[str, Select[*tuple[Any, ...]]]] = {
    "steps": select(
        StepCompletion.milestone_id, StepCompletion.step_id, StepCompletion.at, StepCompletion.verified_at
    ).where(
        StepCompletion.account_id == ACCOUNT,
        or_(StepCompletion.by_id == MEMBER, StepCompletion.subject_id == MEMBER),
    ),
    "milestones": select(MilestoneCompletion.milestone_id, MilestoneCompletion.at).where(
        MilestoneCompletion.account_id == ACCOUNT, MilestoneCompletion.subject_id == MEMBER
    ),
    "celebrations": select(Celebration.milestone_id, Celebration.at).where(
        Celebration.account_id == ACCOUNT, Celebration.member_id == MEMBER
    ),
    "answers": select(Answer.question, Answer.chosen, Answer.at).where(
        Answer.account_id == ACCOUNT, Answer.answered_by == MEMBER
    ),
    "feedback": select(Feedback.milestone_id, Feedback.thumb, Feedback.comment, Feedback.at).where(
        Feedback.account_id == ACCOUNT, Feedback.subject_id == MEMBER
    ),
    "snoozes": select(Snooze.milestone_id, Snooze.until, Snooze.at).where(
        Snooze.account_id == ACCOUNT, Snooze.subject_id == MEMBER
    ),
    "handovers": select(Handover.milestone_id, Handover.note, Handover.at).where(
        Handover.account_id == ACCOUNT, Handover.by_id == MEMBER
    ),
    "coach_sessions": select(CoachBooking.milestone_id, CoachBooking.starts_at, CoachBooking.at).where(
        CoachBooking.account_id == ACCOUNT, CoachBooking.subject_id == MEMBER
    ),
    "notes": select(TeamNote.milestone_id, TeamNote.kind, TeamNote.note, TeamNote.at).where(
        TeamNote.account_id == ACCOUNT, TeamNote.from_id == MEMBER
    ),
    "active_days": select(ActivityDay.day, ActivityDay.events).where(
        ActivityDay.account_id == ACCOUNT, ActivityDay.member_id == MEMBER
    ),
}
"""What a member did, by what it is called in their copy."""


async def person(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> dict[str, Any]:
    """Who a member is, as far as the portal was told."""
    query = select(Member.id, Member.external_id, Member.name, Member.email, Member.role, Member.created_at).where(
        Member.account_id == account_id, Member.id == member_id
    )
    return dict((await session.execute(query)).mappings().one())


async def records(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Everything a member did that is kept under their name, by kind."""
    values = {"account": account_id, "member": member_id}
    return {
        name: [dict(row) for row in (await session.execute(query, values)).mappings()]
        for name, query in RECORDS.items()
    }
