"""What moved between two verdicts, in the words of the timeline."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.domain.adoption import WeekCount
from portal.domain.changes import LABELS, MEASURES, changes
from portal.domain.invites import Invite, InviteState
from portal.domain.judging import judge
from portal.domain.path import PathNode
from portal.domain.risk import Tree
from portal.domain.signal_rules import DECISIONS
from portal.domain.signals import AccountFacts, Action, Guide, PilotMember
from tests.catalogues import shipped
from tests.situations import CASES, LIVE, RUNNING, START, TODAY

TREES = shipped().trees


def path(facts: AccountFacts, trees: dict[str, Tree] | None = None) -> tuple[PathNode, ...]:
    return judge(trees or TREES, facts).path


def items(done: int, late: int, *, days: int = 3) -> tuple[Action, ...]:
    due = TODAY - timedelta(days=days)
    finished = [Action(f"Done {n}", None, due, due) for n in range(done)]
    return (*finished, *(Action(f"Open {n}", None, due) for n in range(late)))


def test_every_signal_has_a_label_and_measures() -> None:
    assert LABELS.keys() == MEASURES.keys() == DECISIONS.keys()


def test_it_names_the_answer_and_the_numbers_that_moved() -> None:
    before, after = replace(RUNNING, actions=items(4, 2)), replace(RUNNING, actions=items(1, 5))
    assert changes(path(before), path(after)) == "Completing action items went from yes to no: 1 of 6 done, was 4 of 6."


def test_it_names_every_number_that_moved() -> None:
    before, after = replace(RUNNING, actions=items(4, 2)), replace(RUNNING, actions=items(4, 1, days=16))
    assert changes(path(before), path(after)) == (
        "Completing action items went from yes to no: 0 of 0 done, was 4 of 6; 16 days late at most, was 3."
    )


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            replace(START, duties={}),
            START,
            "Naming a person for each duty went from no to yes: 4 of 4 named, was 0 of 4.",
        ),
        (
            replace(START, handoff_on=None),
            replace(START, duties={}),
            "Naming a person for each duty went from unknown to no: 0 of 4 named, was unknown.",
        ),
        (
            START,
            replace(START, guide=Guide("Tomás", 12, 12)),
            "Our capacity went from yes to no: 12 of 12 onboardings open, was 3 of 12.",
        ),
        (
            START,
            replace(START, onboarding=replace(START.onboarding, target_go_live_on=None)),
            "A realistic timeline went from yes to unknown: unknown days left, was 60 of 42.",
        ),
        (
            RUNNING,
            replace(RUNNING, invites=(Invite("a", "Call", TODAY, InviteState.OPEN),)),
            "Answering invites went from yes to no: 0 of 1 answered, was 1 of 1.",
        ),
        (
            replace(RUNNING, pilot_started_on=TODAY - timedelta(days=5), pilot=(PilotMember("Ana"),)),
            replace(RUNNING, pilot_started_on=TODAY - timedelta(days=8), pilot=(PilotMember("Ana"),)),
            "Use in the pilot group went from unknown to no: 8 days of pilot, was 5.",
        ),
        (
            CASES["healthy"],
            AccountFacts(
                TODAY, onboarding=LIVE, members=50, weeks=tuple(WeekCount(TODAY, n) for n in (10, 10, 20, 20, 8, 8))
            ),
            (
                "The trend of active people went from growing to declining: -20% since go-live, was +100%; "
                "6 full weeks, was 4."
            ),
        ),
    ],
)
def test_each_signal_in_its_own_words(before: AccountFacts, after: AccountFacts, says: str) -> None:
    assert changes(path(before), path(after)) == says


def with_share(share: float) -> dict[str, Tree]:
    return {**TREES, "onboarding": with_node("responding", thresholds={"share": share, "days": 14})}


def with_node(name: str, **changed: Any) -> Tree:  # noqa: ANN401 - any field of a node
    tree = TREES["onboarding"]
    return replace(tree, nodes={**tree.nodes, name: replace(tree.nodes[name], **changed)})


def test_a_changed_rule_is_named_as_the_reason_where_the_numbers_are_as_before() -> None:
    states = (InviteState.OPEN, InviteState.ACCEPTED)
    half = replace(RUNNING, invites=tuple(Invite(state, "Call", TODAY, state) for state in states))
    assert changes(path(half), path(half, with_share(0.8))) == (
        "Answering invites went from yes to no: the numbers are as before, the rule is not."
    )


def test_another_conclusion_from_the_same_answers_is_named_as_that() -> None:
    trees = {**TREES, "onboarding": with_node("pilot_active", yes="wrong_pilot")}
    assert changes(path(RUNNING), path(RUNNING, trees)) == (
        "The answers are as before; the playbook draws another conclusion from them now."
    )


def test_another_tree_says_what_decided_it() -> None:
    assert changes(path(START), path(RUNNING)) == (
        "Other questions apply now. 1 of 1 pilot members was active in the last 7 days."
    )
