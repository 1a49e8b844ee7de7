"""The months that events are stored by, each in UTC and by its first day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

AHEAD: Final = 3
"""So many months after the present one have their place before they begin."""

SHORT: Final = timedelta(days=30)
"""With less than this left, whoever adds the months has not done so for weeks."""


@dataclass(frozen=True, slots=True)
class Room:
    """Until when the coming events have their months, and whether some lie outside of any."""

    until: datetime
    strays: bool

    def left(self, now: datetime) -> timedelta:
        """How long the months last."""
        return max(self.until - now, timedelta())

    def is_short(self, now: datetime) -> bool:
        """Whether the months run out."""
        return self.left(now) < SHORT


def month_of(moment: datetime) -> date:
    """The month of a moment."""
    return moment.astimezone(UTC).date().replace(day=1)


def month_after(month: date) -> date:
    """The next month."""
    return (month + timedelta(days=31)).replace(day=1)


def start_of(month: date) -> datetime:
    """The first moment of a month."""
    return datetime.combine(month, time(), UTC)


def coming(now: datetime) -> tuple[date, ...]:
    """The present month and those that need a place ahead of time."""
    months = [month_of(now)]
    for _ in range(AHEAD):
        months.append(month_after(months[-1]))
    return tuple(months)


def covered_until(months: Collection[date], now: datetime) -> datetime:
    """The end of the unbroken row of months that begins with the present one; that month's start where it is missing.

    The latter is before `now`: nothing is left.
    """
    month = month_of(now)
    while month in months:
        month = month_after(month)
    return start_of(month)


def is_over(month: date, before: datetime) -> bool:
    """Whether all of a month lies before a moment."""
    return start_of(month_after(month)) <= before
