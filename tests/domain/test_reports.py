from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest

from portal.domain.lifecycle import Hold, Onboarding
from portal.domain.playbook import Feature, Story
from portal.domain.reports import Due, accomplishments, newest_due, story_of, unlocked_by
from tests.factories import milestone

LIVE = date(2026, 9, 1)
DAY = timedelta(days=1)


class Once(NamedTuple):
    at: datetime
    milestone_id: str
    name: str | None


def at(day: int) -> datetime:
    return datetime(2026, 9, day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (6, None),
        (7, Due(1, LIVE + 7 * DAY)),
        (34, Due(1, LIVE + 7 * DAY)),
        (35, Due(2, LIVE + 35 * DAY)),
        (140, Due(5, LIVE + 119 * DAY)),
    ],
)
def test_the_first_is_due_a_week_after_going_live_and_then_every_four(days: int, due: Due | None) -> None:
    assert newest_due(Onboarding(went_live_on=LIVE), 1, LIVE + days * DAY) == due


def test_nothing_is_due_before_going_live() -> None:
    assert newest_due(Onboarding(target_go_live_on=LIVE), 1, LIVE + 90 * DAY) is None


def test_a_hold_pushes_reports_back() -> None:
    held = Onboarding(went_live_on=LIVE, holds=(Hold(LIVE + 2 * DAY, LIVE + 12 * DAY),))
    assert newest_due(held, 1, LIVE + 16 * DAY) is None
    assert newest_due(held, 1, LIVE + 17 * DAY) == Due(1, LIVE + 17 * DAY)


def test_each_milestone_is_told_once_with_everybody_who_reached_it() -> None:
    milestones = {"a": milestone("a"), "b": milestone("b")}
    reached = [Once(at(1), "a", "Mei"), Once(at(3), "b", None), Once(at(5), "a", "Jonas"), Once(at(9), "gone", "Mei")]
    found = accomplishments(milestones, reached)
    assert [(one.milestone_id, one.on.day, one.people) for one in found] == [("a", 5, ("Jonas", "Mei")), ("b", 3, ())]


def test_what_opened_is_told_once_and_the_story_is_of_the_latest_that_has_one() -> None:
    board, said = Feature("board", "Board", "Live."), Story("It works.", "Somebody")
    milestones = {
        "a": milestone("a", unlocks=(board,), story=said),
        "b": milestone("b", unlocks=(board, Feature("alerts", "Alerts", "Soon."))),
    }
    done = accomplishments(milestones, [Once(at(1), "a", None), Once(at(2), "b", None)])
    assert [feature.key for feature in unlocked_by(milestones, done)] == ["board", "alerts"]
    assert story_of(milestones, done) == said
    assert story_of(milestones, done[:1]) is None
