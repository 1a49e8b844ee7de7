"""When the numbers of a milestone say that somebody should look at it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.acts import Thumb
from portal.domain.lifecycle import Hold
from portal.domain.milestone_health import ENOUGH, LIMITS, Attempt, Concern, Reading, Tally, readings, tally
from tests.factories import NOW, milestone, step

TODAY = NOW.date()
MILESTONE = milestone("data", due_days=10, steps=(step("one"), step("two"), step("three", optional=True)))
"""Its second step promises 4 minutes; nobody has to do the third."""


def attempt(began: int, reached: int | None = None, *, minutes: float = 5, holds: tuple[Hold, ...] = ()) -> Attempt:
    at = NOW - timedelta(days=began)
    done = NOW - timedelta(days=reached) if reached is not None else None
    return Attempt(at, at + timedelta(minutes=minutes), done, holds)


def counted(*attempts: Attempt) -> Tally:
    return tally(MILESTONE, attempts, {}, TODAY)


def reading(concern: Concern, found: Tally) -> Reading:
    return next(one for one in readings(MILESTONE, found) if one.concern is concern)


@pytest.mark.parametrize(
    ("one", "ripe", "dropped"),
    [
        (attempt(20), 0, 0),
        (attempt(21), 1, 1),
        (attempt(40, 20), 1, 0),
        (attempt(40, 19), 1, 1),
        (attempt(5, 2), 0, 0),
    ],
)
def test_whoever_took_more_than_twice_the_due_days_has_given_up(one: Attempt, ripe: int, dropped: int) -> None:
    found = counted(one)
    assert (found.ripe, found.dropped) == (ripe, dropped)


def test_days_on_hold_are_nobodys_delay() -> None:
    held = Hold(TODAY - timedelta(days=25), TODAY - timedelta(days=10))
    assert counted(attempt(30, holds=(held,))).ripe == 0
    assert counted(attempt(40, 15, holds=(held,))) == counted(attempt(40, 25))


def test_the_time_is_the_middle_of_those_who_did_it_in_one_sitting() -> None:
    sittings = [attempt(9, 8, minutes=minutes) for minutes in (4, 8, 90)]
    found = counted(*sittings, attempt(9, 8, minutes=121), attempt(9, minutes=1))
    assert (found.timed, found.minutes) == (3, 8)
    assert reading(Concern.OVER_ESTIMATE, found).value == 2


def test_a_milestone_of_one_step_has_no_time_anybody_could_see() -> None:
    assert tally(milestone("only"), [attempt(9, 8)], {}, TODAY).timed == 0


def test_thumbs_down_are_a_share_of_all_thumbs() -> None:
    found = tally(MILESTONE, [], {Thumb.UP: 6, Thumb.DOWN: 4}, date(2026, 11, 17))
    one = reading(Concern.THUMBS_DOWN, found)
    assert (one.value, one.sample, one.needs_look) == (0.4, 10, True)
    assert one.says == "4 of 10 who judged it gave a thumb down (40%)."


@given(st.sampled_from(Concern), st.integers(0, ENOUGH - 1), st.floats(0, 100))
def test_too_few_cases_never_ask_for_a_look(concern: Concern, sample: int, value: float) -> None:
    one = Reading(concern, value, sample, "")
    assert not one.enough
    assert not one.needs_look


@pytest.mark.parametrize("concern", list(Concern))
def test_a_number_at_its_limit_is_still_fine(concern: Concern) -> None:
    limit = LIMITS[concern].above
    assert not Reading(concern, limit, ENOUGH, "").needs_look
    assert Reading(concern, limit + 0.01, ENOUGH, "").needs_look


def test_nothing_counted_is_nothing_said() -> None:
    assert [one.sample for one in readings(MILESTONE, Tally())] == [0, 0, 0]
