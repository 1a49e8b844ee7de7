from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.experiments import (
    Experiment,
    Move,
    Order,
    Variant,
    bucket,
    differs_around,
    divergence,
    may_enrol,
    propose,
)

IDS = ["watch", "dispatch", "routine", "invite", "report"]
WHOLE = Order.whole(IDS)


def experiment(*, weights: tuple[float, float] = (0.5, 0.5), running: bool = True, room: int = 120) -> Experiment:
    return Experiment(
        id="invite-first",
        title="Invite first",
        hypothesis="Inviting a peer first makes operators reach first value sooner.",
        ladder="operator",
        salt="invite-first/1",
        layer="ladder.operator",
        layer_from=0,
        layer_to=0.9,
        max_accounts=room,
        variants=(
            Variant("control", weights[0]),
            Variant("invite_first", weights[1], (Move("invite", before="routine"),)),
        ),
        primary="activated_14d",
        running=running,
    )


@pytest.mark.parametrize(
    ("seed", "value", "expected"),
    [
        ("seed", "a", 0.0505),
        ("seed", "b", 0.2696),
        ("foo", "ab", 0.2575),
        ("foo", "def", 0.2019),
        ("89123klj", "8952klfjas09ujkasdf", 0.124),
        ("90850943850283058242805", "123", 0.7516),
    ],
)
def test_bucketing_matches_the_published_vectors(seed: str, value: str, expected: float) -> None:
    assert bucket(seed, value) == expected


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_bucket_is_a_place_in_the_unit_interval(seed: str, value: str) -> None:
    assert 0 <= bucket(seed, value) < 1
    assert bucket(seed, value) == bucket(seed, value)


def test_a_layer_holds_out_its_last_tenth_and_splits_the_rest_by_weight() -> None:
    arms = [propose(experiment(weights=(0.25, 0.75)), f"account-{n}") for n in range(4000)]
    names = [arm.id if arm else None for arm in arms]
    assert 0.08 < names.count(None) / 4000 < 0.12
    assert 0.64 < names.count("invite_first") / 4000 < 0.71


def test_weights_that_do_not_quite_reach_one_still_place_everybody() -> None:
    uneven = experiment(weights=(0.1, 0.2))
    held_out = [bucket(uneven.layer, f"a{n}") >= 0.9 for n in range(500)]
    assert [propose(uneven, f"a{n}") is None for n in range(500)] == held_out


def test_a_variant_reorders_and_keeps_every_milestone() -> None:
    control, invite_first = experiment().variants
    assert control.order(IDS) == tuple(IDS)
    assert invite_first.order(IDS) == ("watch", "dispatch", "invite", "routine", "report")


def test_the_divergence_is_the_first_place_where_the_arms_differ() -> None:
    assert divergence(experiment(), WHOLE) == 2
    same = replace(experiment(), variants=(Variant("a", 0.5), Variant("b", 0.5)))
    assert divergence(same, WHOLE) is None


@pytest.mark.parametrize(
    ("milestone", "differs"),
    [("watch", False), ("dispatch", True), ("routine", True), ("invite", True), ("report", True)],
)
def test_a_milestone_page_differs_where_its_neighbours_do(milestone: str, differs: bool) -> None:  # noqa: FBT001 - a table
    assert differs_around(experiment(), WHOLE, milestone) is differs


def test_accounts_join_before_the_divergence_while_there_is_room() -> None:
    early, late = frozenset({"watch"}), frozenset({"watch", "routine"})
    assert may_enrol(experiment(), WHOLE, early, enrolled=3)
    assert not may_enrol(experiment(), WHOLE, late, enrolled=3)
    assert not may_enrol(experiment(room=3), WHOLE, early, enrolled=3)
    assert not may_enrol(experiment(running=False), WHOLE, early, enrolled=0)


def test_arms_are_compared_on_what_stands_on_the_members_ladder() -> None:
    without = Order(tuple(IDS), frozenset(IDS) - {"routine"})
    assert without.in_arm(experiment().variants[1]) == ("watch", "dispatch", "invite", "report")
    assert divergence(experiment(), without) is None
    assert not differs_around(experiment(), without, "invite")
    assert not may_enrol(experiment(), without, frozenset(), enrolled=0)
    shorter = Order(tuple(IDS), frozenset(IDS) - {"watch"})
    assert divergence(experiment(), shorter) == 1


def test_what_stands_beside_the_arms_ladder_differs_in_none_of_them() -> None:
    more = Order(tuple(IDS), frozenset({*IDS, "earlier"}))
    assert not differs_around(experiment(), more, "earlier")
