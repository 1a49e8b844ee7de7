"""What events add up to: counters, ticks, completions, unlocks. Written only under the lock of their account."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Executable, Table, bindparam, case, delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many, or_ignore
from portal.db.tables import (
    Celebration,
    MilestoneCompletion,
    RuleProgress,
    StepCompletion,
    StepCounter,
    Unlock,
)
from portal.db.upsert import Insert

COUNTERS: Final = table_of(StepCounter)
TICKS: Final = table_of(StepCompletion)
PROGRESS: Final = table_of(RuleProgress)
COMPLETIONS: Final = table_of(MilestoneCompletion)
UNLOCKS: Final = table_of(Unlock)
CELEBRATIONS: Final = table_of(Celebration)

Row = dict[str, Any]


async def add_counts(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Add to counters: their events, and the first and last time."""
    await insert_many(session, COUNTERS, rows, _adding)


async def forget_counts(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Delete the counters of steps: one person's, or without a person everybody's in the account."""
    of = COUNTERS.c
    step = (of[name] == bindparam(f"of_{name}") for name in ("account_id", "milestone_id", "step_id"))
    person = bindparam("of_person_id", type_=of.person_id.type)
    if rows:
        named = [{f"of_{name}": value for name, value in row.items()} for row in rows]
        await session.execute(delete(COUNTERS).where(*step, or_(person.is_(None), of.person_id == person)), named)


async def set_ticks(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Keep the ticks as they are given."""
    await insert_many(session, TICKS, rows, _replacing_tick)


async def set_progress(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Keep how far rules have come that are folded from their events."""
    await insert_many(session, PROGRESS, rows, _replacing_progress)


async def complete(session: AsyncSession, rows: Sequence[Row], unlocks: Sequence[Row]) -> None:
    """Complete milestones and grant what they unlock; of what is there already, an earlier time is kept."""
    await insert_many(session, COMPLETIONS, rows, _earlier_completion)
    await insert_many(session, UNLOCKS, unlocks, _earlier_unlock)


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


def _replacing_tick(insert: Insert) -> Executable:
    return _replacing(insert, TICKS)


def _replacing_progress(insert: Insert) -> Executable:
    return _replacing(insert, PROGRESS)


def _replacing(insert: Insert, table: Table) -> Executable:
    values = {column.name: insert.excluded[column.name] for column in table.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=values)


def _earlier_completion(insert: Insert) -> Executable:
    return _earlier(insert, COMPLETIONS)


def _earlier_unlock(insert: Insert) -> Executable:
    return _earlier(insert, UNLOCKS)


def _earlier(insert: Insert, table: Table) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key), set_={"at": insert.excluded.at}, where=insert.excluded.at < table.c.at
    )
