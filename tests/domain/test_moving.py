from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.edits import Edits, Pin, adapt
from portal.domain.moving import Climbing, DueMoved, StepsMoved, impact, moved_to, recounted
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue
from portal.domain.profile import Profile, When
from portal.domain.progress import Facts, climb
from portal.domain.roles import Role
from portal.domain.rules import EventRule
from tests.catalogues import IDS, STEPS, catalogues, edited
from tests.content.playbooks import fewer
from tests.domain.test_edits import edits
from tests.factories import milestone, small_playbook, step

ONCE, TWICE = EventRule("Order Dispatched"), EventRule("Order Dispatched", count=2)
KEPT = milestone("kept", steps=(step("a"), step("b"), step("c", rule=ONCE)))
CHANGED = milestone("kept", steps=(step("a"), step("c", rule=TWICE), step("d")))
NEW, OLD = milestone("new"), milestone("old")


def climbing(**given: Any) -> Climbing:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "roles": {Role.ADMIN},
        "done": frozenset(),
        "ticked": frozenset(),
        "was": Profile(),
        "becomes": Profile(),
        "edits": Edits(),
    }
    return Climbing(**values | given)


def test_gains_losses_and_moved_steps_are_told_by_title() -> None:
    found = impact(small_playbook(OLD, KEPT), small_playbook(CHANGED, NEW), climbing(ticked={("kept", "b")}))
    assert (found.gains, found.loses, found.keeps) == (("Reach new",), ("Reach old",), ())
    assert found.steps == (StepsMoved("Reach kept", ("Do d",), ("Do b",), ("Do c",), 1),)
    assert found.felt


def test_what_was_reached_is_kept_and_its_steps_move_no_more() -> None:
    found = impact(small_playbook(OLD, KEPT), small_playbook(CHANGED), climbing(done={"old", "kept"}))
    assert (found.loses, found.keeps, found.steps) == ((), ("Reach old",), ())
    assert not found.felt


def test_a_due_date_that_moves_is_told_until_its_milestone_is_reached() -> None:
    before, after = small_playbook(milestone("kept", due_days=7)), small_playbook(milestone("kept", due_days=5))
    found = impact(before, after, climbing())
    assert found.due == (DueMoved("Reach kept", 7, 5),)
    assert found.felt
    assert not impact(before, after, climbing(done={"kept"})).felt


def test_only_the_ladders_of_the_accounts_people_count_and_all_of_them_before_there_are_people() -> None:
    before, everywhere = small_playbook(OLD), small_playbook(OLD, NEW)
    ladders = {**before.ladders, Role.OPERATOR: everywhere.ladders[Role.OPERATOR]}
    after = replace(everywhere, ladders=ladders)
    gains = [impact(before, after, climbing(roles=roles)).gains for roles in ({Role.ADMIN}, {Role.OPERATOR}, set())]
    assert gains == [(), ("Reach new",), ("Reach new",)]


def test_hidden_milestones_and_those_that_do_not_apply_are_no_gain() -> None:
    large = milestone("large", when=When(seats_from=300))
    after = small_playbook(OLD, NEW, large)
    account = climbing(edits=Edits(frozenset({"new", "gone"})), was=Profile(seats=9), becomes=Profile(seats=9))
    found = impact(small_playbook(OLD), after, account)
    assert found.gains == ()
    assert found.notices == ("No ladder has “gone”, which is hidden.",)


def test_milestones_that_end_otherwise_are_counted_afresh_and_others_are_not() -> None:
    reworded = milestone("new", title="Another title", steps=(step("only", cue="Another cue."),))
    assert recounted(small_playbook(KEPT, NEW), small_playbook(CHANGED, reworded, OLD)) == {"kept", "old"}
    assert recounted(small_playbook(KEPT), small_playbook(KEPT)) == frozenset()


def test_edits_are_kept_over_a_move() -> None:
    kept = Edits(frozenset({"gone"}), (("gone", 3),))
    assert moved_to(Pin(1, kept), 5) == Pin(5, kept)


@fewer
@given(data=st.data(), done=st.frozensets(st.sampled_from(IDS)), kept=edits)
def test_no_move_takes_back_what_was_reached(data: st.DataObject, done: frozenset[str], kept: Edits) -> None:
    before = data.draw(catalogues)
    after = data.draw(edited(before))
    at = datetime(2026, 11, 17, tzinfo=UTC)
    facts = Facts(done=dict.fromkeys(done, at))
    account = climbing(roles=set(Role), done=done, edits=kept)
    found = impact(before, after, account)
    for role, ladder in adapt(after, kept).ladders.items():
        there = recombine(ladder, Profile(), done)
        assert {one.id for one in there.milestones} >= done & {one.id for one in after.ladders[role].milestones}
        assert all(
            rung.state.reached for rung in climb(there, facts, at.date()).milestones if rung.milestone.id in done
        )
    titles = {one.title for one in before.milestones.values() if one.id in done}
    assert set(found.keeps) <= titles


@fewer
@given(catalogues, edits, st.frozensets(st.tuples(st.sampled_from(IDS), st.sampled_from(STEPS))))
def test_moving_to_the_same_content_changes_nothing(
    catalogue: Catalogue, kept: Edits, ticked: frozenset[tuple[str, str]]
) -> None:
    found = impact(catalogue, catalogue, climbing(roles=set(Role), ticked=ticked, edits=kept))
    assert not found.felt
    assert found.keeps == ()
    assert recounted(catalogue, catalogue) == frozenset()
