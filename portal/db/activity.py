"""Rolling events up into days of use."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import is_postgresql
from portal.db.tables import ActivityDay, Event
from portal.db.upsert import insert

DAYS: Final = table_of(ActivityDay)


async def add_batch(session: AsyncSession, *, batch_id: UUID, names: Collection[str]) -> None:
    """Add a batch's events of these names to the days of the members who caused them. Not idempotent."""
    day = utc_day(session)
    found = (
        select(Event.account_id, Event.member_id, day, func.count())
        .where(Event.batch_id == batch_id, Event.name.in_(sorted(names)), Event.member_id.is_not(None))
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
