from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.weeks import mondays


@given(st.sets(st.dates(date(2024, 1, 1), date(2035, 1, 1))))
def test_every_week_that_was_put_in_comes_out_once(days: set[date]) -> None:
    weeks = {day - timedelta(days=day.weekday()) for day in days}
    years: Counter[int] = Counter()
    for monday in weeks:
        year, week, _ = monday.isocalendar()
        years[year] |= 1 << (week - 1)
    assert list(mondays(years)) == sorted(weeks)


def test_the_first_days_of_january_can_lie_in_the_last_week_of_the_year_before() -> None:
    assert list(mondays({2027: 1, 2026: 1 << 52})) == [date(2026, 12, 28), date(2027, 1, 4)]
