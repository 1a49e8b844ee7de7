"""Queries on everything that is kept about one member."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import (
    ActivityDay,
    Answer,
    Blocker,
    BrowserSession,
    Celebration,
    CoachBooking,
    Delivery,
    Event,
    Exposure,
    Feedback,
    FirstTouch,
    Handover,
    Invitation,
    Member,
    MilestoneCompletion,
    NudgeAnswer,
    Snooze,
    StepCompletion,
    SuppressedAddress,
    Task,
    TeamNote,
    Unlock,
    Visit,
)

ACCOUNT = bindparam("account", type_=Uuid())
MEMBER = bindparam("member", type_=Uuid())
ADDRESS = select(func.lower(Member.email)).where(Member.account_id == ACCOUNT, Member.id == MEMBER)
ONLY_AN_ADDRESS = and_(Delivery.member_id.is_(None), Delivery.staff_id.is_(None))
"""To whom an invitation goes: nobody is known by the address yet."""

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
    "first_used": select(FirstTouch.name, FirstTouch.at).where(
        FirstTouch.account_id == ACCOUNT, FirstTouch.member_id == MEMBER
    ),
    "unlocked": select(Unlock.feature, Unlock.milestone_id, Unlock.at).where(
        Unlock.account_id == ACCOUNT, Unlock.subject_id == MEMBER
    ),
    "waits": select(Blocker.milestone_id, Blocker.waits_on, Blocker.why, Blocker.since, Blocker.ended_at).where(
        Blocker.account_id == ACCOUNT, or_(Blocker.by_id == MEMBER, Blocker.member_id == MEMBER)
    ),
    "tasks": select(Task.title, Task.due_on, Task.done_on).where(Task.account_id == ACCOUNT, Task.member_id == MEMBER),
    "invitations": select(Invitation.email, Invitation.role, Invitation.created_at, Invitation.accepted_at).where(
        Invitation.account_id == ACCOUNT, or_(Invitation.by_id == MEMBER, Invitation.accepted_by_id == MEMBER)
    ),
    "notes_received": select(TeamNote.milestone_id, TeamNote.kind, TeamNote.note, TeamNote.at).where(
        TeamNote.account_id == ACCOUNT, TeamNote.to_member_id == MEMBER
    ),
    "messages": select(
        Delivery.channel,
        Delivery.topic,
        Delivery.state,
        Delivery.reason,
        Delivery.subject,
        Delivery.email,
        Delivery.created_at,
        Delivery.sent_at,
    )
    .where(Delivery.account_id == ACCOUNT)
    .where(or_(Delivery.member_id == MEMBER, and_(ONLY_AN_ADDRESS, func.lower(Delivery.email).in_(ADDRESS)))),
    "unreachable_address": select(
        SuppressedAddress.email, SuppressedAddress.reason, SuppressedAddress.said, SuppressedAddress.at
    ).where(SuppressedAddress.email.in_(ADDRESS)),
    "nudges": select(NudgeAnswer.nudge, NudgeAnswer.response, NudgeAnswer.at).where(
        NudgeAnswer.account_id == ACCOUNT, NudgeAnswer.member_id == MEMBER
    ),
    "visits": select(Visit.known_until, Visit.seen_at).where(Visit.account_id == ACCOUNT, Visit.member_id == MEMBER),
    "experiments": select(Exposure.experiment_id, Exposure.first_at).where(
        Exposure.account_id == ACCOUNT, Exposure.member_id == MEMBER
    ),
    "browsers": select(BrowserSession.agent, BrowserSession.created_at, BrowserSession.seen_at)
    .join(Member, Member.id == BrowserSession.member_id)
    .where(Member.account_id == ACCOUNT, Member.id == MEMBER),
    "events": select(Event.at, Event.name, Event.type, Event.properties, Event.context, Event.received_at)
    .where(Event.account_id == ACCOUNT, Event.member_id == MEMBER)
    .order_by(Event.at, Event.id),
}
"""What is known of a member, by what it is called in their copy."""


async def person(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> dict[str, Any]:
    """Who a member is, as far as the portal was told."""
    query = select(Member.id, Member.external_id, Member.name, Member.email, Member.role, Member.created_at).where(
        Member.account_id == account_id, Member.id == member_id
    )
    return dict((await session.execute(query)).mappings().one())


async def records(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Everything that is kept about a member, by kind."""
    values = {"account": account_id, "member": member_id}
    return {
        name: [dict(row) for row in (await session.execute(query.order_by(*query.selected_columns), values)).mappings()]
        for name, query in RECORDS.items()
    }
