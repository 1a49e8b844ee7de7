"""The playbook that ships: clean, whole, and what the other parts rely on."""

from collections import Counter
from datetime import date
from itertools import product
from uuid import UUID

import pytest

from portal.content.files import read_folder
from portal.content.loader import lint
from portal.content.signals import SIGNALS
from portal.domain.experiments import Order, divergence
from portal.domain.folding import Occurrence, fold
from portal.domain.personal import recombine
from portal.domain.playbook import SIGNAL, Catalogue, Scope
from portal.domain.profile import Profile
from portal.domain.progress import reached_at
from portal.domain.risk import Answer, Level, SignalValue, evaluate
from portal.domain.roles import Role
from portal.domain.rules import AllRule, AnyRule, EventRule, SequenceRule, leaves
from portal.resources import PLAYBOOK
from portal.web.templating import markdown
from tests.catalogues import shipped
from tests.factories import NOW

SHIPPED = date(2026, 11, 22)
"""The day on which the shipped playbook was last gone through as a whole."""
INDUSTRIES = ("Logistics", "Food", "Health", "Finance", "Energy", "Retail", None)
SEATS = (12, 49, 50, 260, 299, 300, 3100, None)
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
    return shipped()


def test_it_is_clean() -> None:
    assert lint(PLAYBOOK) == []


def test_every_account_climbs_five_to_seven_milestones_that_begin_with_something_quick(catalogue: Catalogue) -> None:
    assert len(catalogue.milestones) >= 18
    for industry, seats in product(INDUSTRIES, SEATS):
        for ladder in catalogue.ladders.values():
            milestones = recombine(ladder, Profile(industry, seats)).milestones
            assert 5 <= len(milestones) <= 7
            assert milestones[0].minutes <= 15
            assert len({milestone.short for milestone in milestones}) == len(milestones)
            assert any(milestone.first_value for milestone in milestones)


@pytest.mark.parametrize(
    ("role", "industry", "seats", "extra"),
    [
        (Role.ADMIN, "Logistics", 260, {"go_live_ready"}),
        (Role.ADMIN, "Logistics", 30, set()),
        (Role.ADMIN, "Energy", 1200, {"roles_permissions"}),
        (Role.ADMIN, "Finance", 1200, {"security_review"}),
        (Role.POWER_USER, "Logistics", 260, {"train_team"}),
        (Role.POWER_USER, "Logistics", 1200, {"go_live_ready"}),
        (Role.OPERATOR, "Food", 260, {"cold_chain"}),
        (Role.OPERATOR, "Media", 260, set()),
    ],
)
def test_industry_and_size_choose_milestones(
    catalogue: Catalogue, role: Role, industry: str, seats: int, extra: set[str]
) -> None:
    ladder = catalogue.ladders[role]
    chosen = {milestone.id for milestone in recombine(ladder, Profile(industry, seats)).milestones}
    choices = {"roles_permissions", "security_review", "go_live_ready", "train_team", "cold_chain"}
    assert chosen & choices == extra


def test_every_ladder_lets_one_of_its_later_milestones_rest(catalogue: Catalogue) -> None:
    for ladder in catalogue.ladders.values():
        (place,) = [place for place, milestone in enumerate(ladder.milestones) if milestone.spacing_days]
        assert place >= 4


def test_sessions_are_booked_at_the_vendors(catalogue: Catalogue) -> None:
    offered = [milestone.coach for milestone in catalogue.milestones.values() if milestone.coach]
    assert len(offered) == 3
    assert all(coach.link.startswith("https://") and coach.minutes <= 30 for coach in offered)


def test_answers_choose_milestones(catalogue: Catalogue) -> None:
    alone = Profile(
        "Logistics", 120, frozenset({"fewer_calls"}), frozenset({"erp"}), {"colleagues": frozenset({"none"})}
    )
    shown = {m.id for role in Role for m in recombine(catalogue.ladders[role], alone).milestones}
    assert not shown & {"single_sign_on", "carrier_rules", "train_team"}
    asked = [question for ladder in catalogue.ladders.values() for question in ladder.questions]
    assert len(asked) == 3


def test_roles_share_milestones(catalogue: Catalogue) -> None:
    on = Counter(milestone.id for ladder in catalogue.ladders.values() for milestone in ladder.milestones)
    assert {name for name, ladders in on.items() if ladders > 1} == {"order_data", "go_live_ready"}
    assert all(on[milestone.id] == len(milestone.roles) for milestone in catalogue.milestones.values())


def test_every_milestone_is_complete(catalogue: Catalogue) -> None:
    for milestone in catalogue.milestones.values():
        assert milestone.email
        assert milestone.in_app
        assert milestone.signal
        assert milestone.unlocks
        assert milestone.impact
        assert milestone.story
        assert milestone.impact.before != milestone.impact.after
        assert 3 <= len(milestone.steps) <= 5
        assert all(step.tip and step.minutes <= 10 for step in milestone.steps)


def test_no_two_milestones_unlock_the_same_feature(catalogue: Catalogue) -> None:
    keys = Counter(feature.key for milestone in catalogue.milestones.values() for feature in milestone.unlocks)
    assert set(keys.values()) == {1}


def test_reviews_are_due_within_a_year_of_the_day_it_shipped(catalogue: Catalogue) -> None:
    assert all(0 < (m.review_by - SHIPPED).days <= 365 for m in catalogue.milestones.values())


def test_rules_of_every_kind_are_at_work(catalogue: Catalogue) -> None:
    rules = [one.rule for waiting in catalogue.rules.values() for one in waiting]
    assert {type(rule) for rule in rules} == {EventRule, SequenceRule, AnyRule, AllRule}
    assert any(leaf.within_days and leaf.distinct_members > 1 for rule in rules for leaf in leaves(rule))


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
    assert {path.split("/")[1] for path in clips} == {"first_dispatch", "first_automation", "single_sign_on"}
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
