from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.folding import Occurrence, Progress, fold
from portal.domain.rules import AllRule, AnyRule, EventRule, Rule, SequenceRule, counted, counts_towards, leaves
from tests.content.playbooks import fewer
from tests.domain.completion_rules import BIG, START, event, plainly_first_met, rules, streams

A, B, C = (EventRule(name) for name in "ABC")


@fewer
@given(rules, streams(), st.data())
def test_order_and_repeats_change_nothing(rule: Rule, events: list[Occurrence], data: st.DataObject) -> None:
    repeats = data.draw(st.lists(st.sampled_from(events), max_size=4)) if events else []
    assert fold(rule, data.draw(st.permutations(events + repeats))) == fold(rule, events)


@fewer
@given(rules, streams())
def test_a_rule_is_first_met_when_the_events_until_then_satisfy_it(rule: Rule, events: list[Occurrence]) -> None:
    outcome = fold(rule, events)
    assert (outcome.met.at if outcome.met else None) == plainly_first_met(rule, events)
    assert (outcome.progress.count == outcome.progress.target) == (outcome.met is not None)


@fewer
@given(rules, streams(), st.integers(0, 9))
def test_more_events_never_unmeet_a_rule_nor_take_progress_back(rule: Rule, events: list[Occurrence], n: int) -> None:
    fewer, more = fold(rule, events[:n]), fold(rule, events)
    if fewer.met:
        assert more.met is not None
        assert more.met.at <= fewer.met.at
    assert more.progress.count / more.progress.target >= fewer.progress.count / fewer.progress.target


@fewer
@given(rules, streams())
def test_what_counts_towards_no_part_changes_nothing(rule: Rule, events: list[Occurrence]) -> None:
    counting = [one for one in events if counts_towards(rule, one.name, one.properties)]
    assert fold(rule, counting) == fold(rule, events)


def test_the_evidence_is_the_event_that_first_met_the_rule() -> None:
    events = [event(1, "A", 5), event(2, "A", 1), event(3, "A", 9)]
    outcome = fold(EventRule("A", count=2), events)
    assert (outcome.met, outcome.progress) == (events[0], Progress(2, 2))


def test_people_are_counted_where_a_rule_asks_for_several() -> None:
    rule = EventRule("A", count=3, distinct_members=2)
    assert fold(rule, [event(1, "A", 1, 1), event(2, "A", 2, 2)]).progress == Progress(1, 2)
    assert fold(rule, [event(n, "A", n, 1) for n in range(5)]).progress == Progress(1, 2)
    by_two = [event(1, "A", 1, 1), event(2, "A", 2, 1), event(3, "A", 3, 1), event(4, "A", 4, 2)]
    assert fold(rule, by_two).met == by_two[3]


@pytest.mark.parametrize(("hours", "met"), [((0, 24, 48), True), ((0, 24, 49), False), ((0, 40, 60, 80), True)])
def test_a_window_may_lie_anywhere_and_includes_its_end(hours: tuple[float, ...], met: bool) -> None:  # noqa: FBT001 - a table
    outcome = fold(EventRule("A", count=3, within_days=2), [event(n, "A", hour) for n, hour in enumerate(hours)])
    assert (outcome.met is not None) is met
    assert outcome.progress == Progress(3 if met else 2, 3)


def test_the_parts_of_a_sequence_come_one_after_the_other() -> None:
    rule = SequenceRule((A, EventRule("B", count=2), A))
    assert fold(rule, [event(1, "B", 1)]).progress == Progress(0, 3)
    assert fold(rule, [event(1, "A", 1), event(2, "B", 1), event(3, "B", 2)]).progress == Progress(1, 3)
    events = [event(1, "A", 1), event(2, "B", 2), event(3, "A", 3), event(4, "B", 4), event(5, "A", 5)]
    assert fold(rule, events).met == events[4]


def test_a_sequence_in_time_may_start_again() -> None:
    rule = SequenceRule((A, B), within_days=1)
    late = [event(1, "A", 0), event(2, "B", 25)]
    assert fold(rule, late).progress == Progress(1, 2)
    again = event(3, "A", 10)
    assert fold(rule, [*late, again]).met == late[1]


def test_any_shows_the_part_that_has_come_furthest_and_all_count_their_parts() -> None:
    orders, reports = EventRule("A", count=4), EventRule("B", count=3)
    events = [event(1, "A", 1), event(2, "B", 2), event(3, "B", 3)]
    assert fold(AnyRule((orders, reports)), []).progress == Progress(0, AnyRule((orders, reports)).target)
    assert fold(AnyRule((orders, reports)), events).progress == Progress(2, 3)
    assert fold(AnyRule((orders, A)), events).met == events[0]
    assert fold(AllRule((A, reports)), events).progress == Progress(1, AllRule((A, reports)).target)
    assert fold(AllRule((A, B)), events).met == events[1]


def test_a_rule_names_what_it_is_made_of() -> None:
    big = EventRule("A", where=(BIG,))
    rule = AllRule((AnyRule((big, B)), SequenceRule((A, C))))
    assert list(leaves(rule)) == [big, B, A, C]
    assert counts_towards(rule, "B", {})
    assert not counts_towards(big, "A", {"value": 3})
    assert [counted(one) for one in (A, EventRule("A", 2, within_days=1), rule)] == [True, False, False]


def test_a_long_history_is_folded_at_once() -> None:
    busy = [event(n, "AB"[n % 2], n / 100, n % 50, value=n) for n in range(20_000)]
    rule = SequenceRule((EventRule("A", 500, 20, within_days=7), EventRule("B", 500, 20), A), within_days=30)
    outcome = fold(rule, busy)
    assert outcome.met is not None
    assert outcome.met.at < START + timedelta(days=2)
