"""The calendar: whole weeks around a day, and what is on each day in order."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.calendar import DAY, Entry, EntryKind, Span, days_of

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("span", "first", "end"),
    [
        (Span.WEEK, date(2026, 11, 16), date(2026, 11, 23)),
        (Span.MONTH, date(2026, 10, 26), date(2026, 12, 7)),
    ],
)
def test_a_window_is_made_of_whole_weeks(span: Span, first: date, end: date) -> None:
    assert span.window(date(2026, 11, 17)) == (first, end)


@given(day=DAYS, span=st.sampled_from(Span))
def test_windows_lie_side_by_side_around_their_day(day: date, span: Span) -> None:
    first, end = span.window(day)
    assert first <= day < end
    assert (first.weekday(), (end - first).days % 7) == (0, 0)
    for other in (span.before(day), span.after(day)):
        assert span.window(other) != (first, end)
    assert span.window(span.before(span.after(day))) == (first, end)


def test_a_day_has_its_whole_days_first_and_then_goes_by_the_clock() -> None:
    on, noon = date(2026, 11, 17), datetime(2026, 11, 17, 12, tzinfo=UTC)

    def entry(title: str, at: datetime | None) -> Entry:
        return Entry(EntryKind.MEETING, title, uuid4(), "Halden", title, on, at=at)

    later, sooner, all_day = entry("c", noon), entry("b", noon - timedelta(hours=1)), entry("z", None)
    days = days_of((on, on + 2 * DAY), [later, sooner, all_day])
    assert [one.title for one in days[0].entries] == ["z", "b", "c"]
    assert days[1].entries == ()
