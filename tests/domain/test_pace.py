from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.domain.lifecycle import Hold, Onboarding
from portal.domain.pace import days_ahead, planned_days
from portal.domain.playbook import Ladder, Scope
from portal.domain.progress import Facts, climb
from portal.domain.roles import Role
from tests.factories import milestone

TODAY = date(2026, 11, 17)
LADDER = Ladder("admin", Role.ADMIN, "Admin", "Up.", (milestone("a"), milestone("b")))


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def ahead(planned: dict[str, int], **done: int) -> int | None:
    reached = {name: datetime.combine(day(number), time(9), UTC) for name, number in done.items()}
    progress = climb(LADDER, Facts(done=reached), TODAY)
    return days_ahead(progress, {name: day(number) for name, number in planned.items()}, TODAY)


@pytest.mark.parametrize(
    ("planned", "done", "days"),
    [
        ({"a": 5, "b": 9}, {}, None),
        ({"a": 1, "b": 9}, {"a": -3}, 4),
        ({"a": -3, "b": 9}, {"a": -3}, 0),
        ({"a": -9, "b": 9}, {"a": -3}, 0),
        ({"a": -9, "b": -2}, {"a": -3}, -2),
        ({"a": -5, "b": -2}, {}, -5),
        ({"b": 4}, {"a": -3}, None),
        ({"a": 4, "b": -1}, {"a": -3, "b": -2}, 1),
    ],
    ids=[
        "nothing to compare yet",
        "ahead by the last milestone",
        "on the day",
        "late once, on plan now",
        "behind by what is open",
        "behind by the longest",
        "no plan for what is reached",
        "all done, by the last",
    ],
)
def test_a_climb_is_compared_with_its_plan(planned: dict[str, int], done: dict[str, int], days: int | None) -> None:
    assert ahead(planned, **done) == days


def test_the_plan_counts_from_kickoff_and_for_ones_own_from_joining_and_not_on_hold() -> None:
    ladder = Ladder("admin", Role.ADMIN, "Admin", "Up.", (milestone("a"), milestone("own", scope=Scope.MEMBER)))
    hold = Hold(day(-10), day(-6))
    days = planned_days(ladder, Onboarding(kickoff_on=day(-15), holds=(hold,)), day(-2), TODAY)
    assert days == {"a": day(-1), "own": day(8)}


def test_without_a_kickoff_there_is_no_plan() -> None:
    assert planned_days(LADDER, Onboarding(), None, TODAY) == {}
