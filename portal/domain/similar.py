"""How many people use the product in accounts like this one, week by week, as a band."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import quantiles
from typing import Final

from portal.domain import lifecycle
from portal.domain.lifecycle import DAY, Onboarding
from portal.domain.waits import SIZE_BANDS

FEWEST: Final = 5
"""The fewest accounts that a week's band is drawn from."""


@dataclass(frozen=True, slots=True)
class BandWeek:
    """The middle half of the similar accounts in a week, and how many of them had come that far."""

    week: int
    low: float
    middle: float
    high: float
    accounts: int


def is_live(onboarding: Onboarding, today: date) -> bool:
    """Whether weeks are counted from go-live already, and not from kickoff."""
    return onboarding.went_live_on is not None and onboarding.went_live_on <= today


def weeks_of(onboarding: Onboarding, today: date, *, live: bool, most: int) -> tuple[tuple[date, ...], ...]:
    """The first full weeks of a clock, each as its seven running days: from go-live, or from kickoff."""
    start = onboarding.went_live_on if live else onboarding.kickoff_on
    days: list[date] = []
    while start and start < today and len(days) < most * 7:
        if lifecycle.running(onboarding.holds, start, today):
            days.append(start)
        start += DAY
    return tuple(tuple(days[n : n + 7]) for n in range(0, len(days) - 6, 7))


def weeks_elapsed(onboarding: Onboarding, today: date, *, live: bool) -> float:
    """How many weeks of the clock have passed by the end of today."""
    start = onboarding.went_live_on if live else onboarding.kickoff_on
    return lifecycle.running_days(onboarding.holds, start, today + DAY, today) / 7 if start else 0.0


def band(accounts: Sequence[Sequence[int]], weeks: int) -> tuple[BandWeek, ...]:
    """The band of so many weeks; each account gives its active people week by week, as far as it has come.

    It ends before the first week that fewer than `FEWEST` accounts have reached.
    """
    found: list[BandWeek] = []
    for week in range(weeks):
        counts = [people[week] for people in accounts if week < len(people)]
        if len(counts) < FEWEST:
            break
        low, middle, high = quantiles(counts, n=4, method="inclusive")
        found.append(BandWeek(week + 1, low, middle, high, len(counts)))
    return tuple(found)


def size_range(seats: int) -> tuple[int, int | None]:
    """The seats from which, and below which, an account counts as of like size; without an end in the last class."""
    below = [edge for edge in SIZE_BANDS if edge <= seats]
    above = [edge for edge in SIZE_BANDS if edge > seats]
    return max(below, default=0), min(above, default=None)


def like(industry: str | None, seats: int | None) -> Iterable[str]:
    """What makes accounts alike, in words: the industry, and the size where it is known."""
    if industry:
        yield f"in {industry.lower()}"
    if seats is not None:
        low, high = size_range(seats)
        yield f"with {low} to {high - 1} seats" if high else f"with {low} seats or more"
