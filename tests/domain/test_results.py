from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.measures import Better, How, Measure
from portal.domain.results import (
    Result,
    Target,
    WeekNumber,
    goals_of,
    impact_of,
    months_after,
    next_goal,
    results_of,
)

MONDAY = date(2026, 11, 16)
BY = Measure("Sent", How.MEDIAN, "to send", "min", "orders", Better.LOWER, "minutes", fewest=3)
TARGET = Target("minutes", 41, "timed", (25, 20, 15), MONDAY)


def result(*weeks: tuple[float, int], better: Better = Better.LOWER) -> Result:
    """A result whose weeks end with this one."""
    start = MONDAY - timedelta(weeks=len(weeks) - 1)
    numbers = tuple(WeekNumber(start + n * timedelta(weeks=1), *one) for n, one in enumerate(weeks))
    return Result("minutes", replace(BY, better=better), TARGET, numbers)


def test_today_is_the_newest_week_with_enough_behind_it() -> None:
    assert result((40, 9), (29, 3), (12, 2)).now == WeekNumber(MONDAY - timedelta(weeks=1), 29, 3)
    assert result((40, 2), (12, 2)).now is None
    assert result().now is None


@pytest.mark.parametrize(
    ("value", "better", "improved"),
    [
        (29, Better.LOWER, True),
        (50, Better.LOWER, False),
        (41, Better.LOWER, None),
        (29, Better.HIGHER, False),
        (50, Better.HIGHER, True),
    ],
)
def test_better_is_the_direction_that_was_agreed(value: float, better: Better, *, improved: bool | None) -> None:
    assert result((value, 9), better=better).improved is improved


def test_nothing_measured_is_neither_better_nor_worse() -> None:
    assert result().improved is None
    assert replace(result((29, 9)), target=None).improved is None
    assert not result().reaches(99)


def test_the_next_goal_is_the_first_that_is_not_reached() -> None:
    goals = goals_of(TARGET, None)
    assert next_goal(result((29, 9)), goals) == goals[0]
    assert next_goal(result((20, 9)), goals) == goals[2]
    assert next_goal(result((15, 9)), goals) is None


def test_goals_are_due_months_after_going_live() -> None:
    assert [goal.due for goal in goals_of(TARGET, date(2026, 8, 31))] == [
        date(2026, 11, 30),
        date(2027, 2, 28),
        date(2027, 8, 31),
    ]
    assert {goal.due for goal in goals_of(TARGET, None)} == {None}


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_months_later_is_that_month_and_never_the_one_after(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_the_impact_is_the_first_target_with_a_number() -> None:
    first, second = result(), result((29, 9))
    found = impact_of([first, second])
    assert found is not None
    assert (found.now, found.before, found.goal, found.sample, found.unit) == (29, 41, 15, 9, "min")
    assert impact_of([first]) is None


def test_what_was_agreed_and_is_measured_no_more_is_left_out() -> None:
    gone = replace(TARGET, metric_id="gone")
    (only,) = results_of({"minutes": BY}, [gone, TARGET], {"gone": [WeekNumber(MONDAY, 1, 9)]})
    assert (only.metric_id, only.weeks) == ("minutes", ())
