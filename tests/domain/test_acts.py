"""Blocked and snoozed milestones on a ladder, what was handed over, and how long waits usually are."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from portal.domain.acts import LEAST_WAITS, Blocked, usual_wait
from portal.domain.personal import personal_ladder
from portal.domain.profile import Profile
from portal.domain.progress import Facts, LadderProgress, State, Tick, climb
from portal.domain.roles import Role
from tests.factories import NOW, milestone, small_playbook, step

STEPS = (step("one"), step("two"))
FIRST, SECOND = milestone("first", steps=STEPS), milestone("second", steps=STEPS)
THIRD = milestone("third", requires=("second",))
CATALOGUE = small_playbook(FIRST, SECOND, THIRD)
LADDER = CATALOGUE.ladders[Role.ADMIN]
ELIF = Blocked("Elif", "Allow four addresses.", NOW - timedelta(days=2), "Priya")
BEGUN = {("first", "one"): Tick(NOW, verified=True)}
TODAY = NOW.date()


def climbed(facts: Facts, today: date = TODAY) -> LadderProgress:
    return climb(LADDER, facts, today)


def current(progress: LadderProgress) -> str | None:
    return progress.current.milestone.id if progress.current else None


def test_the_ladder_leads_past_what_is_blocked() -> None:
    progress = climbed(Facts(ticks=BEGUN, blocked={"first": ELIF}))
    assert progress.milestones[0].state is State.BLOCKED
    assert progress.milestones[0].blocked == ELIF
    assert current(progress) == "second"


def test_what_is_blocked_is_current_where_nothing_else_is_open() -> None:
    assert current(climbed(Facts(blocked={"first": ELIF, "second": ELIF}))) == "first"


def test_a_locked_milestone_can_be_blocked_and_is_never_current() -> None:
    progress = climbed(Facts(blocked={"first": ELIF, "second": ELIF, "third": ELIF}))
    assert progress.milestones[2].state is State.BLOCKED
    assert progress.milestones[2].locked
    assert current(progress) == "first"


def test_what_is_done_is_not_blocked_and_not_snoozed() -> None:
    facts = Facts(done={"first": NOW}, blocked={"first": ELIF}, snoozed={"first": TODAY + timedelta(days=3)})
    done = climbed(facts).milestones[0]
    assert (done.state, done.blocked, done.snoozed_until) == (State.DONE, None, None)


@pytest.mark.parametrize(("days", "leads_to"), [(0, "second"), (2, "second"), (3, "first"), (9, "first")])
def test_a_snoozed_milestone_comes_back_on_its_day(days: int, leads_to: str) -> None:
    facts = Facts(ticks=BEGUN, snoozed={"first": TODAY + timedelta(days=3)})
    assert current(climbed(facts, TODAY + timedelta(days=days))) == leads_to


def test_the_one_that_comes_back_first_is_the_one_that_rests() -> None:
    facts = Facts(snoozed={"first": TODAY + timedelta(days=3), "second": TODAY + timedelta(days=2)})
    progress = climbed(facts)
    assert progress.current is None
    assert progress.resting is progress.milestones[1]


def test_what_was_handed_over_from_another_ladder_comes_before_what_is_still_to_do() -> None:
    other = milestone("other")
    catalogue = small_playbook(FIRST, SECOND, THIRD)
    catalogue = replace(catalogue, milestones={**catalogue.milestones, "other": other})
    facts = Facts(done={"first": NOW}, handed={"other": NOW, "second": NOW, "gone": NOW})
    ladder = personal_ladder(catalogue, LADDER, Profile(), facts)
    assert [one.id for one in ladder.milestones] == ["first", "other", "second", "third"]


def test_somebody_is_not_reminded_twice_a_day() -> None:
    def reminded(at: datetime | None) -> Blocked:
        return Blocked("Elif", "Why", NOW - timedelta(days=9), "Priya", reminded_at=at)

    assert reminded(None).may_remind(NOW)
    assert not reminded(NOW - timedelta(hours=3)).may_remind(NOW)
    assert reminded(NOW - timedelta(days=1)).may_remind(NOW)


def test_the_usual_wait_is_the_middle_one_of_enough_waits() -> None:
    waits = [timedelta(hours=hours) for hours in (1, 1, 2, 30, 90)]
    assert usual_wait(waits) == timedelta(hours=2)
    assert usual_wait(waits[: LEAST_WAITS - 1]) is None
