"""Chart geometry: inside the view box, in proportion, and safe without data."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from portal.web.internal import charts


def test_no_values_draw_no_line() -> None:
    assert charts.line([], width=88, height=28) is None


def test_a_line_runs_from_left_to_right_with_its_peak_on_top() -> None:
    drawn = charts.line([0, 4, 2], width=88, height=28)
    assert drawn is not None
    assert (drawn.path, drawn.end) == ("M0.0 28.0L44.0 0.0L88.0 14.0", (88.0, 14.0))


def test_a_line_that_ends_below_three_quarters_of_its_peak_is_falling() -> None:
    drawn = [charts.line([8, end], width=88, height=28) for end in (6, 5)]
    assert [line.falling for line in drawn if line] == [False, True]


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_every_point_lies_inside_the_view_box(values: list[int]) -> None:
    drawn = charts.line(values, width=88, height=28, inset=3)
    assert drawn is not None
    assert all(3 <= x <= 85 and 3 <= y <= 25 for x, y in drawn.points)


@given(st.lists(st.integers(0, 10_000), max_size=6))
def test_a_stacked_bar_fills_its_width_without_overlap(counts: list[int]) -> None:
    bars = charts.stacked(counts, width=1000, gap=3)
    shown = [bar for bar, count in zip(bars, counts, strict=True) if count]
    assert all(bar.width == 0 for bar, count in zip(bars, counts, strict=True) if not count)
    assert all(left.x + left.width <= right.x for left, right in itertools.pairwise(shown))
    assert not shown or abs(shown[-1].x + shown[-1].width - 1000) <= 0.2
