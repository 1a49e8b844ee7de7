"""Trying a changed tree on past accounts, week by week, beside the live one. Nothing is stored."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts as account_rows
from portal.db.signals import load_facts
from portal.domain.errors import Invalid
from portal.domain.judging import judge, longest_window
from portal.domain.risk import Tree
from portal.domain.simulation import Outcome, Point, compare

WEEK: Final = timedelta(weeks=1)
AT_ONCE: Final = 200
"""Accounts whose facts are loaded together."""

Trees = Mapping[str, Tree]


def moments(since: date, now: datetime) -> list[datetime]:
    """The moments of a simulation: `now`, and back from it week by week to a day. Raises Invalid for one ahead."""
    first = datetime.combine(since, time(), UTC)
    if first > now:
        message = f"{since} lies ahead: give a day in the past to look back to."
        raise Invalid(message)
    return [now - weeks * WEEK for weeks in range((now - first) // WEEK, -1, -1)]


async def simulate(
    session: AsyncSession, *, live: Trees, tried: Trees, at: Sequence[datetime], passed: Callable[[], None]
) -> Outcome:
    """What the tried trees would have said at these moments (the oldest first), compared with the live ones.

    `passed` is called after each moment. Facts are as they were known at the moment; names for duties are not
    dated, so they count as they are now.
    """
    accounts = await account_rows.every(session)
    window = longest_window([*live.values(), *tried.values()])
    points: dict[UUID, list[Point]] = defaultdict(list)
    for moment in at:
        there = [account.id for account in accounts if account.created_at <= moment]
        for start in range(0, len(there), AT_ONCE):
            some = there[start : start + AT_ONCE]
            facts = await load_facts(session, accounts=some, now=moment, window_days=window)
            for account, about in facts.items():
                points[account].append(Point(moment, judge(live, about).verdict.leaf, judge(tried, about).verdict.leaf))
        passed()
    return compare((account.name, points[account.id]) for account in accounts if account.id in points)
