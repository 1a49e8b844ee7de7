"""How a value follows from numbers: three-valued, and each signal's table held against what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.decisions import (
    All,
    Compare,
    Constant,
    Decision,
    Drop,
    Either,
    Known,
    Limit,
    Number,
    Operand,
    Share,
    Sign,
    decide,
    holds,
)
from portal.domain.risk import Leaf, Level, Node, Tree
from portal.domain.signal_rules import DECISIONS, counted

YES = Compare(Constant(1), Sign.ABOVE, Constant(0))
NO = Compare(Constant(1), Sign.BELOW, Constant(0))
UNKNOWN = Compare(Number("x"), Sign.AT_LEAST, Constant(0))
NOTHING = {"x": None}


@pytest.mark.parametrize(
    ("parts", "answers"),
    [
        ((YES, YES), (True, True)),
        ((YES, NO), (False, True)),
        ((NO, NO), (False, False)),
        ((YES, UNKNOWN), (None, True)),
        ((NO, UNKNOWN), (False, None)),
        ((UNKNOWN, UNKNOWN), (None, None)),
    ],
)
def test_unknown_is_passed_on_unless_another_part_settles_it(
    parts: tuple[Compare, ...], answers: tuple[bool | None, bool | None]
) -> None:
    for order in (parts, parts[::-1]):
        assert (holds(All(order), NOTHING, {}), holds(Either(order), NOTHING, {})) == answers


@pytest.mark.parametrize(("x", "known"), [(None, False), (0, True), (3, True)])
def test_a_number_is_known_or_not_and_zero_is_known(x: float | None, known: bool) -> None:  # noqa: FBT001 - a case
    assert holds(Known("x"), {"x": x}, {}) is known


@pytest.mark.parametrize(
    ("operand", "value"),
    [
        (Number("part"), 3),
        (Share("part", "whole"), 0.3),
        (Share("part", "none"), None),
        (Share("part", "gone"), None),
        (Share("gone", "whole"), None),
        (Limit("share"), 0.3),
        (Drop("fall"), -0.1),
        (Drop("drop"), -0.1),
        (Constant(2), 2),
    ],
)
def test_what_the_sides_of_a_comparison_stand_for(operand: Operand, value: float | None) -> None:
    numbers = {"part": 3, "whole": 10, "none": 0, "gone": None, "x": value}
    limits = {"share": 0.3, "fall": -0.1, "drop": 0.1}
    same = All((Compare(operand, Sign.AT_LEAST, Number("x")), Compare(operand, Sign.AT_MOST, Number("x"))))
    assert holds(same, numbers, limits) is (None if value is None else True)


def test_the_first_case_that_holds_gives_the_word() -> None:
    rule = Decision(Known("x"), (("never", NO), ("first", YES), ("second", YES)), "none")
    assert decide(rule, {"x": 1}, {}) == "first"
    assert decide(rule, {"x": None}, {}) == "unknown"
    assert decide(Decision(YES, (("never", UNKNOWN),), "none"), NOTHING, {}) == "none"


def test_a_decision_knows_what_it_reads() -> None:
    rule = DECISIONS["completing_actions"]
    assert rule.numbers == {"done", "due", "oldest_days_late"}
    assert rule.thresholds == {"share", "max_days_late", "days"}
    assert rule.words == {"yes", "no"}
    assert DECISIONS["adoption_trend"].words == {"growing", "declining", "plateau"}


@given(st.sampled_from(sorted(DECISIONS)), st.data())
def test_a_signal_without_any_number_is_unknown(name: str, data: st.DataObject) -> None:
    limits = {limit: data.draw(st.floats(-100, 100)) for limit in sorted(DECISIONS[name].thresholds)}
    assert decide(DECISIONS[name], dict.fromkeys(DECISIONS[name].numbers), limits) == "unknown"


def test_what_a_tree_counts_names_it_its_signals_and_windows_but_no_other_threshold() -> None:
    limits = {"share": 0.5, "days": 14.0, "max_days_late": 9}
    nodes = {
        "b": Node("b", "Ask?", "responding", "yes", limits, "Rule.", "end", "a", "end"),
        "a": Node("a", "Ask?", "owner_named", "yes", {"duties": 4}, "Rule.", "end", "end", "end"),
    }
    tree = Tree("any", "Any", nodes, {"end": Leaf("end", Level.WATCH, "End", "End", "Advice")}, "b")
    assert counted(tree) == "any: owner_named() responding(days=14)"
