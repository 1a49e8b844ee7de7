"""Changes between playbooks as people read them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.playbook import Catalogue, Feature
from portal.domain.profile import When
from portal.domain.revisions import Kind, diff
from portal.domain.rules import EventRule
from portal.web.internal.playbook.changes import Thing, Told, things
from tests.catalogues import catalogues, edited
from tests.factories import milestone, small_playbook, step

ONE = milestone("one", steps=(step("pick"), step("map")))


def told(after: Catalogue, before: Catalogue | None = None) -> tuple[Thing, ...]:
    start = before or small_playbook(ONE)
    return things(diff(start, after), start, after)


def only(**changed: object) -> Told:
    """The one change of the one milestone that differs in these fields."""
    ((thing),) = told(small_playbook(replace(ONE, **changed)))  # type: ignore[arg-type]  # any field of a milestone
    assert (thing.kind, thing.title) == ("Milestone", changed.get("title", "Reach one"))
    (change,) = thing.changes
    return change


def test_a_field_is_named_in_words_with_both_values() -> None:
    assert only(due_days=12) == Told(Kind.CHANGED, "Days until it is due", "10", "12")
    assert only(first_value=True) == Told(Kind.CHANGED, "First value", "no", "yes")


def test_a_step_is_named_by_its_title() -> None:
    mended = replace(ONE.steps[0], minutes=6)
    assert only(steps=(mended, ONE.steps[1])).what == "Step “Do pick” / minutes"


def test_rules_conditions_and_lists_are_said() -> None:
    ruled = replace(ONE.steps[0], rule=EventRule("Groups Mapped", count=2))
    assert only(steps=(ruled, ONE.steps[1])).after == "The product reports “Groups Mapped” 2 times."
    assert only(when=When(seats_from=300)).after == (
        "The account has 300 seats or more. While that is not known, it is shown."
    )
    assert only(risks=("Nobody asks.", "Too late.")) == Told(
        Kind.CHANGED, "Risks", "nothing", "Nobody asks., Too late."
    )


def test_what_came_and_went_is_told_by_its_title() -> None:
    came = only(unlocks=(Feature("automations", "Automations", "Build one."),))
    assert (came.kind, came.what, came.after) == (Kind.ADDED, "Unlock “Automations”", "Automations")
    added, *_ = told(small_playbook(ONE, milestone("two")), small_playbook(ONE))[-1].changes
    assert (added.kind, added.what, added.after) == (Kind.ADDED, "The whole", "Reach two")


def test_an_order_is_told_by_titles() -> None:
    two = milestone("two")
    changes = [change for thing in told(small_playbook(two, ONE), small_playbook(ONE, two)) for change in thing.changes]
    assert (
        Told(Kind.ORDER, "Order of milestones", "1. Reach one, 2. Reach two", "1. Reach two, 2. Reach one") in changes
    )


def test_a_long_text_shows_the_lines_that_differ() -> None:
    before = small_playbook(replace(ONE, article="First.\n\nSecond."))
    (thing,) = told(small_playbook(replace(ONE, article="First.\n\nThird.")), before)
    assert thing.changes[0].lines == (("-", "Second."), ("+", "Third."))


@given(st.data())
def test_whatever_differs_is_told_once(data: st.DataObject) -> None:
    before = data.draw(catalogues)
    after = data.draw(edited(before))
    changes = diff(before, after)
    found = told(after, before)
    assert sum(len(thing.changes) for thing in found) == len(changes)
    told_of = [one for thing in found for one in thing.changes]
    # Two milestones of one title may change places.
    assert all(one.what and (one.lines or one.before != one.after or one.kind is Kind.ORDER) for one in told_of)
