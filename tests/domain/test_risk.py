"""The shipped trees, walked from facts: every leaf can be reached, unknown is never yes, the path is kept whole."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.loader import load_catalogue
from portal.domain.adoption import WeekCount
from portal.domain.invites import Invite, InviteState
from portal.domain.lifecycle import Onboarding, tree_for
from portal.domain.path import deciding, end, final, forks, from_json, lay_out, to_json
from portal.domain.risk import Answer, Level, SignalValue, Tree, evaluate
from portal.domain.roles import Duty
from portal.domain.signals import AccountFacts, Action, Guide, PilotMember, signals_for
from portal.resources import PLAYBOOK

CATALOGUE = load_catalogue(PLAYBOOK)
TREES = CATALOGUE.trees
TODAY = date(2026, 11, 18)

START = AccountFacts(
    TODAY,
    onboarding=Onboarding(target_go_live_on=TODAY + timedelta(days=60)),
    typical_days=42,
    handoff_on=TODAY,
    duties=dict.fromkeys(Duty, "Sara Nyberg"),
    guide=Guide("Tomás Vidal", 3, 12),
)
RUNNING = AccountFacts(
    TODAY,
    onboarding=Onboarding(TODAY - timedelta(days=30)),
    invites=(Invite("a", "Call", TODAY, InviteState.ATTENDED),),
    actions=(Action("Name the pilot", "Sara", TODAY, TODAY),),
    pilot_started_on=TODAY - timedelta(days=20),
    pilot=(PilotMember("Ana", TODAY),),
)
NO_PILOT = replace(RUNNING, pilot=())
LIVE = Onboarding(TODAY - timedelta(days=90), None, TODAY - timedelta(days=40))


def live(*people: int) -> AccountFacts:
    weeks = tuple(WeekCount(TODAY, count) for count in people)
    return AccountFacts(TODAY, onboarding=LIVE, weeks=weeks, members=50)


CASES = {
    "owner_missing": replace(START, duties={}),
    "handoff_missing": replace(START, handoff_on=None),
    "timeline_too_short": replace(START, typical_days=90),
    "date_missing": replace(START, onboarding=Onboarding()),
    "capacity_short": replace(START, guide=Guide("Tomás Vidal", 12, 12)),
    "guide_missing": replace(START, guide=None),
    "ready": START,
    "ghosting": replace(RUNNING, invites=(Invite("a", "Call", TODAY, InviteState.OPEN),)),
    "no_invites": replace(RUNNING, invites=()),
    "nobody_drives": replace(RUNNING, actions=(Action("Name the pilot", "Sara", TODAY),)),
    "no_actions": replace(RUNNING, actions=()),
    "wrong_pilot": replace(RUNNING, pilot=(PilotMember("Ana"),)),
    "no_pilot": NO_PILOT,
    "on_track": RUNNING,
    "healthy": live(10, 10, 20, 20),
    "plateau": live(10, 10, 10, 10),
    "adoption_cliff": live(20, 20, 10, 10),
    "too_early": live(10, 10),
}


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
