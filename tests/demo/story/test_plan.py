from datetime import UTC, datetime, timedelta

import pytest

from portal.demo.story.people import NEWCOMERS
from portal.demo.story.plan import AccountPlan, plan_accounts
from portal.demo.story.vendor import CSMS
from portal.domain.lifecycle import Onboarding, Phase, phase, week
from portal.domain.names import is_person
from portal.domain.roles import Role

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
PLANS = plan_accounts(42, NOW)


def onboarding(plan: AccountPlan) -> Onboarding:
    return Onboarding(plan.kickoff_on, plan.target_go_live_on, plan.went_live_on)


def test_the_same_seed_and_moment_give_the_same_plans() -> None:
    assert plan_accounts(42, NOW) == PLANS
    assert plan_accounts(42, NOW, seed=8) != PLANS


def test_fewer_accounts_are_the_first_of_more() -> None:
    assert plan_accounts(5, NOW) == PLANS[:5]


@pytest.mark.parametrize("day", range(7))
def test_there_is_an_account_in_every_phase(day: int) -> None:
    today = NOW + timedelta(days=day)
    phases = {phase(onboarding(plan), today.date()) for plan in plan_accounts(42, today)}
    assert phases == set(Phase)


def test_accounts_are_live_from_the_first_weeks_to_beyond_week_26() -> None:
    weeks = {week(onboarding(plan), NOW.date()) or 0 for plan in PLANS if plan.went_live_on}
    assert min(weeks) == 7
    assert max(weeks) >= 26


def test_every_account_has_members_of_every_role_with_addresses_of_their_own() -> None:
    for plan in PLANS:
        assert {member.role for member in plan.members} == set(Role)
        assert 3 <= len(plan.members) <= 14
    emails = [member.email for plan in PLANS for member in plan.members]
    assert len(set(emails)) == len(emails)


def test_one_operator_of_the_first_account_has_not_begun() -> None:
    fresh = [(plan.company.name, member.name) for plan in PLANS for member in plan.members if member.fresh]
    assert fresh == [("Halden Freight", name) for name in NEWCOMERS]


def test_some_accounts_are_on_hold_and_some_have_no_csm() -> None:
    assert sum(plan.hold_from is not None for plan in PLANS) >= 2
    assert any(plan.csm is None for plan in PLANS)
    assert {plan.csm for plan in PLANS} >= set(CSMS)


def test_one_handoff_names_a_role_instead_of_a_person() -> None:
    names = [holder.name for plan in PLANS for holder in plan.stakeholders]
    assert any(not is_person(name) for name in names)
    assert sum(is_person(name) for name in names) > 100


def test_nothing_that_happened_lies_ahead() -> None:
    for plan in PLANS:
        assert all(item.done_on is None or item.done_on <= NOW.date() for item in plan.items)
        assert all(member.created_at <= NOW for member in plan.members)
        assert plan.went_live_on is None or plan.went_live_on < NOW.date()
