"""Every signal at its edges: yes, no and unknown, with the numbers and the words a CSM reads."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content import signals as declared
from portal.domain.adoption import WeekCount, adoption_trend
from portal.domain.invites import Invite, InviteState
from portal.domain.lifecycle import Hold, Onboarding
from portal.domain.risk import SignalValue
from portal.domain.roles import Duty
from portal.domain.signal_rules import DECISIONS
from portal.domain.signals import SIGNALS, AccountFacts, Action, Guide, PilotMember

TODAY = date(2026, 11, 18)
THRESHOLDS: dict[str, dict[str, float]] = {
    "owner_named": {"duties": 4},
    "timeline_realistic": {},
    "capacity_available": {},
    "responding": {"share": 0.5, "days": 14},
    "completing_actions": {"share": 0.5, "days": 14, "max_days_late": 14},
    "pilot_active": {"share": 0.5, "days": 7, "min_age_days": 7},
    "adoption_trend": {"growing": 0.1, "declining": -0.1, "weeks": 2, "min_weeks": 4, "min_members": 5},
}
NAMES = ("Sara Nyberg", "Jon Ek", "Mira Sol", "Dr. Eva Lund")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ask(name: str, **facts: object) -> SignalValue:
    return SIGNALS[name](replace(AccountFacts(TODAY), **facts), THRESHOLDS[name])  # type: ignore[arg-type]  # any fact


def duties(*names: str) -> dict[Duty, str]:
    return dict(zip(Duty, names, strict=False))


def invites(*states: InviteState, sent_on: date = TODAY) -> tuple[Invite, ...]:
    return tuple(Invite(str(n), "Weekly call", sent_on, state) for n, state in enumerate(states))


def weeks(*people: int) -> tuple[WeekCount, ...]:
    return tuple(WeekCount(ago(7 * (len(people) - n)), count) for n, count in enumerate(people))


def test_the_content_layer_declares_exactly_these_signals() -> None:
    assert set(declared.SIGNALS) == set(SIGNALS)
    assert {name: set(kind.thresholds) for name, kind in declared.SIGNALS.items()} == {
        name: set(thresholds) for name, thresholds in THRESHOLDS.items()
    }


def test_without_any_fact_every_signal_is_unknown_and_says_what_is_missing() -> None:
    for name in SIGNALS:
        value = ask(name)
        assert (value.value, bool(value.missing), value.says[-1]) == ("unknown", True, "."), name


class TestOwnerNamed:
    def test_four_people_are_a_yes(self) -> None:
        value = ask("owner_named", handoff_on=ago(3), duties=duties(*NAMES))
        assert (value.value, value.numbers["named"]) == ("yes", 4)
        assert [row.state for row in value.rows] == list(NAMES)

    def test_three_people_are_a_no_that_says_which_duty_is_open(self) -> None:
        value = ask("owner_named", handoff_on=ago(3), duties=duties(*NAMES[:3]))
        assert value.value == "no"
        assert value.says == "3 of 4 duties have a named person. Still open: can escalate."

    def test_a_role_is_not_a_name(self) -> None:
        value = ask("owner_named", handoff_on=ago(3), duties=duties("Sara Nyberg", "IT", "the CFO", "Eva Lund"))
        assert value.value == "no"
        assert "“IT” and “the CFO” are not people." in value.says
        assert [row.state for row in value.rows][1] == "“IT” is not a name"

    def test_names_without_a_handoff_stay_unknown(self) -> None:
        assert ask("owner_named", duties=duties(*NAMES)).value == "unknown"


@pytest.mark.parametrize(("days", "value"), [(42, "yes"), (41, "no"), (0, "no"), (-3, "no")])
def test_the_timeline_is_realistic_from_the_typical_duration_on(days: int, value: str) -> None:
    onboarding = Onboarding(target_go_live_on=TODAY + timedelta(days=days))
    assert ask("timeline_realistic", onboarding=onboarding, typical_days=42).value == value


def test_the_timeline_counts_from_a_kickoff_that_lies_ahead_and_skips_a_hold() -> None:
    kickoff, target = TODAY + timedelta(days=10), TODAY + timedelta(days=52)
    assert ask("timeline_realistic", onboarding=Onboarding(kickoff, target), typical_days=42).value == "yes"
    hold = Hold(TODAY, None, TODAY + timedelta(days=20))
    held = ask("timeline_realistic", onboarding=Onboarding(kickoff, target, None, (hold,)), typical_days=42)
    assert (held.value, held.numbers["days"]) == ("no", 32)
    assert held.says.endswith("so it is 10 days short.")


@pytest.mark.parametrize(("others", "value"), [(11, "yes"), (12, "no"), (13, "no")])
def test_there_is_capacity_below_the_limit(others: int, value: str) -> None:
    assert ask("capacity_available", guide=Guide("Tomás Vidal", others, 12)).value == value


class TestResponding:
    def test_half_of_the_invites_is_enough(self) -> None:
        value = ask("responding", invites=invites(InviteState.ACCEPTED, InviteState.OPEN))
        assert (value.value, value.says) == ("yes", "1 of 2 invites since 5 Nov was accepted or attended.")

    def test_less_than_half_is_a_no_with_the_rows_behind_it(self) -> None:
        value = ask("responding", invites=invites(InviteState.ATTENDED, InviteState.OPEN, InviteState.DECLINED))
        assert value.value == "no"
        assert [row.state for row in value.rows] == ["attended", "no answer yet", "declined"]

    @pytest.mark.parametrize(("days", "value"), [(13, "yes"), (14, "unknown")])
    def test_the_window_is_fourteen_days_with_today(self, days: int, value: str) -> None:
        assert ask("responding", invites=invites(InviteState.ACCEPTED, sent_on=ago(days))).value == value

    def test_a_hold_moves_the_window_back(self) -> None:
        onboarding = Onboarding(kickoff_on=ago(60), holds=(Hold(ago(20), ago(10)),))
        assert (
            ask("responding", onboarding=onboarding, invites=invites(InviteState.OPEN, sent_on=ago(23))).value == "no"
        )


class TestCompletingActions:
    def test_half_done_and_none_too_late_is_a_yes(self) -> None:
        actions = (Action("Allow addresses", "Jon", ago(3), ago(3)), Action("Name the pilot", None, ago(13)))
        value = ask("completing_actions", actions=actions)
        assert (value.value, value.says) == ("yes", "1 of 2 action items is done; the oldest is 13 days late.")
        assert [row.label for row in value.rows] == ["Name the pilot (no owner)", "Allow addresses (Jon)"]

    def test_one_of_six_is_a_no(self) -> None:
        late = tuple(Action(f"Item {n}", "Sara", ago(n)) for n in (2, 4, 6, 8, 12))
        value = ask("completing_actions", actions=(Action("Done", "Sara", ago(1), ago(1)), *late))
        assert (value.value, value.says) == ("no", "1 of 6 action items is done; the oldest is 12 days late.")

    @pytest.mark.parametrize(("days", "value"), [(14, "yes"), (15, "no")])
    def test_one_item_more_than_fourteen_days_late_is_a_no(self, days: int, value: str) -> None:
        done = tuple(Action(f"Done {n}", None, ago(n), ago(n)) for n in range(5))
        assert ask("completing_actions", actions=(*done, Action("Forgotten", None, ago(days)))).value == value

    def test_what_was_done_long_ago_says_nothing(self) -> None:
        assert ask("completing_actions", actions=(Action("Old", None, ago(40), ago(41)),)).value == "unknown"

    def test_what_is_due_later_says_nothing(self) -> None:
        assert ask("completing_actions", actions=(Action("Ahead", None, ago(-1)),)).value == "unknown"

    def test_what_is_done_after_today_is_not_done(self) -> None:
        assert ask("completing_actions", actions=(Action("Later", None, ago(5), ago(-1)),)).value == "no"

    def test_days_on_hold_are_not_late_days(self) -> None:
        onboarding = Onboarding(kickoff_on=ago(60), holds=(Hold(ago(15), ago(5)),))
        value = ask("completing_actions", onboarding=onboarding, actions=(Action("Held", None, ago(16)),))
        assert value.numbers["oldest_days_late"] == 6


class TestPilotActive:
    def test_half_of_the_group_is_enough(self) -> None:
        pilot = (PilotMember("Ana", ago(6)), PilotMember("Bo", ago(7)))
        value = ask("pilot_active", pilot_started_on=ago(7), pilot=pilot)
        assert (value.value, value.says) == ("yes", "1 of 2 pilot members was active in the last 7 days.")
        assert [row.state for row in value.rows] == ["active", "idle"]

    def test_nobody_active_is_a_no(self) -> None:
        assert ask("pilot_active", pilot_started_on=ago(30), pilot=(PilotMember("Ana"),)).value == "no"

    def test_a_pilot_younger_than_seven_days_is_unknown(self) -> None:
        value = ask("pilot_active", pilot_started_on=ago(6), pilot=(PilotMember("Ana", TODAY),))
        assert (value.value, value.missing) == ("unknown", "1 more day of pilot.")

    def test_a_pilot_that_has_not_started_is_unknown(self) -> None:
        assert ask("pilot_active", pilot=(PilotMember("Ana", TODAY),)).value == "unknown"


class TestAdoptionTrend:
    @pytest.mark.parametrize(
        ("people", "value"),
        [
            ((10, 10, 11, 11), "growing"),
            ((10, 10, 10, 11), "plateau"),
            ((10, 10, 9, 10), "plateau"),
            ((10, 10, 9, 9), "declining"),
            ((0, 0, 0, 0), "plateau"),
            ((0, 0, 0, 1), "growing"),
        ],
    )
    def test_ten_percent_up_or_down_is_a_trend(self, people: tuple[int, ...], value: str) -> None:
        assert ask("adoption_trend", weeks=weeks(*people), members=5).value == value

    def test_it_says_the_numbers_and_the_share_of_the_peak(self) -> None:
        value = ask("adoption_trend", weeks=weeks(61, 61, 64, 50, 42, 42), members=80)
        assert value.says == (
            "Down 31% since go-live: 61 people a week in the first 2, 42 in the last 2. That is 66% of the peak."
        )

    @pytest.mark.parametrize(("people", "members"), [((10, 10, 20), 50), ((10, 10, 20, 20), 4)])
    def test_too_few_weeks_or_members_is_unknown(self, people: tuple[int, ...], members: int) -> None:
        assert ask("adoption_trend", weeks=weeks(*people), members=members).value == "unknown"

    @given(st.lists(st.integers(0, 500), min_size=4, max_size=30), st.integers(0, 200), st.integers(0, 200))
    def test_more_people_at_the_end_never_worsens_the_trend(self, people: list[int], one: int, other: int) -> None:
        order = ["declining", "plateau", "growing"]
        limits = THRESHOLDS["adoption_trend"]
        before = adoption_trend(weeks(*people), 50, limits).value
        after = adoption_trend(weeks(*people[:-2], people[-2] + one, people[-1] + other), 50, limits).value
        assert order.index(after) >= order.index(before)

    @given(st.lists(st.integers(0, 500), max_size=30), st.integers(0, 20))
    def test_unknown_exactly_below_the_minimum(self, people: list[int], members: int) -> None:
        value = adoption_trend(weeks(*people), members, THRESHOLDS["adoption_trend"])
        assert (value.value == "unknown") == (len(people) < 4 or members < 5)
        assert (value.missing is not None) == (value.value == "unknown")


@given(st.integers(0, 40), st.lists(st.sampled_from(InviteState), max_size=6))
def test_responding_is_a_yes_only_with_half_of_the_recent_invites(days: int, states: list[InviteState]) -> None:
    value = ask("responding", invites=invites(*states, sent_on=ago(days))).value
    well = sum(state in {InviteState.ACCEPTED, InviteState.ATTENDED} for state in states)
    recent = bool(states) and days < 14
    assert value == ("unknown" if not recent else "yes" if well * 2 >= len(states) else "no")


@given(st.sampled_from(sorted(SIGNALS)), st.integers(0, 3), st.integers(0, 20), st.data())
def test_an_unknown_always_says_what_is_missing_and_a_known_never_does(
    name: str, number: int, days: int, data: st.DataObject
) -> None:
    limits = {limit: data.draw(st.floats(1, 9)) for limit in THRESHOLDS[name]}
    facts = AccountFacts(
        TODAY,
        onboarding=Onboarding(target_go_live_on=ago(-days) if number else None),
        handoff_on=ago(days) if number else None,
        guide=Guide("Tomás Vidal", number, 2) if number else None,
        invites=invites(InviteState.OPEN, sent_on=ago(days)) * number,
        actions=(Action("Item", None, ago(days)),) * number,
        pilot_started_on=ago(days) if number > 1 else None,
        pilot=(PilotMember("Ana", ago(days)),) * number,
        weeks=weeks(*range(days)),
        members=days,
    )
    value = SIGNALS[name](facts, limits)
    assert (value.value == "unknown") == (value.missing is not None)
    assert DECISIONS[name].numbers <= value.numbers.keys()
