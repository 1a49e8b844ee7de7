"""The checks of readiness: what holds, what is a gap, and who closes it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.domain.handoff import Chapter, Handoff, Named, answers, people_in
from portal.domain.lifecycle import Onboarding
from portal.domain.plan import Check, Closer, Section
from portal.domain.readiness import JUDGES, Record, Reply, Ticked, by_closer, gaps_of, look
from portal.domain.roles import Capacity, Duty, Part
from portal.domain.signals import AccountFacts, Guide
from portal.domain.versions import fingerprint
from tests.catalogues import shipped

TODAY = date(2026, 11, 17)
NOW = datetime(2026, 11, 17, 9, tzinfo=UTC)
LIFECYCLE = shipped(1).lifecycle
SEATS = (*Duty, *Part)
PEOPLE = {seat: Named(f"Person {n} Berg", "Lead", f"p{n}@halden.test") for n, seat in enumerate(SEATS)}
READY = Record(
    handoff=Handoff(
        received_on=TODAY,
        deal_drivers="Orders are typed twice.",
        promises="Nothing.",
        technical_requirements="Entra ID.",
        hub_url="https://hub.test/halden",
        handoff_meeting_on=TODAY,
        owner_capacity=Capacity.SIDE_PROJECT,
        owner_authority="Decides on rollout.",
        owner_motivation="Her team asked for it.",
        metric_id="dispatch_minutes",
        baseline=41,
        baseline_source="60 orders timed",
        goal_3=25,
        goal_6=20,
        goal_12=15,
        go_no_go="The pilot says that it is ready.",
        decides_go_live="Priya Raman",
        people=PEOPLE,
    ),
    facts=AccountFacts(
        today=TODAY,
        onboarding=Onboarding(target_go_live_on=TODAY + timedelta(days=50)),
        typical_days=42,
        guide=Guide("Tomás Vidal", 3, 12),
    ),
    technical_lead=Guide("Samir Osei", 3, 12),
)
MISSING: Mapping[str, Mapping[str, Any]] = {
    "deal_drivers": {"deal_drivers": None},
    "promises": {"promises": ""},
    "technical_requirements": {"technical_requirements": None},
    "communication_hub": {"hub_url": None},
    "handoff_meeting": {"handoff_meeting_on": TODAY + timedelta(days=1)},
    "owner_capacity": {"owner_motivation": ""},
    "success_metric": {"metric_id": None},
    "go_no_go": {"decides_go_live": "the steering committee"},
}


def open_checks(record: Record) -> set[str]:
    return {gap.check.id for gap in gaps_of(look(LIFECYCLE.start, record))}


def test_every_check_of_the_shipped_start_is_judged() -> None:
    assert {check.id for section in LIFECYCLE.start for check in section.checks} == JUDGES.keys()


def test_a_record_that_has_everything_has_no_gap() -> None:
    assert open_checks(READY) == set()


@pytest.mark.parametrize("check", MISSING)
def test_what_is_missing_opens_its_own_check_alone(check: str) -> None:
    assert open_checks(replace(READY, handoff=replace(READY.handoff, **MISSING[check]))) == {check}


@pytest.mark.parametrize(
    ("seat", "check"),
    [
        (Duty.ATTENDS, "attends_weekly"),
        (Duty.UNBLOCKS, "can_unblock"),
        (Duty.DRIVES, "drives_adoption"),
        (Duty.ESCALATES, "can_escalate"),
        (Part.PROJECT_OWNER, "owner_capacity"),
        (Part.CHAMPION, "decision_makers"),
        (Part.TECHNICAL_LEAD, "technical_requirements"),
    ],
)
@pytest.mark.parametrize("name", ["", "IT team", "Head of Operations"])
def test_a_seat_needs_a_name(seat: Duty | Part, check: str, name: str) -> None:
    handoff = replace(READY.handoff, people={**PEOPLE, seat: Named(name)})
    assert open_checks(replace(READY, handoff=handoff)) == {check}


def test_both_of_us_need_room() -> None:
    full = Guide("Samir Osei", 12, 12)
    assert open_checks(replace(READY, technical_lead=full)) == {"csm_assigned"}
    assert open_checks(replace(READY, technical_lead=None)) == {"csm_assigned"}
    assert open_checks(replace(READY, facts=replace(READY.facts, guide=full))) == {"csm_assigned"}


def test_a_target_earlier_than_accounts_like_it_take_is_a_gap() -> None:
    rushed = replace(READY.facts, typical_days=51)
    assert open_checks(replace(READY, facts=rushed)) == {"realistic_target"}


def test_gaps_are_told_by_who_closes_them() -> None:
    handoff = replace(READY.handoff, promises=None, hub_url=None, metric_id=None)
    groups = by_closer(gaps_of(look(LIFECYCLE.start, replace(READY, handoff=handoff))))
    told = {closer: [gap.check.id for gap in gaps] for closer, gaps in groups.items()}
    assert told == {
        Closer.SALES: ["promises"],
        Closer.EXECUTIVE_SPONSOR: ["success_metric"],
        Closer.CSM: ["communication_hub"],
    }


def test_what_the_portal_cannot_judge_people_answer() -> None:
    section = Section("more", "More", "?", (Check("nda", "NDA signed", "By both.", Closer.SALES, "Hi"),))
    (looked,) = look([section], READY)
    assert [(one.by_hand, one.holds) for one in looked.checks] == [(True, False)]
    for answer, holds in ((Ticked.YES, True), (Ticked.NO, False), (Ticked.NOT_NEEDED, True)):
        reply = Reply(answer, "In the hub.", "Tomás Vidal", NOW, 1)
        (looked,) = look([section], replace(READY, replies={"nda": reply}))
        assert looked.checks[0].holds is holds
        assert "Tomás Vidal" in looked.checks[0].says


def test_a_section_is_told_apart_by_all_it_holds() -> None:
    held = answers(READY.handoff, Chapter.CUSTOMER_READINESS)
    assert fingerprint(held) == fingerprint(dict(reversed(held.items())))
    other = {**PEOPLE, Duty.DRIVES: replace(PEOPLE[Duty.DRIVES], title="COO")}
    changed = answers(replace(READY.handoff, people=other), Chapter.CUSTOMER_READINESS)
    assert fingerprint(changed) != fingerprint(held)


def test_the_people_of_a_form_are_those_of_the_record() -> None:
    held = answers(READY.handoff, Chapter.ACCOUNT_INTELLIGENCE)
    found = people_in(held, Chapter.ACCOUNT_INTELLIGENCE)
    assert found == {seat: PEOPLE[seat] for seat in Part if seat is not Part.PROJECT_OWNER}
