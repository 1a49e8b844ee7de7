"""Touchpoints as staff work on them: where each stands, and what the clock makes of what was noted."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from portal.domain import lifecycle
from portal.domain.errors import Invalid
from portal.domain.lifecycle import DAY, STILL_WORTH, Mark, Onboarding
from portal.domain.touchpoints import Key, Record, Settled, State, check_move, key_from, put_together
from tests.lifecycles import LIFECYCLE

LIVE = date(2026, 11, 2)
REPORT = Key("first_value_report", 1)
DUE = LIVE + timedelta(weeks=1)
PLANS = {one.id: one for one in LIFECYCLE.touchpoints}


def state(record: Record, today: date, *, live: bool = True) -> State:
    """Where the first value report stands."""
    run = Onboarding(LIVE - 42 * DAY, LIVE, LIVE if live else None, marks=(record.mark(REPORT),))
    stations = lifecycle.touchpoints(run, LIFECYCLE.schedule, today)
    return put_together(uuid4(), stations, PLANS, {REPORT: record})[0].state(today)


@pytest.mark.parametrize(
    ("record", "today", "expected"),
    [
        (Record(), DUE, State.AHEAD),
        (Record(), DUE + DAY, State.OVERDUE),
        (Record(), DUE + STILL_WORTH + DAY, State.MISSED),
        (Record(moved_to=DUE + 2 * DAY), DUE + DAY, State.AHEAD),
        (Record(settled=Settled.DONE), DUE + DAY, State.DONE),
        (Record(settled=Settled.SKIPPED), DUE - DAY, State.SKIPPED),
    ],
)
def test_where_a_touchpoint_stands_on_a_day(record: Record, today: date, expected: State) -> None:
    assert state(record, today) is expected


def test_before_go_live_each_is_a_forecast() -> None:
    assert state(Record(), DUE + DAY, live=False) is State.FORECAST


@pytest.mark.parametrize(
    ("marks", "today", "week"),
    [
        ((), DUE + DAY, 7),
        ((Mark(*REPORT, over=True),), DUE + DAY, 9),
        ((Mark(*REPORT, moved_to=DUE + 30 * DAY),), DUE + DAY, 9),
        ((), DUE + STILL_WORTH + DAY, 9),
    ],
)
def test_the_next_is_the_first_that_still_waits(marks: tuple[Mark, ...], today: date, week: int) -> None:
    found = lifecycle.next_touchpoint(Onboarding(None, None, LIVE, marks=marks), LIFECYCLE.schedule, today)
    assert found
    assert found.week == week


def test_the_customer_is_told_only_of_what_is_ahead() -> None:
    found = lifecycle.next_ahead(Onboarding(None, None, LIVE), LIFECYCLE.schedule, DUE + DAY)
    assert found
    assert found.week == 9


def test_a_key_comes_back_from_its_address() -> None:
    assert key_from(str(REPORT)) == REPORT
    assert [key_from(text) for text in ("", "report", "-1", "report-x", "report-²")] == [None] * 5


@pytest.mark.parametrize(("days", "says"), [(-1, "has passed"), (367, "more than a year")])
def test_a_day_in_the_past_or_far_away_will_not_do(days: int, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        check_move(LIVE + days * DAY, LIVE)
