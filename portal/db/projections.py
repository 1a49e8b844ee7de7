"""What events add up to: counters, ticks, completions, unlocks. Written only under the lock of their account."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Executable, Table, and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.bulk import insert_many, one_of, or_ignore
from portal.db.tables import Celebration, MilestoneCompletion, StepCompletion, StepCounter, Unlock
from portal.db.upsert import Insert

COUNTERS: Table = StepCounter.__table__  # type: ignore[assignment]  # a mapped class has a Table, declared as FromClause
TICKS: Table = StepCompletion.__table__  # type: ignore[assignment]  # likewise
COMPLETIONS: Table = MilestoneCompletion.__table__  # type: ignore[assignment]  # likewise
UNLOCKS: Table = Unlock.__table__  # type: ignore[assignment]  # likewise
CELEBRATIONS: Table = Celebration.__table__  # type: ignore[assignment]  # likewise

Row = dict[str, Any]


class Wanted(NamedTuple):
    """Which standings to read: shared milestones of accounts, and the own ones of members."""

    accounts: Collection[UUID]
    members: Collection[UUID]
    shared: Collection[str]
    own: Collection[str]


async def ticks(session: AsyncSession, wanted: Wanted) -> Sequence[Any]:
    """The ticks (subject_id, milestone_id, step_id, at, verified, by_id, event_id) of the wanted milestones."""
    of = StepCompletion
    query = select(of.subject_id, of.milestone_id, of.step_id, of.at, of.verified, of.by_id, of.event_id).where(
        one_of(session, of.account_id, wanted.accounts),
        one_of(session, of.subject_id, {*wanted.accounts, *wanted.members}),
        one_of(session, of.milestone_id, {*wanted.shared, *wanted.own}),
    )
    return (await session.execute(query)).all()


async def completions(session: AsyncSession, wanted: Wanted) -> Sequence[Any]:
    """The wanted milestones that are reached, as (subject_id, milestone_id, at)."""
    of = MilestoneCompletion
    query = select(of.subject_id, of.milestone_id, of.at).where(
        one_of(session, of.account_id, wanted.accounts),
        one_of(session, of.subject_id, {*wanted.accounts, *wanted.members}),
        one_of(session, of.milestone_id, {*wanted.shared, *wanted.own}),
    )
    return (await session.execute(query)).all()


async def counters(session: AsyncSession, wanted: Wanted) -> Sequence[Any]:
    """The counters (account_id, milestone_id, step_id, person_id, events) of the wanted milestones."""
    of = StepCounter
    query = select(of.account_id, of.milestone_id, of.step_id, of.person_id, of.events).where(
        one_of(session, of.account_id, wanted.accounts),
        or_(
            one_of(session, of.milestone_id, wanted.shared),
            and_(one_of(session, of.milestone_id, wanted.own), one_of(session, of.person_id, wanted.members)),
        ),
    )
    return (await session.execute(query)).all()


async def add_counts(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Add to counters: their events, and the first and last time."""
    await insert_many(session, COUNTERS, rows, _adding)


async def set_ticks(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Tick steps; a tick set by hand becomes verified, and nothing else about it changes."""
    await insert_many(session, TICKS, rows, _verifying)


async def complete(session: AsyncSession, rows: Sequence[Row], unlocks: Sequence[Row]) -> None:
    """Complete milestones and grant what they unlock; what is granted already stays as it was."""
    await insert_many(session, COMPLETIONS, rows, or_ignore)
    await insert_many(session, UNLOCKS, unlocks, or_ignore)


async def celebrate(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Note that members saw celebrations; the first time counts."""
    await insert_many(session, CELEBRATIONS, rows, or_ignore)


def _adding(insert: Insert) -> Executable:
    old, new = COUNTERS.c, insert.excluded
    return insert.on_conflict_do_update(
        index_elements=list(COUNTERS.primary_key),
        set_={
            "events": old.events + new.events,
            "first_at": case((new.first_at < old.first_at, new.first_at), else_=old.first_at),
            "last_at": case((new.last_at > old.last_at, new.last_at), else_=old.last_at),
        },
    )


def _verifying(insert: Insert) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=list(TICKS.primary_key),
        set_={"verified": insert.excluded.verified, "event_id": insert.excluded.event_id},
        where=TICKS.c.verified.is_(False),
    )
