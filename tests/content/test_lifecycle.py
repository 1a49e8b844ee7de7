"""The lifecycle that ships says what both source texts say."""

import pytest

from portal.content.compile_lifecycle import compile_lifecycle
from portal.content.files import Files
from portal.content.sources import parse
from portal.domain.lifecycle import Phase
from portal.domain.plan import Closer, Lifecycle
from portal.domain.roles import Duty
from tests.catalogues import shipped


@pytest.fixture(scope="module")
def lifecycle() -> Lifecycle:
    return shipped().lifecycle


def test_the_kickoff_has_the_agenda_that_worked(lifecycle: Lifecycle) -> None:
    meeting = lifecycle.phases[Phase.KICKOFF].meeting
    assert meeting
    assert [item.minutes for item in meeting.agenda] == [5, 5, 10, 5, 5, 5]
    assert 30 <= meeting.minutes <= meeting.book <= 45
    assert "3, 6 and 12 months" in meeting.agenda[2].detail


def test_every_phase_leaves_something_behind(lifecycle: Lifecycle) -> None:
    left = {one.title: one for phase in lifecycle.phases.values() for one in phase.deliverables}
    assert left["Kickoff recap"].within == "24 hours"
    assert left["Kickoff recap"].draft
    assert left["Customer Success Plan"].draft
    assert "Go-live readiness checklist" in left


def test_three_tracks_run_side_by_side_with_an_owner_each(lifecycle: Lifecycle) -> None:
    owners = {track.id: track.owner for track in lifecycle.tracks.values()}
    assert owners == {
        "administration": "Technical lead",
        "enablement": "Training lead",
        "pilot": "CSM + pilot group champion",
    }
    assert {name: (plan.pilot_from, plan.length) for name, plan in lifecycle.plans.items()} == {
        "parallel": (2, 3),
        "plain": (4, 5),
    }
    assert all(week.keys() == lifecycle.tracks.keys() for week in lifecycle.plans["parallel"].weeks.values())


def test_four_adoption_stages_follow_each_other(lifecycle: Lifecycle) -> None:
    assert [(stage.first_week, stage.promise) for stage in lifecycle.stages] == [
        (1, "Get it working."),
        (6, "Get people using it."),
        (12, "Prove ongoing value."),
        (26, "Grow within the account."),
    ]


def test_touchpoints_use_the_words_that_worked(lifecycle: Lifecycle) -> None:
    messages = {one.id: " ".join(one.message.split()) for one in lifecycle.touchpoints}
    assert "Here's what your team accomplished in the first week: [specific metric]." in messages["first_value_report"]
    assert "Here's what good looks like at Week 12: [target]." in messages["first_value_report"]
    assert "saved [X hours/reduced Y errors] this week." in messages["user_success_story"]
    assert "Teams like yours also use us for [adjacent use case]. Want to explore?" in messages["use_case_expansion"]
    assert [one.weeks for one in lifecycle.schedule] == [1, 3, 5, 7, 11, 16, 20]


def test_the_start_gate_has_five_sections_and_a_message_for_every_gap(lifecycle: Lifecycle) -> None:
    assert [section.id for section in lifecycle.start] == [
        "account_intelligence",
        "internal_setup",
        "customer_readiness",
        "timeline_validation",
        "decision_criteria",
    ]
    checks = [check for section in (*lifecycle.start, *lifecycle.go_live) for check in section.checks]
    assert all(check.draft.strip() for check in checks)
    people = next(section for section in lifecycle.start if section.id == "customer_readiness")
    assert sum(check.closed_by is Closer.EXECUTIVE_SPONSOR for check in people.checks) == len(Duty)
    assert "Who on your team should we partner with?" in " ".join(people.checks[0].draft.split())


def test_sources_with_problems_are_not_compiled() -> None:
    sources, problems = parse(Files({}))
    assert problems
    with pytest.raises(ValueError, match="cannot be compiled"):
        compile_lifecycle(sources.lifecycle)
