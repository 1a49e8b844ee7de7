from datetime import date, timedelta
from uuid import UUID, uuid4

from portal.domain.lifecycle import Hold
from portal.domain.waits import ENOUGH, GRAIN, Climb, Observation, equally_likely, history, observed, segments
from tests.factories import milestone

MONDAY = date(2026, 11, 2)
ACME = UUID(int=1)
RUNGS = [milestone("a"), milestone("b"), milestone("c")]


def seen(*days: int, waiting: tuple[int, ...] = ()) -> list[Observation]:
    return [Observation(uuid4(), n, reached=True) for n in days] + [
        Observation(uuid4(), n, reached=False) for n in waiting
    ]


def climb(*, until: int = 30, holds: tuple[Hold, ...] = (), **reached: int) -> Climb:
    days = {name: MONDAY + timedelta(days=number) for name, number in reached.items()}
    return Climb(ACME, MONDAY, days, holds, MONDAY + timedelta(days=until))


def test_without_censoring_the_waits_are_the_observed_ones() -> None:
    assert equally_likely(seen(*range(GRAIN))) == tuple(range(GRAIN))


def test_the_shares_are_even_whatever_the_number_of_teams() -> None:
    waits = equally_likely(seen(1, 2, 3, 4))
    assert {day: waits.count(day) for day in waits} == {1: 10, 2: 10, 3: 10, 4: 10}


def test_teams_that_still_wait_count_by_product_limit() -> None:
    # After day 1 a quarter is there. One leaves unseen, so day 3 ends half of what is left: 3/8; day 4 the rest.
    waits = equally_likely(seen(1, 3, 4, waiting=(2,)))
    assert {day: waits.count(day) for day in waits} == {1: 10, 3: 15, 4: 15}


def test_what_ends_on_the_day_somebody_is_last_seen_counts_them_as_waiting() -> None:
    assert equally_likely(seen(5, waiting=(5,))).count(5) == GRAIN // 2


def test_beyond_the_longest_wait_seen_nothing_is_known() -> None:
    waits = equally_likely(seen(2, waiting=(9,)))
    assert waits == (2,) * 20 + (None,) * 20
    assert equally_likely(seen(waiting=(9, 9))) == (None,) * GRAIN


def test_people_of_one_team_are_one_team() -> None:
    same = [Observation(ACME, days, reached=True) for days in range(ENOUGH)]
    assert history(same).teams == 1
    assert history([*same, *seen(3)]).teams == 2


def test_a_wait_begins_where_the_milestone_before_it_was_reached() -> None:
    found = dict(observed(RUNGS, climb(a=4, b=9)))
    assert {name: (one.days, one.reached) for name, one in found.items()} == {
        "a": (4, True),
        "b": (5, True),
        "c": (21, False),
    }


def test_what_was_reached_before_its_turn_took_no_wait() -> None:
    found = dict(observed(RUNGS, climb(a=4, b=2)))
    assert (found["b"].days, found["b"].reached) == (0, True)


def test_nobody_waits_for_what_comes_after_an_open_one() -> None:
    assert [name for name, _ in observed(RUNGS, climb())] == ["a"]


def test_days_on_hold_are_not_waited() -> None:
    hold = Hold(MONDAY + timedelta(days=2), MONDAY + timedelta(days=7))
    found = dict(observed(RUNGS, climb(a=10, holds=(hold,))))
    assert found["a"].days == 5


def test_similar_is_the_same_industry_then_the_same_size_then_everybody() -> None:
    assert segments("Logistics", 260) == ("industry:logistics", "size:2", "all")
    assert segments(None, 49) == ("size:0", "all")
    assert segments("Health", None) == ("industry:health", "all")
    assert [segments(None, seats)[0] for seats in (50, 199, 1000)] == ["size:1", "size:1", "size:3"]
