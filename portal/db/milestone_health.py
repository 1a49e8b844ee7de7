"""Queries on how milestones fare: what the count needs of many accounts at once, and what it found."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Feedback, MilestoneCompletion, MilestoneTally, StepCompletion
from portal.domain.acts import Thumb
from portal.domain.milestone_health import Tally
from portal.domain.playbook import SIGNAL


class Begun(NamedTuple):
    """A subject that did a step of a milestone: its first, its last, and when the milestone was reached."""

    account_id: UUID
    subject_id: UUID
    milestone_id: str
    began_at: datetime
    last_step_at: datetime
    reached_at: datetime | None


class Counted(NamedTuple):
    """The tallies of the milestones, and the day they were counted on; None before the first count."""

    tallies: Mapping[str, Tally]
    on: date | None


async def begun(session: AsyncSession, accounts: Collection[UUID], *, since: datetime) -> list[Begun]:
    """What subjects of these accounts began since a moment. A met success signal alone is no beginning."""
    first = func.min(StepCompletion.at)
    of_subject = (StepCompletion.account_id, StepCompletion.subject_id, StepCompletion.milestone_id)
    reached = and_(
        MilestoneCompletion.account_id == StepCompletion.account_id,
        MilestoneCompletion.subject_id == StepCompletion.subject_id,
        MilestoneCompletion.milestone_id == StepCompletion.milestone_id,
    )
    query = (
        select(*of_subject, first, func.max(StepCompletion.at), MilestoneCompletion.at)
        .outerjoin(MilestoneCompletion, reached)
        .where(StepCompletion.account_id.in_(accounts), StepCompletion.step_id != SIGNAL)
        .group_by(*of_subject, MilestoneCompletion.at)
        .having(first >= since)
    )
    return [Begun(*row) for row in await session.execute(query)]


async def thumbs(session: AsyncSession, *, since: datetime) -> dict[str, dict[Thumb, int]]:
    """How many gave which thumb since a moment, by milestone id."""
    query = (
        select(Feedback.milestone_id, Feedback.thumb, func.count())
        .where(Feedback.at >= since)
        .group_by(Feedback.milestone_id, Feedback.thumb)
    )
    found: dict[str, dict[Thumb, int]] = defaultdict(dict)
    for milestone_id, thumb, number in await session.execute(query):
        found[milestone_id][thumb] = number
    return found


async def comments(session: AsyncSession, milestone_id: str, *, limit: int) -> Sequence[tuple[Thumb, str, datetime]]:
    """The latest words that people left with their thumbs, the newest first; nobody's name is among them."""
    query = (
        select(Feedback.thumb, Feedback.comment, Feedback.at)
        .where(Feedback.milestone_id == milestone_id, Feedback.comment != "")
        .order_by(Feedback.at.desc(), Feedback.event_id.desc())
        .limit(limit)
    )
    return [(thumb, comment, at) for thumb, comment, at in await session.execute(query)]


async def replace_all(session: AsyncSession, tallies: Mapping[str, Tally], *, on: date) -> None:
    """Keep these tallies instead of all that were counted before."""
    await session.execute(delete(MilestoneTally))
    names = Tally.__dataclass_fields__
    rows = [
        {"milestone_id": milestone_id, "counted_on": on} | {name: getattr(one, name) for name in names}
        for milestone_id, one in tallies.items()
    ]
    if rows:
        await session.execute(insert(MilestoneTally), rows)


async def tallies(session: AsyncSession) -> Counted:
    """What was counted last, of every milestone."""
    columns = [getattr(MilestoneTally, name) for name in Tally.__dataclass_fields__]
    rows = (await session.execute(select(MilestoneTally.milestone_id, MilestoneTally.counted_on, *columns))).all()
    return Counted({row[0]: Tally(*row[2:]) for row in rows}, rows[0][1] if rows else None)
