"""Queries on the days people used the product."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Integer, Select, Uuid, column, func, select, values
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import ActivityDay

Days = Sequence[date]
Range = tuple[UUID, int, date, date]

MOST_RANGES = 5000
"""Four parameters each: below what one statement may carry on either database."""


async def people_in(session: AsyncSession, spans: Mapping[UUID, Sequence[Days]]) -> dict[UUID, tuple[int, ...]]:
    """How many different people of each account were active in each of its spans of days (in order)."""
    counts = {account: [0] * len(weeks) for account, weeks in spans.items()}
    for ranges in _batches(spans):
        for account, span, people in await session.execute(_count(ranges)):
            counts[account][span] = people
    return {account: tuple(found) for account, found in counts.items()}


def _count(ranges: Sequence[Range]) -> Select[*tuple[Any, ...]]:
    columns = (column("account_id", Uuid()), column("span", Integer), column("first", Date), column("last", Date))
    asked = values(*columns, name="asked").data(list(ranges)).cte("asked")
    return (
        select(asked.c.account_id, asked.c.span, func.count(ActivityDay.member_id.distinct()))
        .join(ActivityDay, ActivityDay.account_id == asked.c.account_id)
        .where(ActivityDay.day.between(asked.c.first, asked.c.last))
        .group_by(asked.c.account_id, asked.c.span)
    )


def _batches(spans: Mapping[UUID, Sequence[Days]]) -> Iterator[list[Range]]:
    batch: list[Range] = []
    for account, weeks in spans.items():
        found = [(account, n, first, last) for n, days in enumerate(weeks) for first, last in _unbroken(days)]
        if batch and len(batch) + len(found) > MOST_RANGES:
            yield batch
            batch = []
        batch += found
    if batch:
        yield batch


def _unbroken(days: Days) -> Iterator[tuple[date, date]]:
    """The first and last day of each unbroken run of days."""
    if not days:
        return
    first = days[0]
    for before, after in pairwise(days):
        if after - before > timedelta(days=1):
            yield first, before
            first = after
    yield first, days[-1]
