"""For how long a member can put a milestone off."""

from datetime import date, timedelta
from typing import Final

MOST_DAYS: Final = 30
"""A milestone that rests longer has been dropped rather than put off."""


def tomorrow(today: date) -> date:
    """The next day."""
    return today + timedelta(days=1)


def next_week(today: date) -> date:
    """The Monday after a day."""
    return today + timedelta(days=7 - today.weekday())


def last_day(today: date) -> date:
    """The last day until which something can be put off."""
    return today + timedelta(days=MOST_DAYS)
