"""When an onboarding may rest: one hold at a time, with a reason and an end that somebody expects."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from portal.domain.errors import Invalid
from portal.domain.wording import day

LOOKING_BACK: Final = timedelta(days=30)
"""A hold may have begun so long ago: word of it can come late."""
LOOKING_AHEAD: Final = timedelta(days=180)
LONGEST: Final = timedelta(days=366)

TOO_EARLY: Final = "A hold begins at most 30 days back. Choose a later day."
TOO_LATE: Final = "A hold is planned at most 180 days ahead. Choose an earlier day."
NO_TIME: Final = "It has to end after it begins, and not before today. Choose a later day."
TOO_LONG: Final = "A hold lasts at most a year. Choose an earlier day, and extend it then if need be."
OVERLAPS: Final = "The onboarding is on hold from %(start)s %(end)s already. Change that hold instead."


@dataclass(frozen=True, slots=True)
class Hold:
    """A paused clock: it stands still from `started_on` until the clocks run again on `ended_on`."""

    id: UUID
    reason: str
    started_on: date
    expected_end_on: date
    ended_on: date | None
    version: int
    edited_by: str | None

    def current(self, today: date) -> bool:
        """Whether the clocks stand still today."""
        return self.started_on <= today and (self.ended_on is None or today < self.ended_on)

    def planned(self, today: date) -> bool:
        """Whether it is still ahead."""
        return self.started_on > today

    def days_over(self, today: date) -> int:
        """How many days it lasts longer than expected; 0 while it does not."""
        return max((today - self.expected_end_on).days, 0) if self.current(today) else 0


def check_days(started_on: date, expected_end_on: date, today: date) -> None:
    """Raise Invalid unless a hold may last from one day to the other, as seen today."""
    if started_on < today - LOOKING_BACK:
        raise Invalid(TOO_EARLY)
    if started_on > today + LOOKING_AHEAD:
        raise Invalid(TOO_LATE)
    check_end(started_on, expected_end_on, today)


def check_end(started_on: date, expected_end_on: date, today: date) -> None:
    """Raise Invalid unless a hold that begins on a day may be expected to end on another."""
    if expected_end_on <= started_on or expected_end_on < today:
        raise Invalid(NO_TIME)
    if expected_end_on - started_on > LONGEST:
        raise Invalid(TOO_LONG)


def check_alone(holds: Iterable[Hold], started_on: date, expected_end_on: date) -> None:
    """Raise Invalid where another hold covers one of the days; an open one goes on for as long as it takes."""
    for hold in holds:
        if hold.started_on < expected_end_on and (hold.ended_on is None or started_on < hold.ended_on):
            end = f"until {day(hold.ended_on)}" if hold.ended_on else "on"
            raise Invalid(OVERLAPS, start=day(hold.started_on), end=end)
