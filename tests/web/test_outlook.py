from dataclasses import replace
from datetime import date, timedelta

from portal.domain.forecast import Outlook
from portal.web.customer.outlook import MARGIN, WIDTH, Chart, chart
from portal.web.words import speak
from tests.factories import milestone

TODAY = date(2026, 11, 17)
ENGLISH = speak("en")


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def ahead(early: int, likely: int, late: int | None, **given: object) -> Outlook:
    end = None if late is None else day(late)
    return replace(Outlook(milestone("a"), day(likely), day(early), end, teams=118), **given)  # type: ignore[arg-type]  # any field


def drawn(*outlook: Outlook) -> Chart:
    found = chart(outlook, TODAY, ENGLISH)
    assert found
    return found


def test_bars_and_dots_stand_on_one_scale_from_today_to_the_last_day() -> None:
    [band] = drawn(ahead(0, 5, 10)).bands
    assert (band.x, band.dot, band.x + band.width) == (MARGIN, WIDTH / 2, WIDTH - MARGIN)


def test_where_lines_begin_on_the_right_the_chart_is_mirrored() -> None:
    outlook = (ahead(1, 4, 10), ahead(2, 6, 8))
    here, there = drawn(*outlook), chart(outlook, TODAY, replace(ENGLISH, locale=speak("ar").locale))
    assert there
    for left, right in zip(here.bands, there.bands, strict=True):
        assert right.dot == round(WIDTH - left.dot, 1)
        assert round(right.x + right.width, 1) == round(WIDTH - left.x, 1)
    assert (here.anchor, there.anchor) == ("start", "end")


def test_a_planned_day_is_a_dot_without_a_bar_and_is_not_counted_as_a_team() -> None:
    found = drawn(ahead(3, 3, 3, teams=0), ahead(3, 6, 9, teams=12))
    assert (found.bands[0].width, found.planned, found.teams) == (0, 1, 12)


def test_a_day_that_is_certain_is_still_a_bar() -> None:
    assert drawn(ahead(5, 5, 5), ahead(1, 50, 90)).bands[0].width > 0


def test_an_open_end_runs_to_the_edge_and_leaves_the_dot_inside() -> None:
    [band] = drawn(ahead(10, 30, None)).bands
    assert band.x + band.width == WIDTH - MARGIN
    assert band.dot < WIDTH - MARGIN


def test_the_axis_names_today_and_at_most_three_days_whole_weeks_apart() -> None:
    for last in (3, 7, 20, 80, 200):
        marks = drawn(ahead(0, 1, last)).marks
        assert marks[0].label == "Today"
        assert len(marks) <= 4
    assert [mark.label for mark in drawn(ahead(0, 10, 21)).marks] == ["Today", "24 Nov", "1 Dec", "8 Dec"]


def test_a_long_title_is_shortened_in_the_chart_alone() -> None:
    [band] = drawn(ahead(1, 2, 3, milestone=milestone("a", title="word " * 40))).bands
    assert band.label.endswith("…")
    assert band.outlook.milestone.title == "word " * 40


def test_nothing_ahead_is_no_chart() -> None:
    assert chart((), TODAY, ENGLISH) is None
