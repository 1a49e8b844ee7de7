from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.measures import Better
from portal.domain.results import Result, Target, WeekNumber
from portal.web.customer.result_charts import HIGH, before_after, columns, weekly
from tests.results import MINUTES, MONDAY

WEEK = timedelta(weeks=1)
numbers = st.floats(0, 1e9)
sides = st.booleans()


def result(*weeks: tuple[date, float], target: bool = True) -> Result:
    """A result of 5 orders in each of these weeks."""
    agreed = Target("dispatch_minutes", 41, "timed", (25, 20, 15), MONDAY) if target else None
    return Result("dispatch_minutes", MINUTES, agreed, tuple(WeekNumber(week, value, 5) for week, value in weeks))


def test_bars_are_as_long_as_their_numbers() -> None:
    drawn = before_after(40, 30, (25, 20, 10), "min")
    assert drawn.now is not None
    assert (drawn.before.x, drawn.before.width, drawn.now.width, drawn.goal.x) == (0, 100, 75, 25)


def test_a_share_is_drawn_on_a_hundred() -> None:
    drawn = before_after(30, None, (60, 75, 85), "%")
    assert drawn.now is None
    assert (drawn.before.width, drawn.goal.x, drawn.goal.anchor) == (30, 85, "middle")


@given(
    before=numbers,
    now=st.none() | numbers,
    goals=st.tuples(numbers, numbers, numbers),
    unit=st.sampled_from(["min", "%"]),
    mirrored=sides,
)
def test_nothing_leaves_its_place(
    before: float, now: float | None, goals: tuple[float, float, float], unit: str, *, mirrored: bool
) -> None:
    drawn = before_after(before, now, goals, unit, mirrored=mirrored)
    for bar in filter(None, (drawn.before, drawn.now)):
        assert 0 <= bar.x <= bar.x + bar.width <= 100.1
    assert 0 <= drawn.goal.x <= 100


def test_mirrored_charts_begin_on_the_right() -> None:
    drawn = before_after(40, 30, (25, 20, 10), "min", mirrored=True)
    assert drawn.now is not None
    assert (drawn.now.x, drawn.now.width, drawn.goal.x) == (25, 75, 75)
    chart = weekly(result((MONDAY - WEEK, 40), (MONDAY, 30)), mirrored=True)
    assert chart is not None
    assert chart.points[0].x > chart.points[1].x
    assert columns([1, 2], mirrored=True)[0].x > columns([1, 2], mirrored=True)[1].x


def test_the_line_is_broken_where_a_week_has_no_number() -> None:
    chart = weekly(result((MONDAY - 4 * WEEK, 40), (MONDAY - 3 * WEEK, 35), (MONDAY, 30)))
    assert chart is not None
    assert (chart.path.count("M"), chart.path.count("L")) == (2, 1)
    assert [week for _, week in chart.ticks] == [MONDAY - 4 * WEEK, MONDAY]


def test_one_week_is_a_point_and_none_is_no_chart() -> None:
    chart = weekly(result((MONDAY, 30), target=False))
    assert chart is not None
    assert (len(chart.points), len(chart.ticks), chart.baseline, chart.goal) == (1, 1, None, None)
    assert weekly(result()) is None


@pytest.mark.parametrize("better", Better)
def test_words_of_lines_stand_on_the_side_the_numbers_leave_free(better: Better) -> None:
    one = result((MONDAY, 30))
    measure = type(MINUTES)(**{name: getattr(MINUTES, name) for name in MINUTES.__slots__} | {"better": better})
    chart = weekly(Result(one.metric_id, measure, one.target, one.weeks))
    assert chart is not None
    assert chart.baseline is not None
    assert chart.goal is not None
    assert (chart.baseline.words < chart.baseline.y) is (better is Better.LOWER)
    assert (chart.goal.words < chart.goal.y) is (better is Better.HIGHER)


def test_no_week_is_no_column() -> None:
    assert columns([]) == ()


@given(counts=st.lists(st.integers(0, 10_000), min_size=1, max_size=12), mirrored=sides)
def test_columns_stand_side_by_side_on_the_floor(counts: list[int], *, mirrored: bool) -> None:
    drawn = columns(counts, mirrored=mirrored)
    for column in drawn:
        assert column.y + column.height == pytest.approx(HIGH, abs=0.11)
        assert column.y > 0
    for left, right in pairwise(sorted(drawn, key=lambda column: column.x)):
        assert left.x + left.width <= right.x
