"""Queries on the numbers of weeks, and on the events they are counted from."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Executable, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.activity import utc_day
from portal.db.base import table_of
from portal.db.bulk import insert_many, one_of
from portal.db.events import happened_since
from portal.db.tables import Account, Event, Member, MetricWeek
from portal.db.upsert import Insert
from portal.domain.measures import bounds, week_of

WEEKS: Final = table_of(MetricWeek)
Row = dict[str, Any]


class Happened(NamedTuple):
    """An event as far as measures ask."""

    name: str
    at: datetime
    member_id: UUID | None
    properties: dict[str, Any]


class Kept(NamedTuple):
    """A number as it is kept; `measure` is the key of the rule it was counted by."""

    metric_id: str
    week: date
    measure: str
    value: float
    sample: int


class Evidence(NamedTuple):
    """An event behind a number, and who caused it, where somebody is named."""

    id: int
    at: datetime
    name: str | None
    properties: dict[str, Any]

    @property
    def day(self) -> date:
        """The day it belongs to, in UTC, as its week does."""
        return self.at.date()


async def lock(session: AsyncSession, account_id: UUID) -> None:
    """Make other countings of this account wait for this transaction; its new events need not."""
    await session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))


async def happened(
    session: AsyncSession, *, account_id: UUID, names: Collection[str], since: date, until: date
) -> list[Happened]:
    """An account's events of these names, from the week that begins on `since` to that of `until`, both included."""
    query = select(Event.name, Event.at, Event.member_id, Event.properties).where(
        Event.account_id == account_id,
        Event.name.in_(sorted(names)),
        happened_since(bounds(since)[0]),
        Event.at < bounds(until)[1],
    )
    return [Happened(*row) for row in await session.execute(query)]


async def newest(session: AsyncSession, *, account_id: UUID, name: str, week: date, limit: int) -> list[Evidence]:
    """The newest events of a name in a week, and who caused them."""
    first, end = bounds(week)
    query = (
        select(Event.id, Event.at, Member.name, Event.properties)
        .outerjoin(Member, (Member.account_id == Event.account_id) & (Member.id == Event.member_id))
        .where(Event.account_id == account_id, Event.name == name, happened_since(first), Event.at < end)
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(limit)
    )
    return [Evidence(*row) for row in await session.execute(query)]


async def weeks_in(
    session: AsyncSession, *, batches: Collection[UUID], names: Collection[str]
) -> set[tuple[UUID, date]]:
    """The accounts and weeks for which these batches brought events of these names."""
    query = (
        select(Event.account_id, utc_day(session).label("day"))
        .where(one_of(session, Event.batch_id, batches), Event.name.in_(sorted(names)))
        .distinct()
    )
    return {(account, week_of(_day(day))) for account, day in await session.execute(query)}


async def kept(
    session: AsyncSession, account_id: UUID, *, since: date, metrics: Collection[str] | None = None
) -> list[Kept]:
    """The numbers of an account from a week on, the oldest first; of these metrics, or of all."""
    of = MetricWeek
    query = (
        select(of.metric_id, of.week, of.measure, of.value, of.sample)
        .where(of.account_id == account_id, of.week >= since)
        .order_by(of.week)
    )
    if metrics is not None:
        query = query.where(of.metric_id.in_(sorted(metrics)))
    return [Kept(*row) for row in await session.execute(query)]


async def keep(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Keep numbers in place of those of the same account, metric and week."""
    await insert_many(session, WEEKS, rows, _replacing)


async def forget(session: AsyncSession, account_id: UUID, places: Collection[tuple[str, date]]) -> None:
    """Remove the numbers of these metrics and weeks: nothing counts there any more."""
    if places:
        place = tuple_(MetricWeek.metric_id, MetricWeek.week)
        await session.execute(delete(MetricWeek).where(MetricWeek.account_id == account_id, place.in_(sorted(places))))


def _replacing(insert: Insert) -> Executable:
    values = {column.name: insert.excluded[column.name] for column in WEEKS.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=list(WEEKS.primary_key), set_=values)


def _day(found: date | str) -> date:
    """SQLite has no days of its own and hands over text."""
    return date.fromisoformat(found) if isinstance(found, str) else found
