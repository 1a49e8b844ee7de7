"""The shipped trees, walked from facts: every leaf can be reached, unknown is never yes, the path is kept whole."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.lifecycle import tree_for
from portal.domain.path import deciding, end, final, forks, from_json, lay_out, to_json
from portal.domain.risk import Answer, Level, SignalValue, Tree, evaluate
from portal.domain.signals import signals_for
from tests.catalogues import shipped
from tests.situations import CASES

CATALOGUE = shipped()
TREES = CATALOGUE.trees


def test_the_cases_reach_every_leaf_of_every_tree() -> None:
    assert set(CASES) == {leaf for tree in TREES.values() for leaf in tree.leaves}


@pytest.mark.parametrize("leaf", CASES)
def test_facts_lead_to_the_leaf(leaf: str) -> None:
    facts = CASES[leaf]
    tree = TREES[tree_for(facts.onboarding, facts.today)]
    signals = signals_for(tree, facts)
    verdict = evaluate(tree, signals)
    assert verdict.leaf.id == leaf
    path = lay_out(verdict, signals)
    assert (final(path), deciding(path).id) == (verdict.leaf, verdict.path[-1].node.id)


@pytest.mark.parametrize("leaf", CASES)
def test_a_path_survives_being_kept_word_for_word(leaf: str) -> None:
    facts = CASES[leaf]
    tree = TREES[tree_for(facts.onboarding, facts.today)]
    signals = signals_for(tree, facts)
    path = lay_out(evaluate(tree, signals), signals)
    assert from_json(json.loads(json.dumps(to_json(path)))) == path


@given(st.data())
def test_a_path_through_unknowns_never_ends_on_track(data: st.DataObject) -> None:
    tree = TREES[data.draw(st.sampled_from(sorted(TREES)))]
    signals = {
        node.id: SignalValue(node.signal, data.draw(_value(tree, node.id)), "", {}) for node in tree.nodes.values()
    }
    verdict = evaluate(tree, signals)
    if any(step.answer is Answer.UNKNOWN for step in verdict.path):
        assert verdict.leaf.level is Level.UNKNOWN
        assert verdict.path[-1].answer is Answer.UNKNOWN


def _value(tree: Tree, node: str) -> st.SearchStrategy[str]:
    return st.sampled_from([tree.nodes[node].wanted, "no", "unknown"])


def test_the_drawing_keeps_questions_not_asked_with_their_ways_out() -> None:
    tree = TREES["onboarding"]
    signals = signals_for(tree, CASES["nobody_drives"])
    path = lay_out(evaluate(tree, signals), signals)
    drawn = forks(path)
    assert [fork.lit for fork in drawn] == ["through", "exit", "dim"]
    assert drawn[2].node.signal.says == "1 of 1 pilot members was active in the last 7 days."
    assert {answer for answer, _ in drawn[2].exits} == {Answer.NO, Answer.UNKNOWN}
    assert (end(path) or final(path)).id == "on_track"


def test_a_tree_that_leads_on_by_no_ends_in_its_last_no() -> None:
    tree = TREES["adoption"]
    signals = signals_for(tree, CASES["plateau"])
    path = lay_out(evaluate(tree, signals), signals)
    assert [fork.lit for fork in forks(path)] == ["through", "through"]
    assert (end(path) or final(path)).id == "plateau"
