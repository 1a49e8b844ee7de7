"""What is measured and how: one number for each week, counted from the events of one account.

A week begins on Monday, in UTC, whatever the reader's time zone: a number must not depend on who looks at it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from math import fsum
from statistics import median
from typing import Final
from uuid import UUID

from portal.domain.rules import Condition

WEEK: Final = timedelta(weeks=1)
LARGEST: Final = 1e15
"""A property beyond this, either way, is a mistake of its sender and not a number to count with."""


class How(StrEnum):
    """How a number is made of events."""

    COUNT = "count"
    DISTINCT_MEMBERS = "distinct_members"
    MEDIAN = "median"
    MEAN = "mean"
    SUM = "sum"
    SHARE = "share"


class Better(StrEnum):
    """The direction in which a number gets better."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class Measure:
    """How a metric's number is counted: from the events of one name that meet every condition of `where`.

    Median, mean and sum are of the numeric property `of`; a share, in percent, is of the events that also meet
    every condition of `meets`. `label` completes "29 min …", `things` is what is counted ("orders"). A week with
    fewer than `fewest` of them says too little to stand for the day.
    """

    event: str
    how: How
    label: str
    unit: str
    things: str
    better: Better
    of: str | None = None
    where: tuple[Condition, ...] = ()
    meets: tuple[Condition, ...] = ()
    fewest: int = 1

    @property
    def key(self) -> str:
        """The same for measures that give the same numbers, and for no others: the words do not belong to it."""
        rule = repr((self.event, self.how.value, self.of, self.where, self.meets))
        return sha256(rule.encode()).hexdigest()[:16]

    def counts(self, properties: Mapping[str, object]) -> bool:
        """Whether an event with these properties belongs to the number."""
        if not all(condition.holds(properties) for condition in self.where):
            return False
        return self.of is None or _number(properties.get(self.of)) is not None

    def met(self, properties: Mapping[str, object]) -> bool:
        """Whether an event that counts belongs to the share."""
        return all(condition.holds(properties) for condition in self.meets)


@dataclass(frozen=True, slots=True)
class Counted:
    """One event as far as a measure asks: who caused it, and what it carries."""

    member_id: UUID | None
    properties: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Number:
    """What a measure says of some events, and how many of them it is made of."""

    value: float
    sample: int


def measure(by: Measure, events: Iterable[Counted]) -> Number | None:
    """The number, whatever the order of the events; None where nothing counts."""
    found = [event for event in events if by.counts(event.properties)]
    return Number(VALUES[by.how](by, found), len(found)) if found else None


def _count(_by: Measure, events: Sequence[Counted]) -> float:
    return float(len(events))


def _people(_by: Measure, events: Sequence[Counted]) -> float:
    return float(len({event.member_id for event in events if event.member_id}))


def _median(by: Measure, events: Sequence[Counted]) -> float:
    return median(_values(by, events))


def _mean(by: Measure, events: Sequence[Counted]) -> float:
    return fsum(_values(by, events)) / len(events)


def _sum(by: Measure, events: Sequence[Counted]) -> float:
    return fsum(_values(by, events))


def _share(by: Measure, events: Sequence[Counted]) -> float:
    return 100 * sum(by.met(event.properties) for event in events) / len(events)


VALUES: Final[Mapping[How, Callable[[Measure, Sequence[Counted]], float]]] = {
    How.COUNT: _count,
    How.DISTINCT_MEMBERS: _people,
    How.MEDIAN: _median,
    How.MEAN: _mean,
    How.SUM: _sum,
    How.SHARE: _share,
}


def _values(by: Measure, events: Sequence[Counted]) -> list[float]:
    numbers = (_number(event.properties.get(by.of or "")) for event in events)
    return [number for number in numbers if number is not None]


def _number(found: object) -> float | None:
    if isinstance(found, bool) or not isinstance(found, int | float) or not -LARGEST <= found <= LARGEST:
        return None
    return float(found)


def week_of(moment: date) -> date:
    """The Monday that begins the week of a day; of a moment, in UTC."""
    day = moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment
    return day - timedelta(days=day.weekday())


def bounds(week: date) -> tuple[datetime, datetime]:
    """The moments between which a week lies: from the first on, and before the second."""
    first = datetime.combine(week, time(), UTC)
    return first, first + WEEK


def last_weeks(today: date, number: int) -> tuple[date, ...]:
    """The Mondays of the last so many weeks, that of `today` at the end."""
    return tuple(week_of(today) - n * WEEK for n in reversed(range(number)))
