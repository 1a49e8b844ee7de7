"""Whether this is the moment to send somebody something, and if not, why: judged when it is about to go out.

Everything that waits for a person goes out in one letter, so that a member gets one a day at most.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from portal.domain.deliveries import Delivery, Reason, Topic
from portal.domain.nudges import Answer, Response, local_day
from portal.domain.preferences import Preferences, quiet_at, wants

NIGHT: Final = (time(20), time(7))
"""Nobody is sent anything then who chose no quiet hours of their own."""
MORNING: Final = time(8)
"""What waits for another day goes out at this hour, where the reader lives."""
STALE: Final = timedelta(days=7)
"""What has waited longer is no news any more."""
STEP: Final = timedelta(minutes=15)
RETRIES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 25, 120, 600))
"""How long to wait after each attempt that the mail server turned away for now."""


@dataclass(frozen=True, slots=True)
class Caps:
    """The most letters for one person, on one of their days and in one of their weeks."""

    a_day: int
    a_week: int


MEMBERS: Final = Caps(a_day=1, a_week=4)
STAFF: Final = Caps(a_day=12, a_week=40)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody a letter could go to, as the policy sees them.

    `answers` are what they said to nudges in the portal, by key; `sent_today` and `sent_this_week` count letters.
    `unreachable` is why nothing is sent to their address.
    """

    preferences: Preferences
    caps: Caps
    sent_today: int = 0
    sent_this_week: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    on_hold: bool = False
    left: bool = False
    unreachable: Reason | None = None


class Act(StrEnum):
    """What to do with a delivery now."""

    SEND = "send"
    WAIT = "wait"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to do with a delivery, and why not now or not at all."""

    act: Act
    reason: Reason | None = None
    until: datetime | None = None


SEND: Final = Ruling(Act.SEND)


def rule(delivery: Delivery, reader: Reader, *, still_true: bool, now: datetime) -> Ruling:
    """Whether a delivery goes out now. `still_true` says that what it tells still holds."""
    if reason := _against(delivery, reader, now, still_true=still_true):
        return Ruling(Act.DROP, reason)
    if delivery.topic.transactional:
        return SEND
    answer = reader.answers.get(str(delivery.facts.get("nudge")))
    if answer and answer.until and local_day(reader.preferences, now) < answer.until:
        return Ruling(Act.WAIT, Reason.SNOOZED, _morning(reader.preferences, answer.until))
    if quiet_at(reader.preferences, now):
        return Ruling(Act.WAIT, Reason.QUIET_HOURS, quiet_until(reader.preferences, now))
    return _capped(reader, now) or SEND


def _against(delivery: Delivery, reader: Reader, now: datetime, *, still_true: bool) -> Reason | None:
    """Why a delivery never goes out, if there is a reason."""
    topic, answer = delivery.topic, reader.answers.get(str(delivery.facts.get("nudge")))
    occasion = topic.occasion
    reasons = (
        (Reason.LEFT, reader.left),
        (Reason.OVER, not still_true),
        (Reason.UNWANTED, occasion is not None and not wants(reader.preferences, occasion, delivery.channel)),
        (Reason.ON_HOLD, reader.on_hold and topic.urges),
        (Reason.DISMISSED, answer is not None and answer.response is Response.DISMISSED),
        (Reason.LONG_PAST, delivery.days_past > STALE.days),
        (Reason.TOO_LATE, not topic.transactional and now - delivery.created_at > STALE),
    )
    return reader.unreachable or next((reason for reason, holds in reasons if holds), None)


def _capped(reader: Reader, now: datetime) -> Ruling | None:
    today = local_day(reader.preferences, now)
    if reader.sent_this_week >= reader.caps.a_week:
        monday = today + timedelta(days=7 - today.weekday())
        return Ruling(Act.WAIT, Reason.ENOUGH_THIS_WEEK, _morning(reader.preferences, monday))
    if reader.sent_today >= reader.caps.a_day:
        return Ruling(Act.WAIT, Reason.ENOUGH_TODAY, _morning(reader.preferences, today + timedelta(days=1)))
    return None


def with_a_night(preferences: Preferences) -> Preferences:
    """Preferences with the quiet hours that hold for letters: the reader's own, or else the night."""
    if preferences.quiet_from is not None and preferences.quiet_to is not None:
        return preferences
    return replace(preferences, quiet_from=NIGHT[0], quiet_to=NIGHT[1])


def quiet_until(preferences: Preferences, now: datetime) -> datetime:
    """The first moment after a quiet one that is not, at a whole quarter of an hour or on the hour they end."""
    moment = now + STEP - timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)
    while quiet_at(preferences, moment) and moment - now < timedelta(days=1):
        moment += STEP
    return moment


def day_began(preferences: Preferences, now: datetime) -> datetime:
    """The moment the reader's day began."""
    return datetime.combine(local_day(preferences, now), time(), ZoneInfo(preferences.time_zone))


def week_began(preferences: Preferences, now: datetime) -> datetime:
    """The moment the reader's week began, on a Monday."""
    today = local_day(preferences, now)
    return datetime.combine(today - timedelta(days=today.weekday()), time(), ZoneInfo(preferences.time_zone))


def retry(attempts: int, now: datetime) -> Ruling:
    """What to do after the mail server turned a letter away for now, for the so-manieth time."""
    if attempts > len(RETRIES):
        return Ruling(Act.DROP, Reason.GAVE_UP)
    return Ruling(Act.WAIT, Reason.SERVER_BUSY, now + RETRIES[attempts - 1])


def after_interruption(topic: Topic, now: datetime) -> Ruling:
    """What to do with what a process was sending when it ended: only what somebody waits for is sent again.

    The letter keeps its Message-ID, by which mail programs tell that they have it.
    """
    return Ruling(Act.WAIT, None, now) if topic.transactional else Ruling(Act.DROP, Reason.INTERRUPTED)


def _morning(preferences: Preferences, on: date) -> datetime:
    return datetime.combine(on, MORNING, ZoneInfo(preferences.time_zone))
