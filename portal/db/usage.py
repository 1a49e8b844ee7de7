"""Queries on the days people used the product."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CTE, Date, Integer, Select, Uuid, func, literal, select, type_coerce
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from portal.db.bulk import is_postgresql
from portal.db.tables import ActivityDay

Days = Sequence[date]
Range = tuple[UUID, int, date, date]
COLUMNS: Final[Mapping[str, TypeEngine[Any]]] = {
    "account_id": Uuid(),
    "span": Integer(),
    "first": Date(),
    "last": Date(),
}


async def people_in(session: AsyncSession, spans: Mapping[UUID, Sequence[Days]]) -> dict[UUID, tuple[int, ...]]:
    """How many different people of each account were active in each of its spans of days (in order)."""
    counts = {account: [0] * len(weeks) for account, weeks in spans.items()}
    ranges = list(_ranges(spans))
    if ranges:
        for account, span, people in await session.execute(_count(_asked(session, ranges))):
            counts[account][span] = people
    return {account: tuple(found) for account, found in counts.items()}


def _count(asked: CTE) -> Select[*tuple[Any, ...]]:
    return (
        select(asked.c.account_id, asked.c.span, func.count(ActivityDay.member_id.distinct()))
        .join(ActivityDay, ActivityDay.account_id == asked.c.account_id)
        .where(ActivityDay.day.between(asked.c.first, asked.c.last))
        .group_by(asked.c.account_id, asked.c.span)
    )


def _asked(session: AsyncSession, ranges: Sequence[Range]) -> CTE:
    """The ranges as rows, in one parameter or four however many they are, so that the statement is always the same."""
    if is_postgresql(session):
        arrays = zip(COLUMNS.items(), zip(*ranges, strict=True), strict=True)
        made = (func.unnest(literal(list(some), postgresql.ARRAY(kind))).label(name) for (name, kind), some in arrays)
        return select(*made).cte("asked")
    rows = func.json_each(_as_json(ranges)).table_valued("value")
    values = (func.json_extract(rows.c.value, f"$[{place}]") for place in range(len(COLUMNS)))
    typed = (type_coerce(value, kind).label(name) for value, (name, kind) in zip(values, COLUMNS.items(), strict=True))
    return select(*typed).cte("asked")


def _as_json(ranges: Sequence[Range]) -> str:
    """The ranges in the words in which SQLite keeps ids and days."""
    return json.dumps([(account.hex, span, str(first), str(last)) for account, span, first, last in ranges])


def _ranges(spans: Mapping[UUID, Sequence[Days]]) -> Iterator[Range]:
    for account, weeks in spans.items():
        for span, days in enumerate(weeks):
            for first, last in _unbroken(tuple(days)):
                yield account, span, first, last


@lru_cache
def _unbroken(days: tuple[date, ...]) -> Sequence[tuple[date, date]]:
    """The first and last day of each unbroken run of days; kept, as accounts are asked about the same weeks."""
    if not days:
        return ()
    gaps = [n for n, (before, after) in enumerate(pairwise(days), 1) if after - before > timedelta(days=1)]
    return [(days[first], days[end - 1]) for first, end in pairwise((0, *gaps, len(days)))]
