"""The partitions of the events on PostgreSQL: one a month, and one for what has no month, so that nothing is refused.

The names are the only record of which months there are. SQLite has one table, and never asks for any of this.
"""

from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.bulk import is_postgresql
from portal.db.engine import Database
from portal.db.migrate import ADVISORY_LOCK
from portal.domain.event_months import Room, coming, covered_until, is_over, month_after

LOCK_TIMEOUT: Final = "2s"
"""So long a change waits for its turn: every event that comes meanwhile waits behind it."""

NAME: Final = "events_%Y_%m"
NAMES: Final = text(r"""
    SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'events'::regclass AND relname ~ '^events_\d{4}_\d\d$'
""")
STRAYS: Final = text("SELECT DISTINCT date_trunc('month', received_at, 'UTC') FROM events_default")
ANY_STRAYS: Final = text("SELECT EXISTS (SELECT FROM ONLY events UNION ALL SELECT FROM events_default)")
"""The table itself, which holds no rows, comes first because whoever changes it locks it first."""


async def room(session: AsyncSession, *, now: datetime) -> Room | None:
    """How much room there is for the coming events; None where they need none."""
    if not is_postgresql(session):
        return None
    strays = (await session.scalars(ANY_STRAYS)).one()
    return Room(covered_until(await _months(session), now), strays=strays)


async def add_month(session: AsyncSession, *, now: datetime) -> bool:
    """Add one of the months that are missing, the present one first, with the events of it that lie outside of any.

    Returns whether there was one to add. Raises DBAPIError, and changes nothing, where the table was not to be had
    in time. Nobody reads or writes events meanwhile: that is seconds only where events came for weeks without months.
    """
    if not is_postgresql(session):
        return False
    await _take_turns(session)
    there = await _months(session)
    missing = [month for month in (*coming(now), *await _strays(session)) if month not in there]
    if missing:
        await _add(session, missing[0])
    return bool(missing)


async def add_months(database: Database, *, now: datetime) -> None:
    """Add every month that is missing, each in a transaction of its own."""
    missing = True
    while missing:
        async with database.write() as session:
            missing = await add_month(session, now=now)


async def drop_month(session: AsyncSession, *, before: datetime) -> bool:
    """Drop the oldest month that lies wholly before a moment, with its events; whether there was one."""
    await _take_turns(session)
    over = sorted(month for month in await _months(session) if is_over(month, before))
    if over:
        await _change(session, f"DROP TABLE {over[0]:{NAME}}")
    return bool(over)


async def _take_turns(session: AsyncSession) -> None:
    """Wait until nobody else changes which months there are; done first, as whoever waits must hold nothing."""
    await session.execute(select(func.pg_advisory_xact_lock(ADVISORY_LOCK)))


async def _months(session: AsyncSession) -> set[date]:
    named = [name.split("_") for name in await session.scalars(NAMES)]
    return {date(int(year), int(month), 1) for _, year, month in named}


async def _strays(session: AsyncSession) -> list[date]:
    return sorted(month.date() for month in await session.scalars(STRAYS))


async def _add(session: AsyncSession, month: date) -> None:
    name, first, end = f"{month:{NAME}}", f"'{month}Z'", f"'{month_after(month)}Z'"
    theirs = f"received_at >= {first} AND received_at < {end}"
    await _change(
        session,
        # Who reads or writes decides which partitions to look at first, and waits for those afterwards: too late.
        "LOCK TABLE ONLY events IN ACCESS EXCLUSIVE MODE",
        f"CREATE TABLE {name} (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
        f"INSERT INTO {name} SELECT * FROM events_default WHERE {theirs}",  # noqa: S608 - all made from a date
        f"DELETE FROM events_default WHERE {theirs}",  # noqa: S608 - likewise
        f"ALTER TABLE events ATTACH PARTITION {name} FOR VALUES FROM ({first}) TO ({end})",
    )


async def _change(session: AsyncSession, *statements: str) -> None:
    for statement in (f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'", *statements):
        await session.execute(text(statement))
