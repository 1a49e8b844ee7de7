from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from portal.domain.acts import Blocked
from portal.domain.forecast import Outlook, Outset, forecast
from portal.domain.lifecycle import Hold, Onboarding
from portal.domain.playbook import Ladder
from portal.domain.progress import Facts, climb
from portal.domain.roles import Role
from portal.domain.waits import ENOUGH, GRAIN, History
from tests.factories import milestone

TODAY = date(2026, 11, 17)
LADDER = Ladder("admin", Role.ADMIN, "Admin", "Up.", (milestone("a"), milestone("b"), milestone("c")))
EVENLY = History(118, tuple(range(1, GRAIN + 1)))


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def moment(number: int) -> datetime:
    return datetime.combine(days(number), time(9), UTC)


def look(
    histories: Mapping[str, History],
    *,
    facts: Facts | None = None,
    planned: Mapping[str, date] | None = None,
    started: int | None = 0,
    holds: tuple[Hold, ...] = (),
) -> dict[str, Outlook]:
    begun = None if started is None else days(started)
    outset = Outset(Onboarding(kickoff_on=begun, holds=holds), begun, histories, planned or {})
    found = forecast(climb(LADDER, facts or Facts(), TODAY), outset, TODAY)
    return {outlook.milestone.id: outlook for outlook in found}


def test_the_range_holds_8_of_10_and_the_middle_is_the_median() -> None:
    [a] = look({"a": EVENLY}).values()
    assert (a.from_on, a.on, a.to_on, a.teams) == (days(4), days(20), days(36), 118)


def test_who_has_waited_is_compared_with_those_who_waited_as_long() -> None:
    [a] = look({"a": EVENLY}, started=-20).values()
    # Twenty of the forty waits are over; of the others half are over within ten days.
    assert (a.from_on, a.on, a.to_on) == (days(2), days(10), days(18))


def test_days_on_hold_do_not_count_as_waited() -> None:
    [a] = look({"a": EVENLY}, started=-20, holds=(Hold(days(-20), days(0)),)).values()
    assert a.on == days(20)


def test_a_later_milestone_is_later_by_as_much_as_teams_waited_for_it() -> None:
    found = look({"a": EVENLY, "b": History(40, (5,) * GRAIN)})
    assert found["b"].on == found["a"].on + timedelta(days=5)
    assert (found["b"].from_on, found["b"].to_on) == (days(9), days(41))
    assert found["b"].teams == 40


def test_a_milestone_waits_for_what_it_requires_also_where_the_one_before_it_is_done() -> None:
    ladder = replace(LADDER, milestones=(milestone("a"), milestone("b"), milestone("c", requires=("a",))))
    outset = Outset(Onboarding(kickoff_on=TODAY), TODAY, {"a": EVENLY, "c": History(40, (5,) * GRAIN)}, {})
    found = forecast(climb(ladder, Facts(done={"b": moment(-30)}), TODAY), outset, TODAY)
    assert [(one.milestone.id, one.on) for one in found] == [("a", days(20)), ("c", days(25))]


def test_chance_evens_out_over_several_milestones() -> None:
    found = look({"a": EVENLY, "b": EVENLY, "c": EVENLY})
    alone, three = found["a"], found["c"]
    assert alone.to_on
    assert three.to_on
    assert abs((three.on - days(61)).days) <= 3
    assert (three.to_on - three.from_on) < 3 * (alone.to_on - alone.from_on)


def test_what_is_reached_is_behind_and_the_next_waits_from_then() -> None:
    found = look({"a": EVENLY, "b": EVENLY}, facts=Facts(done={"a": moment(-10)}), started=-90)
    assert list(found) == ["b"]
    assert (found["b"].from_on, found["b"].on) == (days(3), days(15))


def test_fewer_than_ten_teams_are_no_forecast_and_the_plan_speaks() -> None:
    few = History(ENOUGH - 1, EVENLY.waits)
    [a] = look({"a": few}, planned={"a": days(6)}).values()
    assert a.planned
    assert (a.from_on, a.on, a.to_on) == (days(6),) * 3


def test_from_the_plan_on_teams_lead_the_way_again() -> None:
    found = look({"b": EVENLY}, planned={"a": days(6)})
    assert found["a"].planned
    assert found["b"].on == days(26)


def test_a_plan_whose_day_has_passed_foretells_nothing() -> None:
    assert look({}, planned={"a": days(-1), "b": days(3)}).keys() == {"b"}


def test_a_plan_that_comes_before_what_is_likely_first_foretells_nothing() -> None:
    found = look({"a": EVENLY, "c": EVENLY}, planned={"b": days(9)})
    assert found.keys() == {"a", "c"}
    assert found["c"].on > found["a"].on
    assert look({"a": EVENLY}, planned={"b": days(20)}).keys() == {"a", "b"}


def test_where_fewer_than_half_got_there_the_plan_speaks_and_where_fewer_than_9_in_10_the_end_is_open() -> None:
    most = look({"a": History(30, (*range(1, 31), *[None] * 10))})["a"]
    assert (most.on, most.to_on) == (days(20), None)
    half = look({"a": History(30, (*range(1, 16), *[None] * 25))}, planned={"a": days(2)})["a"]
    assert half.planned


def test_who_has_waited_longer_than_anybody_has_the_plan() -> None:
    assert look({"a": EVENLY}, started=-60) == {}
    assert look({"a": EVENLY}, started=-60, planned={"a": days(2)})["a"].planned


def test_without_a_start_there_is_only_the_plan() -> None:
    assert look({"a": EVENLY}, started=None) == {}


def test_nothing_is_foretold_on_hold() -> None:
    assert look({"a": EVENLY}, holds=(Hold(days(-1)),), planned={"a": days(5)}) == {}


def test_a_snoozed_milestone_is_not_reached_before_it_is_taken_up_again() -> None:
    [a] = look({"a": EVENLY}, facts=Facts(snoozed={"a": days(15)})).values()
    assert a.from_on == days(15)
    assert a.to_on == days(36)


def test_a_block_widens_the_range_and_says_so() -> None:
    held = Blocked("Elif", "Four addresses", moment(-9), "Priya Raman")
    [free], [a] = look({"a": EVENLY}).values(), look({"a": EVENLY}, facts=Facts(blocked={"a": held})).values()
    assert a.blocked
    assert not free.blocked
    assert free.to_on
    assert a.to_on
    assert a.to_on > free.to_on
    assert a.to_on - a.from_on > free.to_on - free.from_on


def test_the_same_facts_give_the_same_forecast() -> None:
    assert look({"a": EVENLY, "b": EVENLY}) == look({"a": EVENLY, "b": EVENLY})
