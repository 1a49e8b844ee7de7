from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.measures import (
    LARGEST,
    Better,
    Counted,
    How,
    Measure,
    Number,
    bounds,
    last_weeks,
    measure,
    week_of,
)
from portal.domain.rules import Condition, Op
from tests.content.playbooks import fewer

PEOPLE = [UUID(int=n) for n in range(3)]
EARLY, LATE = datetime.fromisoformat("2000-01-03"), datetime.fromisoformat("2100-01-01")
QUICK = (Condition("minutes", Op.AT_MOST, 60),)


def by(how: How, *, of: str | None = "minutes", where: tuple[Condition, ...] = ()) -> Measure:
    meets = QUICK if how is How.SHARE else ()
    numeric = of if how in {How.MEDIAN, How.MEAN, How.SUM} else None
    return Measure("Closed", how, "to close", "min", "tickets", Better.LOWER, numeric, where, meets)


values = st.one_of(
    st.integers(-500, 500),
    st.floats(-500, 500, allow_nan=False).map(lambda value: round(value, 3)),
    st.booleans(),
    st.none(),
    st.just("12"),
)
events = st.lists(
    st.builds(
        Counted,
        st.sampled_from([*PEOPLE, None]),
        st.one_of(
            st.just({}), st.fixed_dictionaries({"minutes": values, "kind": st.sampled_from(["late", "address"])})
        ),
    ),
    max_size=12,
)


def plainly(how: How, found: list[Counted]) -> Number | None:
    """The same by the book: exact fractions, sorted lists, no shortcut."""
    numbers = sorted(
        Fraction(value)
        for event in found
        if isinstance(value := event.properties.get("minutes"), int | float) and not isinstance(value, bool)
    )
    n = len(numbers)
    match how:
        case How.COUNT:
            value, sample = Fraction(len(found)), len(found)
        case How.DISTINCT_MEMBERS:
            value, sample = Fraction(len({event.member_id for event in found} - {None})), len(found)
        case How.SHARE:
            value, sample = Fraction(100 * sum(v <= 60 for v in numbers), len(found) or 1), len(found)
        case How.SUM:
            value, sample = Fraction(sum(numbers)), n
        case How.MEAN:
            value, sample = Fraction(sum(numbers), n or 1), n
        case How.MEDIAN:
            value, sample = (numbers[(n - 1) // 2] + numbers[n // 2]) / 2 if n else Fraction(), n
    return Number(float(value), sample) if sample else None


@fewer
@given(st.sampled_from(How), events)
def test_every_number_is_what_counting_by_the_book_gives(how: How, found: list[Counted]) -> None:
    got, wanted = measure(by(how), found), plainly(how, found)
    assert (got is None) == (wanted is None)
    if got and wanted:
        assert got.sample == wanted.sample
        assert got.value == pytest.approx(wanted.value, rel=1e-12, abs=1e-12)


@fewer
@given(st.sampled_from(How), events, st.data())
def test_the_order_of_events_changes_nothing(how: How, found: list[Counted], data: st.DataObject) -> None:
    assert measure(by(how), data.draw(st.permutations(found))) == measure(by(how), found)


def test_only_events_that_meet_every_condition_count() -> None:
    late = by(How.COUNT, where=(Condition("kind", Op.EQUALS, "late"), *QUICK))
    found = [Counted(None, {"kind": kind, "minutes": n}) for kind, n in (("late", 9), ("late", 90), ("address", 9))]
    assert measure(late, found) == Number(1.0, 1)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), LARGEST * 10, -(10**400), True, "41", None, [41]])
def test_what_is_no_number_to_count_with_is_left_out(value: object) -> None:
    assert measure(by(How.MEDIAN), [Counted(None, {"minutes": value})]) is None
    assert measure(by(How.MEDIAN), [Counted(None, {"minutes": value}), Counted(None, {"minutes": 7})]) == Number(7, 1)


def test_a_key_tells_whether_two_measures_give_the_same_numbers() -> None:
    one = by(How.MEDIAN)
    same = Measure(one.event, one.how, "to open", "s", "doors", Better.HIGHER, one.of, fewest=9)
    assert same.key == one.key
    others = [by(How.MEAN), by(How.MEDIAN, of="hours"), by(How.MEDIAN, where=QUICK), by(How.SHARE)]
    assert len({one.key, *(other.key for other in others)}) == 5


def test_weeks_begin_on_monday_in_utc() -> None:
    monday = date(2026, 11, 16)
    assert [week_of(monday + timedelta(days=n)) for n in (-1, 0, 6, 7)] == [
        date(2026, 11, 9),
        monday,
        monday,
        date(2026, 11, 23),
    ]
    # Sunday evening in New York is Monday in UTC.
    assert week_of(datetime(2026, 11, 15, 22, tzinfo=timezone(timedelta(hours=-5)))) == monday


@given(st.datetimes(EARLY, LATE, timezones=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))))
def test_every_moment_lies_within_its_week_and_no_other(moment: datetime) -> None:
    first, end = bounds(week_of(moment))
    assert first <= moment < end
    assert first.weekday() == 0
    assert first.astimezone(UTC).time().isoformat() == "00:00:00"


def test_the_last_weeks_end_with_this_one() -> None:
    assert last_weeks(date(2026, 1, 1), 2) == (date(2025, 12, 22), date(2025, 12, 29))
