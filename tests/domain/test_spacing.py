"""Milestones that rest after the one before them: from when to when, and what ends it early."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from portal.domain.playbook import Ladder, Milestone
from portal.domain.progress import Facts, LadderProgress, State, Tick, climb
from portal.domain.roles import Role
from tests.factories import NOW, milestone

FIRST = milestone("first")
SPACED = milestone("spaced", spacing_days=3)
LAST = milestone("last")
TODAY = NOW.date()


def climbed(*rungs: Milestone, facts: Facts | None = None, today: date = TODAY) -> LadderProgress:
    ladder = Ladder("admin", Role.ADMIN, "A ladder", "A promise.", rungs)
    return climb(ladder, facts or Facts(done={"first": NOW}), today)


def rests_until(progress: LadderProgress, milestone_id: str = "spaced") -> date | None:
    found = progress.find(milestone_id)
    assert found
    return found.rests_until


@pytest.mark.parametrize(("days", "rests"), [(0, True), (1, True), (2, True), (3, False), (4, False)])
def test_it_rests_for_so_many_whole_days(days: int, rests: bool) -> None:  # noqa: FBT001 - a table
    progress = climbed(FIRST, SPACED, today=TODAY + timedelta(days=days))
    assert rests_until(progress) == (TODAY + timedelta(days=3) if rests else None)
    assert (progress.current is None) is rests
    assert (progress.resting is not None) is rests


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (23, 59)])
def test_the_hour_of_the_day_does_not_matter(hour: int, minute: int) -> None:
    reached = NOW.replace(hour=hour, minute=minute)
    assert rests_until(climbed(FIRST, SPACED, facts=Facts(done={"first": reached}))) == TODAY + timedelta(days=3)


def test_days_are_those_of_utc_as_everywhere() -> None:
    reached = datetime(2026, 11, 17, 23, 30, tzinfo=timezone(timedelta(hours=-2)))
    assert rests_until(climbed(FIRST, SPACED, facts=Facts(done={"first": reached}))) == date(2026, 11, 21)


def test_what_rests_is_open_and_steps_aside_for_what_does_not() -> None:
    progress = climbed(FIRST, SPACED, LAST)
    assert [rung.state for rung in progress.milestones] == [State.DONE, State.AVAILABLE, State.AVAILABLE]
    assert progress.current is progress.find("last")
    assert progress.resting is progress.find("spaced")


def test_what_is_begun_or_reached_does_not_rest() -> None:
    ticks = {("spaced", "only"): Tick(NOW, verified=True)}
    begun = climbed(FIRST, SPACED, facts=Facts(ticks=ticks, done={"first": NOW}))
    assert rests_until(begun) is None
    assert begun.current is begun.find("spaced")
    reached = climbed(FIRST, SPACED, facts=Facts(done={"first": NOW, "spaced": NOW}))
    assert (rests_until(reached), reached.current, reached.resting) == (None, None, None)


def test_nothing_rests_before_the_one_above_it_is_reached() -> None:
    assert rests_until(climbed(FIRST, SPACED, facts=Facts())) is None
    locked = climbed(FIRST, replace(SPACED, requires=("last",)), LAST)
    assert (locked.milestones[1].state, rests_until(locked)) == (State.LOCKED, None)


def test_in_another_order_it_counts_from_the_one_before_it_there() -> None:
    done = {"first": NOW - timedelta(days=9), "last": NOW - timedelta(days=1)}
    facts = Facts(done=done)
    assert rests_until(climbed(FIRST, SPACED, LAST, facts=facts)) is None
    assert rests_until(climbed(FIRST, LAST, SPACED, facts=facts)) == TODAY + timedelta(days=2)
    assert rests_until(climbed(SPACED, FIRST, LAST, facts=facts)) is None


def test_of_several_the_one_that_opens_first_is_told() -> None:
    later, sooner = milestone("later", spacing_days=9), milestone("sooner", spacing_days=4)
    facts = Facts(done={"first": NOW, "last": NOW})
    progress = climbed(FIRST, later, LAST, sooner, facts=facts)
    assert progress.resting is progress.find("sooner")
    assert progress.current is None
