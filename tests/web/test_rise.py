from datetime import date

import pytest

from portal.domain.progress import MilestoneProgress, State
from portal.web.rise import kind, stair
from tests.factories import milestone


def a(state: State, *, rests_until: date | None = None) -> MilestoneProgress:
    return MilestoneProgress(milestone("a"), state, (), None, None, (), rests_until)


def test_bars_climb_in_equal_steps_and_stand_at_the_foot() -> None:
    bars = stair(4, width=100, height=50, low=10, high=40, gap=4)
    assert [bar.height for bar in bars] == [10, 20, 30, 40]
    assert [bar.x for bar in bars] == [0, 26, 52, 78]
    assert {bar.foot for bar in bars} == {50}
    assert bars[-1].x + bars[-1].width == 100


def test_mirrored_bars_begin_at_the_right() -> None:
    plain, mirrored = (stair(3, width=90, height=30, low=6, high=24, gap=3, mirrored=m) for m in (False, True))
    assert [bar.x for bar in mirrored] == [bar.x for bar in reversed(plain)]
    assert [bar.height for bar in mirrored] == [bar.height for bar in plain]


@pytest.mark.parametrize("count", [0, 1])
def test_a_ladder_of_one_milestone_or_none_can_be_drawn(count: int) -> None:
    assert [bar.height for bar in stair(count, width=50, height=30, low=7, high=28, gap=3)] == [7.0] * count


def test_a_fill_is_always_to_be_seen_and_never_under_the_caption() -> None:
    (bar,) = stair(1, width=80, height=200, low=120, high=120, gap=8)
    assert [bar.filled(share) for share in (0, 0.5, 1)] == [6, 60, 80]


def test_what_rests_looks_like_what_is_still_to_come_and_what_is_blocked_never_does() -> None:
    later = date(2026, 12, 1)
    assert kind(a(State.AVAILABLE)) == "next"
    assert kind(a(State.AVAILABLE, rests_until=later)) == "later"
    assert kind(a(State.BLOCKED, rests_until=later)) == "held"
    assert {kind(a(state)) for state in State} == {"later", "next", "now", "held", "done"}
