"""Accounts in a stated situation: the records and events that signals are computed from."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.engine import Database
from portal.db.tables import (
    ActivityDay,
    DutyHolder,
    Event,
    Handoff,
    Hold,
    MilestoneCompletion,
    Source,
    Stakeholder,
    Task,
)
from portal.domain.roles import Duty
from tests.factories import NOW

TODAY = NOW.date()


def ago(days: int) -> date:
    """The day so many days before today."""
    return TODAY - timedelta(days=days)


async def hand_over(database: Database, account_id: UUID, *names: str, email: str | None = None) -> None:
    """The handoff from sales, with these people for the first duties; an empty name leaves its duty open."""
    async with database.write() as session:
        session.add(Handoff(account_id=account_id, received_at=NOW - timedelta(days=30), deal_drivers="Fewer calls"))
        for duty, name in zip(Duty, names, strict=False):
            if name:
                await _hold_duty(session, account_id, duty, name=name, email=email)


async def _hold_duty(session: AsyncSession, account_id: UUID, duty: Duty, **about: Any) -> None:  # noqa: ANN401
    stakeholder_id = uuid4()
    session.add(Stakeholder(id=stakeholder_id, account_id=account_id, **about))
    await session.flush()
    session.add(DutyHolder(account_id=account_id, duty=duty, stakeholder_id=stakeholder_id))


async def invite(
    database: Database, account_id: UUID, *answers: str, days_ago: int = 2, title: str = "Weekly call"
) -> None:
    """A meeting invite, and the answers to it an hour later (`Accepted`, `Declined`, `Attended`)."""
    at = datetime.combine(ago(days_ago), time(8), NOW.tzinfo)
    about = {"invite_id": uuid4().hex, "title": title}
    async with database.write() as session:
        for n, name in enumerate(("Sent", *answers)):
            await add_event(session, account_id, f"Meeting Invite {name}", at + timedelta(hours=n), about)


async def add_event(
    session: AsyncSession, account_id: UUID, name: str, at: datetime, properties: dict[str, Any]
) -> None:
    """A stored event of a source named `calendar`."""
    source = await session.scalar(select(Source).where(Source.name == "calendar"))
    if source is None:
        source = Source(name="calendar", browser=False)
        session.add(source)
        await session.flush()
    session.add(
        Event(
            source_id=source.id,
            message_id=uuid4().hex,
            batch_id=uuid4(),
            ordinal=0,
            type="track",
            name=name,
            account_id=account_id,
            at=at,
            received_at=at,
            clamped=False,
            properties=properties,
            context={},
        )
    )


async def add_actions(database: Database, account_id: UUID, *items: tuple[int, bool]) -> None:
    """Action items as (due so many days ago, done)."""
    async with database.write() as session:
        for n, (days, done) in enumerate(items):
            due = ago(days)
            done_on = due if done else None
            session.add(Task(account_id=account_id, title=f"Item {n}", due_on=due, done_on=done_on))


async def use(database: Database, account_id: UUID, members: Iterable[UUID], days: Sequence[date]) -> None:
    """These members used the product on these days."""
    async with database.write() as session:
        for member in members:
            session.add_all(ActivityDay(account_id=account_id, member_id=member, day=day, events=3) for day in days)


async def put_on_hold(database: Database, account_id: UUID, *, reason: str, days_ago: int) -> None:
    """An open hold, expected to last a week more."""
    async with database.write() as session:
        session.add(Hold(account_id=account_id, reason=reason, started_on=ago(days_ago), expected_end_on=ago(-7)))


async def reach(database: Database, account_id: UUID, subject_id: UUID, milestone_id: str, days_ago: int = 1) -> None:
    """A milestone somebody, or the account, has reached."""
    async with database.write() as session:
        session.add(
            MilestoneCompletion(
                account_id=account_id,
                subject_id=subject_id,
                milestone_id=milestone_id,
                at=NOW - timedelta(days=days_ago),
            )
        )
