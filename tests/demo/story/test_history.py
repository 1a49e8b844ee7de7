import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from portal.demo.story.history import DemoEvent, account_history, history
from portal.demo.story.plan import LONGEST_HISTORY, plan_accounts
from portal.domain.acts import LEAST_WAITS
from portal.domain.playbook import Catalogue
from tests.catalogues import shipped

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
PLANS = plan_accounts(42, NOW)
OWN = {
    "Step Ticked",
    "Milestone Celebrated",
    "Discovery Answered",
    "Milestone Blocked",
    "Milestone Unblocked",
    "Milestone Handed Over",
    "Feedback Given",
}


@cache
def catalogue() -> Catalogue:
    return shipped()


@cache
def events() -> list[DemoEvent]:
    return history(PLANS, catalogue(), NOW)


@cache
def messages() -> list[dict[str, Any]]:
    return [json.loads(event.message) for event in events()]


def test_the_same_seed_and_moment_give_the_same_bytes() -> None:
    assert history(plan_accounts(42, NOW), catalogue(), NOW) == events()
    assert history(PLANS, catalogue(), NOW, seed=8) != events()


def test_an_account_lives_the_same_life_however_many_others_there_are() -> None:
    (few,) = plan_accounts(1, NOW)
    assert list(account_history(few, catalogue(), NOW)) == list(account_history(PLANS[0], catalogue(), NOW))


def test_there_are_some_twenty_thousand_events_of_at_most_half_a_year() -> None:
    assert 15_000 <= len(events()) <= 25_000
    assert NOW - LONGEST_HISTORY - timedelta(days=1) <= events()[0].at
    assert events()[-1].at <= NOW


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_nothing_happens_in_the_future_at_any_hour(hour: int) -> None:
    now = NOW.replace(hour=hour, minute=1)
    assert all(event.at <= now for event in history(plan_accounts(8, now), catalogue(), now))


def test_events_come_in_order_each_with_an_id_of_its_own() -> None:
    assert [event.at for event in events()] == sorted(event.at for event in events())
    assert len({message["messageId"] for message in messages()}) == len(events())


def test_only_declared_events_happen_and_every_one_of_them_does() -> None:
    assert {message["event"] for message in messages()} - OWN == catalogue().events.keys() - OWN


def test_only_our_own_events_come_from_the_portal() -> None:
    own = {m["event"] for e, m in zip(events(), messages(), strict=True) if e.portal}
    assert own == OWN


def test_the_first_account_waits_on_somebody_and_others_did() -> None:
    said = [(m["context"]["groupId"], m["event"]) for m in messages()]
    blocked, unblocked = (
        {who for who, what in said if what == f"Milestone {word}"} for word in ("Blocked", "Unblocked")
    )
    assert blocked - unblocked == {"halden-freight"}
    assert len(unblocked) >= LEAST_WAITS


def test_what_a_rule_sets_a_time_for_is_done_within_it() -> None:
    days: dict[str, list[str]] = {}
    for message in messages():
        if message["event"] == "Temperature Checked":
            days.setdefault(message["userId"], []).append(message["timestamp"][:10])
    tens = [found for found in days.values() if len(found) >= 10]
    assert tens
    assert all(max(Counter(found).values()) >= 10 for found in tens)


def test_an_account_climbs_only_what_its_profile_calls_for() -> None:
    chilled = {plan.company.slug for plan in PLANS if plan.company.industry in {"Food", "Health"}}
    regulated = {plan.company.slug for plan in PLANS if plan.company.industry in {"Finance", "Health"}}
    large = {plan.company.slug for plan in PLANS if plan.company.seats >= 300}
    where = {name: {m["context"]["groupId"] for m in messages() if m["event"] == name} for name in catalogue().events}
    assert where["Temperature Checked"] <= chilled
    assert where["Access Reviewed"] <= large - regulated
    assert where["Security Review Approved"] <= large & regulated


def test_people_work_on_weekdays() -> None:
    days = Counter(event.at.weekday() for event in events())
    assert days[5] + days[6] < 0.05 * len(events())
    assert all(days[day] > 0.1 * len(events()) for day in range(5))


def test_the_new_operator_has_done_nothing() -> None:
    fresh = {member.external_id for member in PLANS[0].members if member.fresh}
    assert len(fresh) == 2
    assert not [m for m in messages() if m.get("userId") in fresh]


def test_before_kickoff_nobody_uses_the_product() -> None:
    before = {plan.company.slug for plan in PLANS if plan.situation.before_kickoff}
    names = {m["event"] for m in messages() if m["context"]["groupId"] in before}
    assert not names & catalogue().use_events
