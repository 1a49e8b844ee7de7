"""Red flags, and the day on which each first held."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from portal.domain.adoption import WeekCount
from portal.domain.invites import ACCEPTED, SENT, InviteEvent
from portal.domain.lifecycle import Hold, Onboarding
from portal.domain.red_flags import Flag, History, PilotHistory, RedFlag, red_flags
from portal.domain.risk import Node, Tree
from portal.domain.tracks import Work
from tests.lifecycles import LIFECYCLE

KICKOFF = date(2026, 9, 7)
LIVE = KICKOFF + timedelta(days=35)
THRESHOLDS = {
    "responding": {"share": 0.5, "days": 14},
    "pilot_active": {"share": 0.5, "days": 7, "min_age_days": 7},
    "adoption_trend": {"growing": 0.1, "declining": -0.1, "weeks": 2, "min_weeks": 4, "min_members": 5},
}
NODES = {
    name: Node(name, "?", name, "yes", MappingProxyType(held), "Rule.", "leaf", "leaf", "leaf")
    for name, held in THRESHOLDS.items()
}
TREES = {"all": Tree("all", "All", MappingProxyType(NODES), MappingProxyType({}), "responding")}


def on(day: int) -> date:
    return KICKOFF + timedelta(days=day)


def at(day: int) -> datetime:
    return datetime.combine(on(day), time(9), UTC)


def invite(sent: int, accepted: int | None = None) -> tuple[InviteEvent, ...]:
    about = {"invite_id": f"i{sent}"}
    answer = (InviteEvent(ACCEPTED, at(accepted), None, about),) if accepted is not None else ()
    return (InviteEvent(SENT, at(sent), None, about), *answer)


def history(today: int, **given: Any) -> History:  # noqa: ANN401 - any field of a history
    calm = History(on(today), Onboarding(KICKOFF), hub=True, metric=True)
    return replace(calm, **given)


def flags(found: History) -> list[tuple[Flag, date]]:
    return [(one.flag, one.on) for one in red_flags(found, TREES, LIFECYCLE.quickest)]


def only(found: History) -> RedFlag:
    (one,) = red_flags(found, TREES, LIFECYCLE.quickest)
    return one


def test_a_calm_run_has_none() -> None:
    assert flags(history(60)) == []


def test_silence_is_flagged_from_the_first_day_of_week_four() -> None:
    found = history(40, invites=(*invite(12), *invite(19)))
    assert flags(found) == [(Flag.NO_RESPONSE, on(21))]
    assert only(found).says.startswith("0 of 2 invites")
    assert flags(replace(found, today=on(20))) == []


def test_an_answer_that_came_too_late_does_not_unsay_it() -> None:
    assert flags(history(40, invites=invite(19, accepted=24))) == [(Flag.NO_RESPONSE, on(21))]
    assert flags(history(40, invites=invite(19, accepted=20))) == []


def test_silence_before_week_four_and_after_go_live_is_something_else() -> None:
    live = Onboarding(KICKOFF, None, on(30))
    assert flags(history(60, onboarding=live, invites=(*invite(2), *invite(32)))) == []


def test_nobody_is_silent_while_the_clocks_stand_still() -> None:
    paused = Onboarding(KICKOFF, holds=(Hold(on(20), None, on(50)),))
    assert flags(history(40, onboarding=paused, invites=invite(19))) == []


def pilot(*active: int, joined: int = 0) -> PilotHistory:
    return PilotHistory("Mei Tanaka", on(joined), frozenset(on(day) for day in active))


def test_an_idle_pilot_is_flagged_in_week_five() -> None:
    found = history(40, pilot_started_on=on(8), pilot=(pilot(9, 12), pilot(9)))
    assert flags(found) == [(Flag.PILOT_IDLE, on(28))]
    assert "Wrong group" in only(found).says


def test_a_pilot_that_stops_later_is_flagged_when_it_does() -> None:
    assert flags(history(45, pilot_started_on=on(8), pilot=(pilot(9, 27, 30),))) == [(Flag.PILOT_IDLE, on(37))]
    assert flags(history(45, pilot_started_on=on(8), pilot=(pilot(9, 27, 33, 39, 44),))) == []


def test_who_joined_the_pilot_later_is_not_counted_before() -> None:
    late = pilot(40, joined=40)
    assert flags(history(40, pilot_started_on=on(8), pilot=(pilot(27, 33, 39), late, late))) == []


def weeks(*people: int) -> tuple[WeekCount, ...]:
    return tuple(WeekCount(LIVE + timedelta(weeks=n), count) for n, count in enumerate(people))


@pytest.mark.parametrize(
    ("people", "week"),
    [
        ((10, 8, 7, 5, 5), 8),
        ((10, 10, 8, 7, 5, 5), 9),
        ((10, 11, 11, 11, 8, 5), 12),
        ((10, 10, 10, 10, 10, 10, 2, 2, 2), None),
        ((10, 11, 12, 13, 14, 15), None),
    ],
)
def test_a_decline_is_flagged_between_weeks_eight_and_twelve(people: tuple[int, ...], week: int | None) -> None:
    live = Onboarding(KICKOFF, None, LIVE)
    today = 35 + 7 * len(people)
    found = flags(history(today, onboarding=live, weeks=weeks(*people), members=12))
    assert found == ([(Flag.USERS_DECLINING, LIVE + timedelta(weeks=week - 6))] if week else [])


def test_the_earliest_decline_compares_two_weeks() -> None:
    live = Onboarding(KICKOFF, None, LIVE)
    found = history(50, onboarding=live, weeks=weeks(10, 8), members=12)
    assert only(found).says == (
        "Down 20% since go-live: 10 people in the first week, 8 in the last. That is 80% of the peak. "
        "An adoption cliff is forming."
    )


def test_too_few_people_make_no_trend() -> None:
    live = Onboarding(KICKOFF, None, LIVE)
    assert flags(history(80, onboarding=live, weeks=weeks(4, 1, 1, 1), members=4)) == []


def test_no_hub_is_flagged_at_kickoff_and_no_metric_at_go_live() -> None:
    live = Onboarding(KICKOFF, None, LIVE)
    found = history(60, onboarding=live, hub=False, metric=False)
    assert flags(found) == [(Flag.NO_HUB, KICKOFF), (Flag.NO_METRIC, LIVE)]
    assert flags(replace(found, today=on(10))) == [(Flag.NO_HUB, KICKOFF)]
    assert flags(replace(found, today=on(-1))) == []
    assert flags(replace(found, onboarding=Onboarding())) == []


def test_tracks_in_sequence_tell_what_that_costs() -> None:
    done = [("administration", 2), ("administration", 9), ("enablement", 16), ("enablement", 23), ("pilot", 30)]
    found = history(36, work=tuple(Work(track, on(day)) for track, day in done))
    assert flags(found) == [(Flag.TRACKS_IN_SEQUENCE, on(23))]
    assert only(found).says == (
        "Administration, enablement and pilot came one after the other. Side by side saves 2 weeks."
    )


def test_what_no_tree_asks_for_is_not_flagged() -> None:
    found = history(60, invites=invite(19), pilot_started_on=on(8), pilot=(pilot(9),))
    assert red_flags(found, {}, LIFECYCLE.quickest) == ()


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_has_words(flag: Flag) -> None:
    assert flag.label[0].isupper()
