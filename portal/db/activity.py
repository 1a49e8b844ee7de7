"""Rolling events up into days of use."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import is_postgresql
from portal.db.tables import ActivityDay, Event
from portal.db.upsert import insert

DAYS: Final = table_of(ActivityDay)


async def add_batch(session: AsyncSession, *, batch_id: UUID, names: Collection[str]) -> None:
    """Add a batch's events of these names to the days of the members who caused them. Not idempotent."""
    await _add(session, Event.batch_id == batch_id, names)


async def recount(session: AsyncSession, *, account_id: UUID, names: Collection[str]) -> None:
    """Count an account's days of use afresh, by its events of these names."""
    forget = delete(ActivityDay).where(ActivityDay.account_id == account_id)
    await session.execute(forget.execution_options(synchronize_session=False))
    await _add(session, Event.account_id == account_id, names)


async def _add(session: AsyncSession, which: ColumnElement[bool], names: Collection[str]) -> None:
    day = utc_day(session)
    found = (
        select(Event.account_id, Event.member_id, day, func.count())
        .where(which, Event.name.in_(sorted(names)), Event.member_id.is_not(None))
        .group_by(Event.account_id, Event.member_id, day)
        # In a fixed order, so that two batches never wait for each other in a circle.
        .order_by(Event.account_id, Event.member_id, day)
    )
    adding = insert(session, ActivityDay).from_select(["account_id", "member_id", "day", "events"], found)
    await session.execute(
        adding.on_conflict_do_update(
            index_elements=list(DAYS.primary_key), set_={"events": DAYS.c.events + adding.excluded.events}
        )
    )


async def accounts_in_batch(session: AsyncSession, batch_id: UUID) -> list[UUID]:
    """The accounts a batch brought something new about."""
    return list(await session.scalars(select(Event.account_id).where(Event.batch_id == batch_id).distinct()))


def utc_day(session: AsyncSession) -> ColumnElement[Any]:
    """The day of an event in UTC."""
    return cast(func.timezone("UTC", Event.at), Date) if is_postgresql(session) else func.date(Event.at)
