"""Queries for counting afresh what an account's events amount to."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Account, Event, RuleProgress, Source, StepCompletion, StepCounter


async def forget_counts(session: AsyncSession, account_id: UUID, milestones: Collection[str]) -> None:
    """Delete the counts towards milestones of an account. Ticks and completions stay."""
    for table in (StepCounter, RuleProgress):
        await session.execute(
            delete(table)
            .where(table.account_id == account_id, table.milestone_id.in_(milestones))
            .execution_options(synchronize_session=False)
        )


async def forget_open_counts(session: AsyncSession, account_id: UUID, milestones: Collection[str]) -> None:
    """Delete the counts towards milestones of an account, but how far rules of verified steps came, which is all."""
    far, tick = RuleProgress, StepCompletion
    verified = exists().where(
        tick.account_id == far.account_id,
        tick.subject_id == far.subject_id,
        tick.milestone_id == far.milestone_id,
        tick.step_id == far.step_id,
        tick.verified_at.is_not(None),
    )
    open_ones = (far.account_id == account_id, far.milestone_id.in_(milestones), ~verified)
    counts = (StepCounter.account_id == account_id, StepCounter.milestone_id.in_(milestones))
    for forget in (delete(StepCounter).where(*counts), delete(far).where(*open_ones)):
        await session.execute(forget.execution_options(synchronize_session=False))


async def events(session: AsyncSession, account_id: UUID, names: Collection[str]) -> Sequence[Any]:
    """An account's events of these names, as (id, account_id, member_id, name, at, properties)."""
    query = select(Event.id, Event.account_id, Event.member_id, Event.name, Event.at, Event.properties)
    return (await session.execute(query.where(Event.account_id == account_id, Event.name.in_(sorted(names))))).all()


async def page(
    session: AsyncSession, account_id: UUID, *, after: tuple[datetime, int] | None, limit: int
) -> Sequence[Any]:
    """An account's events in the order in which they happened, from behind a place (at, id).

    Rows of (id, account_id, member_id, name, at, properties, source), the last the name of their source.
    """
    columns = (Event.id, Event.account_id, Event.member_id, Event.name, Event.at, Event.properties)
    query = select(*columns, Source.name.label("source")).join(Source, Source.id == Event.source_id)
    query = query.where(Event.account_id == account_id).order_by(Event.at, Event.id).limit(limit)
    if after:
        at, event_id = after
        query = query.where(or_(Event.at > at, and_(Event.at == at, Event.id > event_id)))
    return (await session.execute(query)).all()


async def with_events(session: AsyncSession, *, since: datetime | None, account_id: UUID | None) -> list[UUID]:
    """The accounts that events came for since a moment, or ever; with `account_id`, only that one."""
    came = exists().where(Event.account_id == Account.id)
    query = select(Account.id).where(came.where(Event.received_at >= since) if since else came).order_by(Account.id)
    return list(await session.scalars(query.where(Account.id == account_id) if account_id else query))


async def begun(session: AsyncSession, account_id: UUID, milestones: Collection[str]) -> list[tuple[UUID, str]]:
    """Who, of an account, ticked a step of which of these milestones: (subject, milestone id)."""
    query = select(StepCompletion.subject_id, StepCompletion.milestone_id).where(
        StepCompletion.account_id == account_id, StepCompletion.milestone_id.in_(milestones)
    )
    return [(subject, milestone) for subject, milestone in await session.execute(query.distinct())]
