"""The two clocks: weeks, phases, holds and touchpoints."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain import lifecycle
from portal.domain.lifecycle import Hold, Onboarding, Phase
from tests.lifecycles import LIFECYCLE

KICKOFF = date(2026, 9, 7)
SCHEDULE = LIFECYCLE.schedule


def on(day: int) -> date:
    return KICKOFF + timedelta(days=day)


@pytest.mark.parametrize(
    ("day", "week", "phase"),
    [
        (-1, None, Phase.BEFORE_KICKOFF),
        (0, 1, Phase.KICKOFF),
        (6, 1, Phase.KICKOFF),
        (7, 2, Phase.DISCOVERY),
        (20, 3, Phase.DISCOVERY),
        (21, 4, Phase.IMPLEMENTATION),
        (90, 13, Phase.IMPLEMENTATION),
    ],
)
def test_weeks_count_from_kickoff_until_go_live(day: int, week: int | None, phase: Phase) -> None:
    run = Onboarding(KICKOFF)
    assert (lifecycle.week(run, on(day)), lifecycle.phase(run, on(day))) == (week, phase)


@pytest.mark.parametrize(("day", "week"), [(27, 4), (28, 6), (34, 6), (35, 7), (28 + 140, 26)])
def test_the_clock_restarts_at_week_six_on_the_actual_go_live(day: int, week: int) -> None:
    assert lifecycle.week(Onboarding(KICKOFF, went_live_on=on(28)), on(day)) == week


@pytest.mark.parametrize(
    ("run", "tree"),
    [
        (Onboarding(), "start"),
        (Onboarding(on(1)), "start"),
        (Onboarding(on(0)), "onboarding"),
        (Onboarding(on(-50), went_live_on=on(1)), "onboarding"),
        (Onboarding(on(-50), went_live_on=on(0)), "adoption"),
        (Onboarding(went_live_on=on(-3)), "adoption"),
    ],
)
def test_the_tree_follows_the_phase(run: Onboarding, tree: str) -> None:
    assert lifecycle.tree_for(run, on(0)) == tree


def test_a_hold_stops_the_clock_and_overlapping_holds_count_once() -> None:
    holds = (Hold(on(7), on(21)), Hold(on(14), on(28)))
    assert lifecycle.week(Onboarding(KICKOFF, holds=holds), on(28)) == 2


def test_an_open_hold_stops_the_clock_until_today() -> None:
    run = Onboarding(KICKOFF, holds=(Hold(on(7)),))
    assert [lifecycle.week(run, on(day)) for day in (6, 7, 50)] == [1, 2, 2]


def test_a_hold_that_ended_later_was_open_then() -> None:
    run = Onboarding(KICKOFF, holds=(Hold(on(7), on(21)),))
    assert lifecycle.week(run, on(14)) == 2


def test_last_days_skip_a_hold() -> None:
    days = lifecycle.last_days((Hold(on(10), on(20)),), on(21), 4)
    assert days == {on(21), on(20), on(9), on(8)}


@given(
    st.lists(st.tuples(st.integers(-30, 60), st.integers(0, 40)), max_size=3), st.integers(0, 80), st.integers(0, 40)
)
def test_running_days_and_later_are_each_others_inverse(spans: list[tuple[int, int]], start: int, count: int) -> None:
    holds = tuple(Hold(on(first), on(first + length)) for first, length in spans)
    today = on(200)
    then = lifecycle.later(holds, on(start), count, today)
    assert lifecycle.running_days(holds, on(start), then, today) == count


def test_full_weeks_are_over_and_leave_out_days_on_hold() -> None:
    run = Onboarding(KICKOFF, went_live_on=on(0), holds=(Hold(on(7), on(10)),))
    assert [len(lifecycle.full_weeks(run, on(day))) for day in (0, 6, 7, 16, 17)] == [0, 0, 1, 1, 2]
    assert lifecycle.full_weeks(run, on(17))[1] == tuple(on(day) for day in range(10, 17))


def test_touchpoints_stand_at_their_weeks_after_the_actual_go_live() -> None:
    run = Onboarding(KICKOFF, on(30), on(42))
    found = lifecycle.touchpoints(run, SCHEDULE, on(42))
    assert [(t.week, (t.on - on(42)).days // 7) for t in found] == [
        (7, 1), (9, 3), (11, 5), (13, 7), (17, 11), (22, 16), (26, 20),
    ]  # fmt: skip
    assert not any(t.forecast for t in found)


@pytest.mark.parametrize(
    ("run", "phase", "due"),
    [
        (Onboarding(), Phase.DISCOVERY, None),
        (Onboarding(KICKOFF), Phase.DISCOVERY, 14),
        (Onboarding(KICKOFF, None, on(30)), Phase.DISCOVERY, 14),
        (Onboarding(KICKOFF, holds=(Hold(on(3), on(8)),)), Phase.KICKOFF, 19),
        (Onboarding(KICKOFF), Phase.GO_LIVE, None),
        (Onboarding(KICKOFF, on(42)), Phase.GO_LIVE, 56),
        (Onboarding(KICKOFF, on(42), on(30)), Phase.GO_LIVE, 44),
        (Onboarding(KICKOFF, on(42), on(30), (Hold(on(35), None, on(60)),)), Phase.GO_LIVE, 69),
    ],
)
def test_work_is_due_after_kickoff_and_in_the_last_phase_after_go_live(
    run: Onboarding, phase: Phase, due: int | None
) -> None:
    assert lifecycle.due_on(run, phase, 14, on(40)) == (due if due is None else on(due))


def test_somebody_who_joins_later_has_as_many_days_from_then_on() -> None:
    run = Onboarding(KICKOFF)
    assert lifecycle.due_on(run, Phase.DISCOVERY, 14, on(40), joined_on=on(20)) == on(34)
    assert lifecycle.due_on(run, Phase.DISCOVERY, 14, on(40), joined_on=on(-9)) == on(14)


def test_before_go_live_touchpoints_are_forecasts_from_the_target() -> None:
    found = lifecycle.touchpoints(Onboarding(KICKOFF, on(42)), SCHEDULE, on(10))
    assert (found[0].on, found[0].forecast) == (on(49), True)


def test_a_hold_after_go_live_pushes_touchpoints_back() -> None:
    run = Onboarding(KICKOFF, None, on(42), (Hold(on(45), on(55)),))
    assert lifecycle.touchpoints(run, SCHEDULE, on(60))[0].on == on(59)


def test_an_open_hold_pushes_them_to_its_expected_end_at_least() -> None:
    run = Onboarding(KICKOFF, None, on(42), (Hold(on(45), None, on(52)),))
    assert lifecycle.touchpoints(run, SCHEDULE, on(46))[0].on == on(56)
    assert lifecycle.touchpoints(run, SCHEDULE, on(60))[0].on == on(65)


@pytest.mark.parametrize(
    ("run", "name"),
    [
        (Onboarding(), None),
        (Onboarding(on(1), on(60)), "Kickoff"),
        (Onboarding(on(-1), on(60)), "Go-live"),
        (Onboarding(on(-60), on(-3)), "Go-live"),
        (Onboarding(on(-60), on(-3), on(-3)), "First value report"),
        (Onboarding(on(-400), None, on(-300)), None),
    ],
)
def test_the_next_touchpoint_is_the_first_that_has_not_happened(run: Onboarding, name: str | None) -> None:
    found = lifecycle.next_touchpoint(run, SCHEDULE, on(0))
    assert (found.name if found else None) == name


def test_a_resting_run_says_until_when_it_is_expected_to() -> None:
    holds = (Hold(on(3), on(5)), Hold(on(10), None, on(20)))
    assert lifecycle.rests_until(holds, on(9)) is None
    assert lifecycle.rests_until(holds, on(10)) == on(20)
    assert lifecycle.rests_until(holds, on(30)) == on(20)
    assert lifecycle.rests_until((Hold(on(3)),), on(4)) == on(4)
