from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.folding import Progress
from portal.domain.playbook import SIGNAL, Celebration, Ladder, Milestone, Scope, Signal, Step
from portal.domain.progress import Count, Facts, State, Tick, climb, reached_at
from portal.domain.roles import Role
from portal.domain.rules import Condition, EventRule, Op, Rule, SequenceRule

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ORDERED = EventRule("Order Dispatched")


def milestone(milestone_id: str, *steps: Step, requires: tuple[str, ...] = (), signal: Rule | None = None) -> Milestone:
    return Milestone(
        id=milestone_id,
        title=milestone_id.title(),
        short=milestone_id,
        outcome="an outcome",
        purpose="purpose",
        why="why",
        scope=Scope.MEMBER,
        track="pilot",
        phase="discovery",
        minutes=5,
        due_days=7,
        steps=steps,
        roles=(Role.OPERATOR,),
        celebration=Celebration("{account} did it.", "A fact."),
        owner="Owner",
        review_by=date(2027, 1, 1),
        article="",
        requires=requires,
        signal=Signal("when it happened", signal) if signal else None,
    )


LOOK = Step("look", "Look", "Look.", 1)
SEND = Step("send", "Send", "Send.", 2, rule=ORDERED)
EXTRA = Step("extra", "Extra", "Extra.", 4, optional=True)
FIRST = milestone("first", LOOK, SEND, EXTRA, signal=EventRule("Order Dispatched", count=3))
SECOND = milestone("second", LOOK, requires=("first",))
LADDER = Ladder("operator", Role.OPERATOR, "Operators", "A promise.", (FIRST, SECOND))
DONE_STEPS = {("first", "look"): Tick(NOW, verified=True), ("first", "send"): Tick(NOW, verified=False)}


def test_a_new_member_may_start_the_first_and_sees_what_opens_the_second() -> None:
    ladder = climb(LADDER, Facts(), NOW.date())
    assert [rung.state for rung in ladder.milestones] == [State.AVAILABLE, State.LOCKED]
    assert ladder.milestones[1].waits_for == (FIRST,)
    assert ladder.current is ladder.milestones[0]
    assert (ladder.current.steps_left, ladder.current.minutes_left, ladder.current.share) == (2, 3, 0)


def test_progress_counts_required_steps_and_the_signal() -> None:
    facts = Facts(ticks=DONE_STEPS, counts={("first", SIGNAL): Count(events=2, members=1)})
    rung = climb(LADDER, facts, NOW.date()).milestones[0]
    assert rung.state is State.IN_PROGRESS
    assert rung.signal is not None
    assert (rung.signal.count, rung.signal.target, rung.signal.met) == (2, 3, False)
    assert rung.share == pytest.approx((1 + 1 + 2 / 3) / 3)
    assert rung.next_step is not None
    assert rung.next_step.step is EXTRA
    assert [step.unverified for step in rung.steps] == [False, True, False]


def test_a_milestone_is_reached_with_the_last_of_its_required_steps_and_its_signal() -> None:
    later = NOW + timedelta(days=1)
    steps = {"look": NOW, "send": later}
    assert reached_at(FIRST, steps) is None
    assert reached_at(FIRST, {SIGNAL: NOW}) is None
    assert reached_at(FIRST, steps | {SIGNAL: NOW}) == later
    assert reached_at(FIRST, steps | {SIGNAL: NOW, "extra": later + timedelta(days=1)}) == later
    assert reached_at(SECOND, steps) == NOW


def test_a_folded_rule_shows_its_progress_and_a_verified_one_is_full() -> None:
    rule = SequenceRule((ORDERED, EventRule("Report Viewed")))
    one = milestone("one", LOOK, Step("both", "Both", "Both.", 2, rule=rule), signal=rule)
    ladder = Ladder("operator", Role.OPERATOR, "Operators", "A promise.", (one,))

    def shown(facts: Facts) -> list[tuple[int, int]]:
        rung = climb(ladder, facts, NOW.date()).milestones[0]
        assert rung.signal is not None
        return [*((step.count, step.target) for step in rung.steps), (rung.signal.count, rung.signal.target)]

    assert shown(Facts()) == [(0, 0), (0, 2), (0, 2)]
    folded = {("one", "both"): Progress(1, 2), ("one", SIGNAL): Progress(1, 2)}
    assert shown(Facts(folded=folded)) == [(0, 0), (1, 2), (1, 2)]
    ticks = {("one", "both"): Tick(NOW, verified=False), ("one", SIGNAL): Tick(NOW, verified=True)}
    assert shown(Facts(ticks=ticks, folded=folded)) == [(0, 0), (1, 2), (2, 2)]


