"""How far colleagues are, together and alone."""

from collections import Counter
from datetime import timedelta

from portal.domain.playbook import Ladder, Scope
from portal.domain.roles import Role
from portal.domain.team import climb_of, rungs_of
from tests.factories import NOW, milestone

FIRST = milestone("first")
SECOND = milestone("second", scope=Scope.MEMBER)
THIRD = milestone("third", requires=("second",))
LADDER = Ladder(Role.ADMIN, Role.ADMIN, "Admin ladder", "A promise.", (FIRST, SECOND, THIRD))


def test_somebody_new_is_on_the_first_milestone() -> None:
    climb = climb_of(LADDER, {})
    assert (climb.done, climb.total, climb.last, climb.now) == (0, 3, None, FIRST)


def test_the_last_reached_is_the_latest_and_not_the_highest() -> None:
    climb = climb_of(LADDER, {"second": NOW - timedelta(days=3), "first": NOW})
    assert (climb.done, climb.last, climb.now) == (2, FIRST, THIRD)


def test_what_waits_for_another_milestone_is_not_what_somebody_is_on() -> None:
    blocked_first = Ladder(Role.ADMIN, Role.ADMIN, "Admin ladder", "A promise.", (THIRD, SECOND))
    assert climb_of(blocked_first, {}).now is SECOND


def test_what_another_ladder_holds_does_not_count() -> None:
    assert climb_of(LADDER, {"elsewhere": NOW}).done == 0


def test_at_the_top_nothing_is_left() -> None:
    climb = climb_of(LADDER, dict.fromkeys(("first", "second", "third"), NOW))
    assert (climb.done, climb.now) == (3, None)


def test_a_shared_milestone_is_reached_by_everybody_or_nobody() -> None:
    rungs = rungs_of(LADDER, 4, Counter({"first": 1, "second": 3}), {"first"})
    assert [(rung.reached, rung.share) for rung in rungs] == [(4, 1.0), (3, 0.75), (0, 0.0)]


def test_without_people_nothing_is_reached() -> None:
    assert {rung.share for rung in rungs_of(LADDER, 0, Counter(), {"first"})} == {0.0}
