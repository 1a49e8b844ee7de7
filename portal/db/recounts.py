"""Queries for counting afresh what an account's events amount to."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Event, RuleProgress, StepCompletion, StepCounter


async def forget_counts(session: AsyncSession, account_id: UUID, milestones: Collection[str]) -> None:
    """Delete the counts towards milestones of an account. Ticks and completions stay."""
    for table in (StepCounter, RuleProgress):
        await session.execute(
            delete(table)
            .where(table.account_id == account_id, table.milestone_id.in_(milestones))
            .execution_options(synchronize_session=False)
        )


async def events(session: AsyncSession, account_id: UUID, names: Collection[str]) -> Sequence[Any]:
    """An account's events of these names, as (id, account_id, member_id, name, at, properties)."""
    query = select(Event.id, Event.account_id, Event.member_id, Event.name, Event.at, Event.properties)
    return (await session.execute(query.where(Event.account_id == account_id, Event.name.in_(sorted(names))))).all()


async def begun(session: AsyncSession, account_id: UUID, milestones: Collection[str]) -> list[tuple[UUID, str]]:
    """Who, of an account, ticked a step of which of these milestones: (subject, milestone id)."""
    query = select(StepCompletion.subject_id, StepCompletion.milestone_id).where(
        StepCompletion.account_id == account_id, StepCompletion.milestone_id.in_(milestones)
    )
    return [(subject, milestone) for subject, milestone in await session.execute(query.distinct())]
