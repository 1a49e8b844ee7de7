"""Where an account stands against what it agreed to reach. It is compared with its own beginning and nobody else."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from portal.domain.measures import Better, Measure

MONTHS: Final = (3, 6, 12)
"""After how many months from go-live a target's goals are due."""


@dataclass(frozen=True, slots=True)
class Target:
    """What was agreed for a metric: its start, where that was measured, and a goal for each of MONTHS."""

    metric_id: str
    baseline: float
    baseline_source: str
    goals: tuple[float, float, float]
    agreed_on: date


class Goal(NamedTuple):
    """One goal and the day it is due; without a day to count from, none."""

    months: int
    value: float
    due: date | None


@dataclass(frozen=True, slots=True)
class WeekNumber:
    """A number for the week that began on a Monday, and how many things it was counted from."""

    week: date
    value: float
    sample: int


@dataclass(frozen=True, slots=True)
class Result:
    """A metric as it was measured for an account, week by week from the oldest, and what was agreed for it."""

    metric_id: str
    measure: Measure
    target: Target | None
    weeks: tuple[WeekNumber, ...]

    @property
    def now(self) -> WeekNumber | None:
        """The newest week with enough behind it to stand for the day."""
        return next((week for week in reversed(self.weeks) if week.sample >= self.measure.fewest), None)

    @property
    def improved(self) -> bool | None:
        """Whether it got better since the start; None while one of the two is not known, or they are the same."""
        if self.target is None or self.now is None or self.now.value == self.target.baseline:
            return None
        lower = self.now.value < self.target.baseline
        return lower is (self.measure.better is Better.LOWER)

    def reaches(self, goal: float) -> bool:
        """Whether today's number is as good as a goal, or better."""
        if self.now is None:
            return False
        return self.now.value <= goal if self.measure.better is Better.LOWER else self.now.value >= goal


class Impact(NamedTuple):
    """The one result to tell in passing: `label` completes "29 min …", `goal` is the last one agreed."""

    metric_id: str
    label: str
    unit: str
    before: float
    now: float
    goal: float
    sample: int
    things: str
    week: date


def results_of(
    measures: Mapping[str, Measure], targets: Sequence[Target], weeks: Mapping[str, Sequence[WeekNumber]]
) -> tuple[Result, ...]:
    """What was agreed and can be measured, in the order of the targets."""
    return tuple(
        Result(target.metric_id, measures[target.metric_id], target, tuple(weeks.get(target.metric_id, ())))
        for target in targets
        if target.metric_id in measures
    )


def impact_of(results: Sequence[Result]) -> Impact | None:
    """The first result that has a number; None until something was measured."""
    for result in results:
        if result.target and result.now:
            by, now = result.measure, result.now
            before, goal = result.target.baseline, result.target.goals[-1]
            return Impact(result.metric_id, by.label, by.unit, before, now.value, goal, now.sample, by.things, now.week)
    return None


def goals_of(target: Target, live: date | None) -> tuple[Goal, ...]:
    """The goals in their order, counted from go-live."""
    return tuple(
        Goal(months, value, months_after(live, months) if live else None)
        for months, value in zip(MONTHS, target.goals, strict=True)
    )


def next_goal(result: Result, goals: Sequence[Goal]) -> Goal | None:
    """The first goal that is not reached yet; None once the last one is."""
    return next((goal for goal in goals if not result.reaches(goal.value)), None)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
