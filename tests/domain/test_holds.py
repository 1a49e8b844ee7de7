"""When an onboarding may rest."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import lifecycle
from portal.domain.errors import Invalid
from portal.domain.holds import Hold, check_alone, check_days, check_end

TODAY = date(2026, 11, 17)


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


def hold(start: int, expected: int, ended: int | None = None) -> Hold:
    return Hold(uuid4(), "Budget freeze.", on(start), on(expected), None if ended is None else on(ended), 1, None)


@pytest.mark.parametrize(("start", "end"), [(0, 1), (-30, 0), (180, 181), (0, 366)])
def test_days_that_will_do(start: int, end: int) -> None:
    check_days(on(start), on(end), TODAY)


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [(-31, 5, "30 days back"), (181, 190, "180 days ahead"), (0, 0, "after it begins"), (-9, -1, "not before today")],
)
def test_days_that_will_not_do(start: int, end: int, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        check_days(on(start), on(end), TODAY)


def test_a_hold_lasts_at_most_a_year() -> None:
    with pytest.raises(Invalid, match="at most a year"):
        check_end(on(-20), on(347), TODAY)


def test_where_a_hold_stands() -> None:
    assert hold(-5, 5).current(TODAY)
    assert not hold(-5, 5, 0).current(TODAY)
    assert hold(1, 5).planned(TODAY)
    assert not hold(1, 5).current(TODAY)
    assert (hold(-5, -2).days_over(TODAY), hold(-5, -2, -1).days_over(TODAY), hold(1, 5).days_over(TODAY)) == (2, 0, 0)


@given(st.integers(-9, 9), st.none() | st.integers(1, 9), st.integers(-9, 9), st.integers(0, 9))
def test_two_holds_that_are_let_through_never_cover_the_same_day(
    start: int, lasted: int | None, new: int, more: int
) -> None:
    other = hold(start, start + 9, None if lasted is None else start + lasted)
    try:
        check_alone([other], on(new), on(new + more + 1))
    except Invalid:
        return
    there = lifecycle.Hold(other.started_on, other.ended_on, other.expected_end_on)
    assert not any(there.covers(on(day), TODAY) for day in range(new, new + more + 1))


def test_the_refusal_says_which_hold_is_in_the_way() -> None:
    with pytest.raises(Invalid, match="on hold from 12 Nov until 20 Nov already"):
        check_alone([hold(-5, 5, 3)], on(0), on(4))
    with pytest.raises(Invalid, match="on hold from 12 Nov on already"):
        check_alone([hold(-5, 5)], on(100), on(110))
