"""What would change a verdict: applying it does, anything less does not, and it is said in the numbers of the case."""

from collections.abc import Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.domain.adoption import change_of
from portal.domain.decisions import Numbers
from portal.domain.risk import Answer, Tree
from portal.domain.turning import Move, applied, turns, walk
from tests.catalogues import shipped
from tests.db.test_tree_sql import numbers_of
from tests.db.test_tree_sql import trees as any_tree

TREES = shipped().trees
CALM: dict[str, Numbers] = {
    "responding": {"answered": 3, "sent": 4},
    "completing_actions": {"done": 4, "due": 6, "oldest_days_late": 0},
    "pilot_active": {"active": 9, "pilot": 12, "age_days": 20},
}


def ways(tree: Tree, numbers: Mapping[str, Numbers]) -> dict[str, str]:
    """The moves of each turn, as one line, and the verdict it leads to."""
    return {
        ", ".join(f"{move.number} {move.by:+d}" for move in turn.moves): turn.leaf.id for turn in turns(tree, numbers)
    }


def test_the_deciding_question_comes_first_and_says_what_it_takes() -> None:
    numbers = CALM | {"completing_actions": {"done": 1, "due": 6, "oldest_days_late": 12}}
    assert list(ways(TREES["onboarding"], numbers).items()) == [("done +2", "on_track"), ("answered -2", "ghosting")]


def test_where_no_number_suffices_alone_they_move_together_and_no_farther_than_needed() -> None:
    numbers = CALM | {"completing_actions": {"done": 1, "due": 6, "oldest_days_late": 20}}
    assert "done +2, oldest_days_late -6" in ways(TREES["onboarding"], numbers)


def test_a_verdict_that_is_well_says_what_would_undo_it() -> None:
    assert ways(TREES["onboarding"], CALM) == {
        "active -4": "wrong_pilot",
        "done -2": "nobody_drives",
        "oldest_days_late +15": "nobody_drives",
        "answered -2": "ghosting",
    }


def test_what_is_unknown_has_no_number_to_move() -> None:
    numbers = CALM | {"responding": {"answered": 0, "sent": 0}}
    assert turns(TREES["onboarding"], numbers) == ()


def test_two_questions_about_one_signal_move_together() -> None:
    trend: Numbers = {"weeks": 6, "members": 60, "first": 40, "last": 41, "change": 0.025}
    assert ways(TREES["adoption"], {"growing": trend, "declining": trend}) == {
        "last +3": "healthy",
        "last -5": "adoption_cliff",
    }


@pytest.mark.parametrize(
    ("numbers", "way", "leaf"),
    [
        ({"owner_named": {"named": 2, "duties": 4}}, "named +2", "ready"),
        ({"timeline_realistic": {"days": 30, "typical": 42}}, "days +12", "ready"),
        ({"capacity_available": {"others_open": 13, "limit": 12}}, "others_open -2", "ready"),
    ],
)
def test_before_kickoff(numbers: dict[str, Numbers], way: str, leaf: str) -> None:
    calm: dict[str, Numbers] = {
        "owner_named": {"named": 4, "duties": 4},
        "timeline_realistic": {"days": 50, "typical": 42},
        "capacity_available": {"others_open": 3, "limit": 12},
    }
    assert ways(TREES["start"], calm | numbers)[way] == leaf


def whole(signal: str, drawn: Mapping[str, Numbers]) -> Numbers:
    """A signal's drawn numbers, with those that are only part of its sentence."""
    own = drawn[signal]
    if signal == "adoption_trend" and own["weeks"] is not None:
        return {**own, "first": 3.0, "last": own["weeks"], "change": change_of(3, own["weeks"])}
    return {**own, "duties": 4.0}


@given(tree=any_tree(), seed=st.integers(0, 10_000))
def test_whatever_the_tree_applying_a_turn_leads_where_it_says_and_a_smaller_one_does_not(
    tree: Tree, seed: int
) -> None:
    numbers = {node.id: whole(node.signal, numbers_of(seed)) for node in tree.nodes.values()}
    before = walk(tree, numbers)
    found = turns(tree, numbers)
    assume(found)
    for turn in found:
        assert walk(tree, applied(tree, numbers, turn.signal, turn.moves)).leaf == turn.leaf != before.leaf
        assert any(step.node.signal == turn.signal and step.answer is not Answer.UNKNOWN for step in before.path)
        for place, move in enumerate(turn.moves):
            smaller = Move(move.number, move.was, move.by - (1 if move.by > 0 else -1))
            less = [*turn.moves[:place], smaller, *turn.moves[place + 1 :]]
            if any(one.by for one in less):
                assert walk(tree, applied(tree, numbers, turn.signal, less)).leaf == before.leaf
