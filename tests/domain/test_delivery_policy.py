from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.domain.deliveries import Audience, Delivery, Reason, Recipient, State, Topic
from portal.domain.delivery_policy import (
    MEMBERS,
    RETRIES,
    Act,
    Reader,
    after_interruption,
    quiet_until,
    retry,
    rule,
    week_began,
    with_a_night,
)
from portal.domain.nudges import Answer, Response
from portal.domain.preferences import Channel, Occasion, Preferences

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
BERLIN = Preferences(time_zone="Europe/Berlin", quiet_from=time(18), quiet_to=time(8, 30))


def delivery(topic: Topic, *, facts: Mapping[str, Any] | None = None, at: datetime = NOON) -> Delivery:
    to = Recipient(Audience.MEMBER, uuid4(), "priya@halden.test")
    return Delivery(
        uuid4(), uuid4(), to, Channel.EMAIL, topic, State.WAITING, 0, at, None, None, None, facts or {}, at, None
    )


def reader(**given: Any) -> Reader:  # noqa: ANN401 - any field of a reader
    values: dict[str, Any] = {"preferences": Preferences(), "caps": MEMBERS}
    return Reader(**values | given)


def test_what_nothing_speaks_against_is_sent() -> None:
    assert rule(delivery(Topic.NOTE), reader(), still_true=True, now=NOON).act is Act.SEND


@pytest.mark.parametrize(
    ("topic", "given", "reason"),
    [
        (Topic.NOTE, {"unreachable": Reason.BOUNCED}, Reason.BOUNCED),
        (Topic.NOTE, {"left": True}, Reason.LEFT),
        (Topic.MILESTONE, {}, Reason.UNWANTED),  # by default only in the portal
        (Topic.NOTE, {"preferences": Preferences(channels={Occasion.REMINDER: frozenset()})}, Reason.UNWANTED),
        (Topic.NUDGE, {"on_hold": True}, Reason.ON_HOLD),
        (Topic.NUDGE, {"answers": {"due:x": Answer(Response.DISMISSED, NOON)}}, Reason.DISMISSED),
    ],
)
def test_what_is_never_sent_has_its_reason(topic: Topic, given: dict[str, Any], reason: Reason) -> None:
    ruling = rule(delivery(topic, facts={"nudge": "due:x"}), reader(**given), still_true=True, now=NOON)
    assert (ruling.act, ruling.reason) == (Act.DROP, reason)


def test_what_is_settled_meanwhile_or_too_old_is_not_sent() -> None:
    late = rule(delivery(Topic.NOTE, at=NOON - timedelta(days=8)), reader(), still_true=True, now=NOON)
    over = rule(delivery(Topic.NOTE), reader(), still_true=False, now=NOON)
    assert (late.reason, over.reason) == (Reason.TOO_LATE, Reason.OVER)


def test_a_touchpoint_is_told_within_a_week_of_its_day_and_after_it_the_ledger_says_how_late_it_was() -> None:
    days = [(NOON - timedelta(days=days)).date() for days in (0, 7, 8)]
    found = [delivery(Topic.TOUCHPOINT, facts={"touchpoint": {"on": day.isoformat()}}) for day in days]
    rulings = [rule(one, reader(), still_true=True, now=NOON) for one in found]
    assert [(ruling.act, ruling.reason) for ruling in rulings] == [
        (Act.SEND, None),
        (Act.SEND, None),
        (Act.DROP, Reason.LONG_PAST),
    ]
    assert [(one.due_on, one.days_past) for one in found] == [*zip(days, (0, 7, 8), strict=True)]
    assert (delivery(Topic.NOTE).due_on, delivery(Topic.NOTE).days_past) == (None, 0)


def test_a_colleagues_words_arrive_while_an_onboarding_rests() -> None:
    assert rule(delivery(Topic.NOTE), reader(on_hold=True), still_true=True, now=NOON).act is Act.SEND


def test_quiet_hours_end_where_the_reader_lives_also_over_the_change_of_the_clock() -> None:
    night = datetime(2026, 3, 28, 22, tzinfo=UTC)  # the clock goes forward in Berlin that night
    ruling = rule(delivery(Topic.NOTE, at=night), reader(preferences=BERLIN), still_true=True, now=night)
    assert (ruling.act, ruling.reason) == (Act.WAIT, Reason.QUIET_HOURS)
    assert ruling.until == datetime(2026, 3, 29, 6, 30, tzinfo=UTC)


def test_whoever_chose_no_quiet_hours_is_left_alone_at_night() -> None:
    rested = with_a_night(Preferences(time_zone="Asia/Tokyo"))
    assert quiet_until(rested, datetime(2026, 11, 17, 15, 7, tzinfo=UTC)) == datetime(2026, 11, 17, 22, tzinfo=UTC)
    assert with_a_night(BERLIN) == BERLIN


def test_a_second_letter_of_a_day_waits_for_the_next_morning_and_a_fifth_of_a_week_for_monday() -> None:
    kept = replace(BERLIN, quiet_from=None, quiet_to=None)
    today = rule(delivery(Topic.NOTE), reader(preferences=kept, sent_today=1), still_true=True, now=NOON)
    week = rule(delivery(Topic.NOTE), reader(preferences=kept, sent_this_week=4), still_true=True, now=NOON)
    assert (today.reason, today.until) == (Reason.ENOUGH_TODAY, datetime(2026, 11, 18, 7, tzinfo=UTC))
    assert (week.reason, week.until) == (Reason.ENOUGH_THIS_WEEK, datetime(2026, 11, 23, 7, tzinfo=UTC))


def test_what_was_put_off_in_the_portal_waits_for_that_day() -> None:
    answers = {"task:1": Answer(Response.SNOOZED, NOON, date(2026, 11, 19))}
    ruling = rule(delivery(Topic.TASK, facts={"nudge": "task:1"}), reader(answers=answers), still_true=True, now=NOON)
    assert (ruling.reason, ruling.until) == (Reason.SNOOZED, datetime(2026, 11, 19, 8, tzinfo=UTC))


def test_what_somebody_waits_for_knows_neither_caps_nor_quiet_hours() -> None:
    busy = reader(preferences=BERLIN, sent_today=9, sent_this_week=9, on_hold=True)
    midnight = NOON.replace(hour=23)
    assert rule(delivery(Topic.INVITATION), busy, still_true=True, now=midnight).act is Act.SEND
    assert rule(delivery(Topic.INVITATION), busy, still_true=False, now=midnight).reason is Reason.OVER


def test_a_server_that_is_busy_is_asked_ever_more_rarely_and_then_no_more() -> None:
    waits = [retry(attempt, NOON).until for attempt in range(1, len(RETRIES) + 1)]
    assert waits == [NOON + wait for wait in RETRIES]
    assert retry(len(RETRIES) + 1, NOON).reason is Reason.GAVE_UP


def test_after_an_interruption_only_what_somebody_waits_for_is_sent_again() -> None:
    assert after_interruption(Topic.INVITATION, NOON).act is Act.WAIT
    assert after_interruption(Topic.NUDGE, NOON).reason is Reason.INTERRUPTED


def test_a_week_begins_on_monday_where_the_reader_lives() -> None:
    assert week_began(BERLIN, NOON) == datetime(2026, 11, 15, 23, tzinfo=UTC)


@pytest.mark.parametrize("words", [*Topic, *State])
def test_every_word_is_for_a_person(words: Topic | State) -> None:
    assert words.label


def test_every_reason_is_a_sentence() -> None:
    assert all(reason.sentence.endswith(".") for reason in Reason)
