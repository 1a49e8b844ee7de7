"""What the playbook says about a week: plan, stage, touchpoints; and what a CSM reads of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.domain.guidance import guidance
from portal.domain.lifecycle import Onboarding, Phase
from portal.domain.plan import Closer
from tests.lifecycles import LIFECYCLE

KICKOFF = date(2026, 9, 7)


def on(day: int) -> date:
    return KICKOFF + timedelta(days=day)


@pytest.mark.parametrize(("week", "plan"), [(1, "parallel"), (2, "parallel"), (3, "plain"), (4, "plain"), (9, "plain")])
def test_an_onboarding_follows_the_first_plan_it_can_still_keep(week: int, plan: str) -> None:
    assert LIFECYCLE.plan(week).id == plan


def test_the_quickest_plan_takes_the_weeks_from_its_first_to_its_last() -> None:
    assert (LIFECYCLE.quickest.id, LIFECYCLE.quickest.length) == ("parallel", 3)
    assert LIFECYCLE.plans["plain"].length == 5


@pytest.mark.parametrize(
    ("week", "live", "stage"),
    [
        (1, False, "implementation"),
        (9, False, "implementation"),
        (6, True, "initial"),
        (11, True, "initial"),
        (12, True, "sustained"),
        (25, True, "sustained"),
        (26, True, "expansion"),
        (80, True, "expansion"),
    ],
)
def test_the_stage_is_the_first_until_go_live_and_then_follows_the_weeks(week: int, live: bool, stage: str) -> None:  # noqa: FBT001 - a parametrised value
    assert LIFECYCLE.stage(week, live=live).id == stage


def test_the_schedule_is_in_order_however_the_file_is() -> None:
    shuffled = replace(LIFECYCLE, touchpoints=LIFECYCLE.touchpoints[::-1])
    assert [one.weeks for one in shuffled.schedule] == [1, 3, 5, 7, 11, 16, 20]


@pytest.mark.parametrize(
    ("phase", "weeks"),
    [
        (Phase.KICKOFF, "Week 1"),
        (Phase.DISCOVERY, "Weeks 2-3"),
        (Phase.IMPLEMENTATION, "Weeks 4-6"),
        (Phase.GO_LIVE, "From week 6"),
    ],
)
def test_weeks_are_written_as_people_read_them(phase: Phase, weeks: str) -> None:
    assert LIFECYCLE.phases[phase].weeks == weeks.replace("-", "\N{EN DASH}")


@pytest.mark.parametrize(
    ("closer", "label"), [(Closer.CSM, "CSM"), (Closer.CSM_LEAD, "CSM lead"), (Closer.SALES, "Sales")]
)
def test_who_closes_a_gap_has_a_name(closer: Closer, label: str) -> None:
    assert closer.label == label


def test_before_kickoff_there_is_a_plan_but_no_stage() -> None:
    found = guidance(LIFECYCLE, Onboarding(on(5), on(50)), None, on(0))
    assert (found.stage, found.plan and found.plan.id, found.touchpoint) == (None, "parallel", None)
    assert [one.track.id for one in found.tracks if one.activities] == ["pilot"]


def test_a_week_without_work_still_names_the_tracks() -> None:
    found = guidance(LIFECYCLE, Onboarding(on(0), on(50)), on(25), on(30))
    assert found.plan
    assert found.plan.id == "plain"
    assert [one.activities for one in found.tracks] == [(), (), ()]


def test_after_go_live_the_next_message_takes_the_plans_place() -> None:
    found = guidance(LIFECYCLE, Onboarding(on(0), on(42), on(42)), on(10), on(45))
    assert (found.plan, found.tracks) == (None, ())
    assert found.stage
    assert found.stage.id == "initial"
    assert found.touchpoint
    assert found.touchpoint.id == "first_value_report"


def test_a_target_that_has_passed_stays_next_without_a_message() -> None:
    found = guidance(LIFECYCLE, Onboarding(on(0), on(42)), None, on(50))
    assert found.touchpoint is None


def test_an_unknown_touchpoint_is_none() -> None:
    assert LIFECYCLE.touchpoint("party") is None
