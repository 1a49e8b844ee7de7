"""Rolling events up into days of use, weeks of use and first touches, whose readers need not look for the events.

In whatever order events come, they add up to the same rows: days are sums, weeks are unions, and of two first touches
the earlier stays.
"""

from collections.abc import Callable, Collection
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    Date,
    Integer,
    Select,
    Uuid,
    and_,
    case,
    cast,
    delete,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from portal.db.base import Base, table_of
from portal.db.bulk import is_postgresql, one_of
from portal.db.tables import ActivityDay, Event, FirstTouch, MemberWeeks, UnrolledBatch
from portal.db.upsert import insert

Column = ColumnElement[Any]
Found = Select[*tuple[Any, ...]]

THURSDAY: Final = ("weekday 0", "-3 days")
"""SQLite's words for the Thursday of a moment's week, which lies in the week's ISO year."""


class Rollup(NamedTuple):
    """A table of one row for a member and something else, as they stand in its columns; the last one holds a value.

    `found` are the rows of events, `merged` is the value of a row that is there already and a new one's.
    """

    table: type[Base]
    found: Callable[[AsyncSession, Collection[str]], Found]
    merged: Callable[[Column, Column], Column]


async def add_batches(session: AsyncSession, *, batches: Collection[UUID], names: Collection[str]) -> None:
    """Add what these batches brought; events of these names count as use. Not idempotent."""
    await _add(session, one_of(session, Event.batch_id, batches), names)


async def recount(session: AsyncSession, *, account_id: UUID, names: Collection[str]) -> None:
    """Roll an account's events up afresh, but for those that wait to be; those of these names count as use.

    The caller is alone at it, see `unrolled.alone`.
    """
    for rollup in ROLLUPS:
        forget = delete(rollup.table).where(table_of(rollup.table).c.account_id == account_id)
        await session.execute(forget.execution_options(synchronize_session=False))
    waits = Event.batch_id.in_(select(UnrolledBatch.batch_id))
    await _add(session, and_(Event.account_id == account_id, ~waits), names)


async def hand_over(session: AsyncSession, *, account_id: UUID, member_id: UUID, to: UUID) -> dict[str, int]:
    """Give what a member's events were rolled up into to somebody else; how many rows of which table.

    The caller is alone at it, see `unrolled.alone`.
    """
    counts = {}
    for rollup in ROLLUPS:
        _, member, *rest = columns = tuple(table_of(rollup.table).c)
        theirs = and_(columns[0] == account_id, member == member_id)
        await _merge(session, rollup, select(columns[0], literal(to, Uuid), *rest).where(theirs))
        removed = await session.execute(delete(rollup.table).where(theirs))
        if isinstance(removed, CursorResult) and removed.rowcount:
            counts[rollup.table.__tablename__] = removed.rowcount
    return counts


async def accounts_in(session: AsyncSession, batches: Collection[UUID]) -> list[UUID]:
    """The accounts that these batches brought something new about."""
    return list(
        await session.scalars(select(Event.account_id).where(one_of(session, Event.batch_id, batches)).distinct())
    )


def utc_day(session: AsyncSession) -> Column:
    """The day of an event in UTC."""
    return cast(func.timezone("UTC", Event.at), Date) if is_postgresql(session) else func.date(Event.at)


async def _add(session: AsyncSession, which: ColumnElement[bool], names: Collection[str]) -> None:
    for rollup in ROLLUPS:
        found = rollup.found(session, sorted(names)).where(which, Event.member_id.is_not(None))
        await _merge(session, rollup, found)


async def _merge(session: AsyncSession, rollup: Rollup, found: Found) -> None:
    """Add rows to a table; one that would stay as it is is left alone."""
    table = table_of(rollup.table)
    *key, value = table.c
    adding = insert(session, rollup.table).from_select(table.c.keys(), found)
    merged = rollup.merged(value, adding.excluded[value.name])
    await session.execute(
        adding.on_conflict_do_update(index_elements=key, set_={value.name: merged}, where=merged != value)
    )


def _days(session: AsyncSession, names: Collection[str]) -> Found:
    day = utc_day(session)
    return _of_members(day, func.count()).where(Event.name.in_(names)).group_by(day)


def _weeks(session: AsyncSession, names: Collection[str]) -> Found:
    year, before = _iso_week(session)
    bit = literal(1, BigInteger).bitwise_lshift(before)
    weeks = cast(func.sum(bit.distinct()), BigInteger)
    return _of_members(year, weeks).where(Event.name.in_(names)).group_by(year)


def _first_touches(session: AsyncSession, names: Collection[str]) -> Found:
    del session, names
    return _of_members(Event.name, func.min(Event.at)).group_by(Event.name)


def _of_members(what: Column | InstrumentedAttribute[str], value: Column) -> Found:
    return select(Event.account_id, Event.member_id, what, value).group_by(Event.account_id, Event.member_id)


def _iso_week(session: AsyncSession) -> tuple[Column, Column]:
    """The ISO year of an event in UTC, and how many weeks of it lie before the event's."""
    if is_postgresql(session):
        utc = func.timezone("UTC", Event.at)
        return cast(func.extract("isoyear", utc), Integer), cast(func.extract("week", utc), Integer) - 1
    day_of_year = cast(func.strftime("%j", Event.at, *THURSDAY), Integer)
    return cast(func.strftime("%Y", Event.at, *THURSDAY), Integer), (day_of_year - 1) // 7


def _sum(kept: Column, new: Column) -> Column:
    return kept + new


def _union(kept: Column, new: Column) -> Column:
    return kept.bitwise_or(new)


def _earlier(kept: Column, new: Column) -> Column:
    return case((new < kept, new), else_=kept)


ROLLUPS: Final = (
    Rollup(ActivityDay, _days, _sum),
    Rollup(MemberWeeks, _weeks, _union),
    Rollup(FirstTouch, _first_touches, _earlier),
)