def test_reached_milestones_open_the_next_and_stay_reached_whatever_the_counts_say() -> None:
    ladder = climb(LADDER, Facts(done={"first": NOW}), NOW.date())
    assert [rung.state for rung in ladder.milestones] == [State.DONE, State.AVAILABLE]
    assert (ladder.done, ladder.milestones[0].share) == (1, 1.0)
    celebrated = climb(LADDER, Facts(done={"first": NOW, "second": NOW}, celebrated=frozenset({"first"})), NOW.date())
    assert [rung.state for rung in celebrated.milestones] == [State.CELEBRATED, State.DONE]
    assert celebrated.current is None


@given(
    st.sets(st.sampled_from([("first", "look"), ("first", "send"), ("second", "look")])),
    st.sets(st.sampled_from(["first", "second"])),
    st.integers(0, 5),
)
def test_more_facts_never_take_a_state_back(ticked: set[tuple[str, str]], done: set[str], events: int) -> None:
    ranks = {state: place for place, state in enumerate(State)}
    fewer = climb(
        LADDER,
        Facts(ticks={key: Tick(NOW, verified=True) for key in ticked}, done=dict.fromkeys(done, NOW)),
        NOW.date(),
    )
    more = climb(
        LADDER,
        Facts(
            ticks={key: Tick(NOW, verified=True) for key in [*ticked, ("first", "look")]},
            counts={("first", SIGNAL): Count(events, 1)},
            done=dict.fromkeys([*done, "first"], NOW),
        ),
        NOW.date(),
    )
    for before, after in zip(fewer.milestones, more.milestones, strict=True):
        assert ranks[after.state] >= ranks[before.state]
        assert after.share >= before.share


@pytest.mark.parametrize(
    ("condition", "properties", "holds"),
    [
        (Condition("lanes", Op.AT_LEAST, 3), {"lanes": 3}, True),
        (Condition("lanes", Op.AT_LEAST, 3), {"lanes": "3"}, False),
        (Condition("lanes", Op.AT_MOST, 3), {"lanes": 4}, False),
        (Condition("lanes", Op.AT_MOST, 3), {"lanes": True}, False),
        (Condition("lanes", Op.EXISTS), {"lanes": 0}, True),
        (Condition("lanes", Op.EXISTS), {}, False),
        (Condition("kind", Op.EQUALS, "road"), {"kind": "road"}, True),
        (Condition("kind", Op.EQUALS, 1), {"kind": True}, False),
        (Condition("kind", Op.NOT_EQUALS, "road"), {"kind": "sea"}, True),
        (Condition("kind", Op.NOT_EQUALS, "road"), {}, False),
    ],
)
def test_conditions_compare_like_with_like(condition: Condition, properties: dict[str, object], holds: bool) -> None:  # noqa: FBT001 - a table
    assert condition.holds(properties) is holds
    assert EventRule("Order Dispatched", where=(condition,)).matches("Order Dispatched", properties) is holds
    assert not EventRule("Order Dispatched", where=(condition,)).matches("Other", properties)


def test_rules_that_count_people_progress_in_people() -> None:
    rule = EventRule("Signed In With SSO", count=3, distinct_members=3)
    assert not Count(events=9, members=2).meets(rule)
    assert Count(events=9, members=3).meets(rule)
    assert Count(events=9, members=2).towards(rule) == Progress(2, 3)
    assert Count(events=9, members=1).towards(ORDERED) == Progress(1, 1)


def test_progress_is_full_only_when_the_rule_is_met() -> None:
    rule = EventRule("Signed In With SSO", count=3, distinct_members=2)
    assert Count(events=2, members=2).towards(rule) == Progress(1, 2)
    assert Count(events=3, members=2).towards(rule) == Progress(2, 2)
