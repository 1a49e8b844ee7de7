"""What there is to tell, and who hears of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.domain.lifecycle import Onboarding
from portal.domain.news import LATE, milestone_news, phase_news, touchpoint_news
from portal.domain.playbook import Scope
from portal.domain.risk import Level
from portal.domain.webhooks import ATTEMPTS, TOPICS, WAITS, Answer, Kind, News, Topic, wait_after
from tests.factories import NOW, SIGN_ON, milestone
from tests.lifecycles import LIFECYCLE

ACCOUNT, MEMBER = uuid4(), uuid4()


def test_a_milestone_tells_of_itself_and_of_each_feature_it_unlocks() -> None:
    done, opened = milestone_news(ACCOUNT, ACCOUNT, SIGN_ON, NOW)
    assert (done.topic, done.member_id, done.facts["milestone"]["id"]) == (Topic.MILESTONE_COMPLETED, None, "sign_on")
    assert (opened.topic, opened.facts["feature"]["key"]) == (Topic.FEATURE_UNLOCKED, "automations")
    assert opened.facts["why"] == "milestone"
    (own,) = milestone_news(ACCOUNT, MEMBER, milestone("own", scope=Scope.MEMBER), NOW)
    assert own.member_id == MEMBER
    assert len({done.key, opened.key, own.key}) == 3


def test_a_touchpoint_is_told_on_its_day_or_once_in_the_days_after() -> None:
    first = min(weeks for one in LIFECYCLE.touchpoints for weeks in one.weeks)
    run = Onboarding(NOW.date() - timedelta(weeks=10), None, NOW.date() - timedelta(weeks=first))
    days = (timedelta(days=-1), timedelta(), LATE, LATE + timedelta(days=1))
    early, today, late, over = ([*touchpoint_news(ACCOUNT, run, LIFECYCLE, NOW + day)] for day in days)
    assert (early, [one.key for one in today], over) == ([], [one.key for one in late], [])
    (one,) = late
    assert one.facts["touchpoint"]["on"] == NOW.date()
    asked = [Topic.TOUCHPOINT_DUE]
    assert one.concerns(Kind.WEBHOOK, asked, since=NOW)
    assert not one.concerns(Kind.WEBHOOK, asked, since=NOW + timedelta(days=1))
    forecast = Onboarding(NOW.date() - timedelta(weeks=6), NOW.date() - timedelta(weeks=first), None)
    assert list(touchpoint_news(ACCOUNT, forecast, LIFECYCLE, NOW)) == []


@pytest.mark.parametrize(
    ("before", "after", "slack"),
    [
        (Level.ON_TRACK, Level.AT_RISK, True),
        (Level.AT_RISK, Level.CRITICAL, True),
        (None, Level.WATCH, True),
        (Level.CRITICAL, Level.AT_RISK, False),
        (Level.AT_RISK, Level.AT_RISK, False),
        (Level.ON_TRACK, Level.UNKNOWN, False),
        (None, Level.ON_TRACK, False),
    ],
)
def test_slack_hears_of_a_verdict_that_got_worse_and_a_system_of_each(
    before: Level | None, after: Level, *, slack: bool
) -> None:
    news = News(Topic.VERDICT_CHANGED, "k", ACCOUNT, NOW, facts={"previous_level": before, "level": after})
    assert news.concerns(Kind.WEBHOOK, TOPICS[Kind.WEBHOOK], since=NOW)
    assert news.concerns(Kind.SLACK, TOPICS[Kind.SLACK], since=NOW) is slack
    assert not news.concerns(Kind.WEBHOOK, [Topic.MILESTONE_COMPLETED], since=NOW)


def test_a_phase_is_told_once_a_day() -> None:
    first, last = LIFECYCLE.phases.keys() and list(LIFECYCLE.phases)[:2]
    told = [phase_news(ACCOUNT, first, last, NOW + timedelta(hours=hour)).key for hour in (0, 1, 24)]
    assert (told[0] == told[1], told[0] == told[2]) == (True, False)


def test_the_waits_grow_to_about_three_days_in_all_and_end() -> None:
    assert timedelta(days=3) < sum(WAITS, timedelta()) < timedelta(days=3.5)
    waits = [wait_after(left, chance=0.5) for left in range(ATTEMPTS - 1, -1, -1)]
    assert waits == [*WAITS, None]
    assert wait_after(9, chance=0) == timedelta(seconds=4)
    assert wait_after(9, chance=1) == timedelta(seconds=6)


def test_every_2xx_arrived_and_only_410_says_that_nobody_is_there() -> None:
    statuses = (200, 202, 204, 299, 301, 404, 410, 429, 500, None)
    answers = [Answer(status, 1, "") for status in statuses]
    assert [one.status for one in answers if one.arrived] == [200, 202, 204, 299]
    assert [one.status for one in answers if one.gone(Kind.WEBHOOK)] == [410]
    assert [one.status for one in answers if one.gone(Kind.SLACK)] == [404, 410]
