"""The playbook that ships: clean, whole, and what the other parts rely on."""

from uuid import UUID

import pytest

from portal.content.files import read_folder
from portal.content.loader import lint, load_catalogue
from portal.content.signals import SIGNALS
from portal.domain.experiments import Order, divergence
from portal.domain.folding import Occurrence, fold
from portal.domain.playbook import SIGNAL, Catalogue, Scope
from portal.domain.progress import reached_at
from portal.domain.risk import Answer, Level, SignalValue, evaluate
from portal.domain.roles import Role
from portal.resources import PLAYBOOK
from portal.web.templating import markdown
from tests.factories import NOW

PATHS = {
    "start": {
        "": "ready",
        "owner_named": "owner_missing",
        "timeline_realistic": "timeline_too_short",
        "capacity_available": "capacity_short",
    },
    "onboarding": {
        "": "on_track",
        "responding": "ghosting",
        "completing_actions": "nobody_drives",
        "pilot_active": "wrong_pilot",
    },
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(PLAYBOOK)


def test_it_is_clean() -> None:
    assert lint(PLAYBOOK) == []


def test_every_role_has_a_ladder_that_begins_with_something_quick(catalogue: Catalogue) -> None:
    for role in Role:
        ladder = catalogue.ladders[role]
        assert 4 <= len(ladder.milestones) <= 7
        assert ladder.milestones[0].minutes <= 15
        assert all(3 <= len(milestone.steps) <= 5 for milestone in ladder.milestones)
        assert len({milestone.short for milestone in ladder.milestones}) == len(ladder.milestones)


def test_every_milestone_comes_with_its_templates(catalogue: Catalogue) -> None:
    for milestone in catalogue.milestones.values():
        assert milestone.email
        assert milestone.in_app
        assert milestone.unlocks
        assert milestone.impact
        assert milestone.story


def test_one_tick_and_one_dispatch_reach_the_operators_first_milestone(catalogue: Catalogue) -> None:
    first = catalogue.ladders[Role.OPERATOR].milestones[0]
    assert (first.id, first.scope, first.first_value) == ("first_dispatch", Scope.MEMBER, True)
    by_hand = [step.id for step in first.steps if step.rule is None and not step.optional]
    order = Occurrence(1, "Order Dispatched", NOW, UUID(int=1), {})
    rules = {step.id: step.rule for step in first.steps if step.rule}
    if first.signal:
        rules[SIGNAL] = first.signal.rule
    sent = [step_id for step_id, rule in rules.items() if fold(rule, [order]).met]
    assert by_hand == ["watch_board"]
    assert reached_at(first, dict.fromkeys([*by_hand, *sent], NOW)) == NOW


@pytest.mark.parametrize(
    ("tree", "refused", "leaf"), [(tree, no, leaf) for tree, paths in PATHS.items() for no, leaf in paths.items()]
)
def test_the_first_no_decides(catalogue: Catalogue, tree: str, refused: str, leaf: str) -> None:
    nodes = catalogue.trees[tree].nodes
    signals = {name: SignalValue(name, "no" if name == refused else "yes", "", {}) for name in nodes}
    assert evaluate(catalogue.trees[tree], signals).leaf.id == leaf


@pytest.mark.parametrize(
    ("trend", "leaf"),
    [
        ("growing", "healthy"),
        ("declining", "adoption_cliff"),
        ("plateau", "plateau"),
        ("unknown", "too_early"),
    ],
)
def test_adoption_asks_one_signal_twice(catalogue: Catalogue, trend: str, leaf: str) -> None:
    tree = catalogue.trees["adoption"]
    signals = {name: SignalValue("adoption_trend", trend, "", {}) for name in tree.nodes}
    assert evaluate(tree, signals).leaf.id == leaf


def test_unknown_has_its_own_leaf_at_every_node(catalogue: Catalogue) -> None:
    for tree in catalogue.trees.values():
        for node in tree.nodes.values():
            assert tree.leaves[node.after(Answer.UNKNOWN)].level is Level.UNKNOWN
            assert node.thresholds.keys() == SIGNALS[node.signal].thresholds


def test_every_verdict_has_a_play_with_a_ready_draft(catalogue: Catalogue) -> None:
    for tree in catalogue.trees.values():
        for leaf in tree.leaves.values():
            assert leaf.play
            assert any(action.draft for action in catalogue.plays[leaf.play].actions)


def test_the_plays_use_the_words_that_worked(catalogue: Catalogue) -> None:
    drafts = " ".join(a.draft or "" for play in catalogue.plays.values() for a in play.actions).replace("\n", " ")
    for words in (
        "implementations succeed when someone owns driving this forward week-to-week",
        "Who on your team should we partner with?",
        "Here's what good looks like at Week 12",
        "Teams like yours also use us for [adjacent use case]. Want to explore?",
    ):
        assert words in drafts


def test_the_experiment_moves_a_milestone_of_the_operators(catalogue: Catalogue) -> None:
    (experiment,) = catalogue.experiments
    ids = [milestone.id for milestone in catalogue.ladders[Role.OPERATOR].milestones]
    assert experiment.running
    assert divergence(experiment, Order.whole(ids)) == 1
    assert experiment.variants[1].order(ids)[:2] == ("first_dispatch", "invite_peer")


def test_signing_in_alone_is_not_use(catalogue: Catalogue) -> None:
    assert "Order Dispatched" in catalogue.use_events
    assert not {"Signed In", "Signed In With SSO", "Meeting Invite Accepted"} & catalogue.use_events


def test_the_clips_are_real_and_small() -> None:
    media = read_folder(PLAYBOOK).media
    clips = {path: medium for path, medium in media.items() if medium.type == "video/webm"}
    assert {path.split("/")[1] for path in clips} == {"first_dispatch", "single_sign_on"}
    assert all(10_000 < len(medium.body) <= 250_000 for medium in clips.values())


def test_value_is_shown_before_the_first_touchpoint_after_go_live(catalogue: Catalogue) -> None:
    first = catalogue.lifecycle.schedule[0]
    assert first.name == "First value report"
    assert catalogue.milestones["value_report"].due_days <= first.weeks * 7


def test_articles_read_well_on_the_page(catalogue: Catalogue) -> None:
    for milestone in catalogue.milestones.values():
        page = markdown(milestone.article)
        assert "<h2>" in page
        assert ("|---" in milestone.article) == ("<table>" in page)
