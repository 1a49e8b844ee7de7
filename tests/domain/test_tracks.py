"""Tracks side by side, and one after the other."""

from datetime import date, timedelta

import pytest

from portal.domain import tracks
from portal.domain.lifecycle import Hold, Onboarding
from portal.domain.tracks import Sequence, Work
from tests.lifecycles import LIFECYCLE

KICKOFF = date(2026, 9, 7)
PARALLEL = LIFECYCLE.quickest
ADMIN, TRAINING, PILOT = "administration", "enablement", "pilot"


def in_week(number: int) -> date:
    return KICKOFF + timedelta(weeks=number - 1, days=2)


def work(**weeks: tuple[int, ...]) -> tuple[Work, ...]:
    return tuple(Work(track, in_week(week)) for track, held in weeks.items() for week in held)


def since(found: tuple[Work, ...], today: int, run: Onboarding | None = None) -> tuple[date, Sequence] | None:
    return tracks.since(found, run or Onboarding(KICKOFF), PARALLEL, in_week(today))


def test_setup_then_training_then_pilot_costs_three_weeks() -> None:
    found = work(administration=(1, 2), enablement=(3, 4), pilot=(5, 6))
    assert since(found, 6) == (in_week(4), Sequence((ADMIN, TRAINING, PILOT), 3))


def test_two_tracks_in_a_row_are_seen_before_the_third_begins() -> None:
    found = work(administration=(1, 2), enablement=(3, 4), pilot=(5, 6))
    assert since(found, 3) is None
    assert since(found, 4) == (in_week(4), Sequence((ADMIN, TRAINING), 1))


@pytest.mark.parametrize(
    "weeks",
    [
        {},
        {"administration": (1, 6)},
        {"administration": (1, 2, 3), "enablement": (1, 2, 3), "pilot": (2, 3)},
        {"administration": (1, 4), "enablement": (4, 5), "pilot": (6,)},
        {"administration": (1,), "enablement": (2,), "pilot": (3,)},
    ],
)
def test_tracks_that_overlap_or_end_in_time_are_no_sequence(weeks: dict[str, tuple[int, ...]]) -> None:
    assert since(work(**weeks), 8) is None


def test_work_before_kickoff_and_after_go_live_is_left_out() -> None:
    run = Onboarding(KICKOFF, None, in_week(4))
    found = (Work(ADMIN, KICKOFF - timedelta(days=3)), *work(administration=(1,), enablement=(3,), pilot=(5,)))
    assert tracks.weeks_of(found, run, in_week(8)) == {ADMIN: (1,), TRAINING: (3,)}
    assert since(found, 8, run) is None


def test_weeks_on_hold_cost_nothing() -> None:
    run = Onboarding(KICKOFF, holds=(Hold(in_week(2), in_week(5)),))
    found = work(administration=(1,), enablement=(5,), pilot=(6,))
    assert tracks.weeks_of(found, run, in_week(6)) == {ADMIN: (1,), TRAINING: (2,), PILOT: (3,)}
    assert since(found, 6, run) is None


@pytest.mark.parametrize(("begun", "today", "week"), [(None, 3, 3), (2, 6, 2), (6, 3, 3)])
def test_a_pilot_that_has_not_begun_could_begin_today(begun: int | None, today: int, week: int) -> None:
    started = in_week(begun) if begun else None
    assert tracks.pilot_week(Onboarding(KICKOFF), started, in_week(today)) == week


def test_before_kickoff_the_pilot_could_begin_in_week_one() -> None:
    assert tracks.pilot_week(Onboarding(), None, KICKOFF) == 1
