"""One quiet nudge at a time: what there is to say to a member, and whether this is the moment to say it.

The policy is the same for every channel; who asks says which channel it is and how much was said there today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from portal.domain.notes import TeamNote
from portal.domain.preferences import Channel, Occasion, Preferences, quiet_at, wants
from portal.domain.tasks import Freed


class Source(StrEnum):
    """What a nudge comes from, the most urgent first: people before dates, dates before news."""

    HELP = "help"
    REMINDER = "reminder"
    HANDOVER = "handover"
    TASK = "task"
    OVERDUE = "overdue"
    DUE = "due"
    OPENED = "opened"
    NEWS = "news"
    REPORT = "report"
    QUESTIONS = "questions"


URGENCY: Final = {source: place for place, source in enumerate(Source)}

OCCASIONS: Final[Mapping[Source, Occasion]] = {
    Source.HELP: Occasion.REMINDER,
    Source.REMINDER: Occasion.REMINDER,
    Source.HANDOVER: Occasion.REMINDER,
    Source.TASK: Occasion.NUDGE,
    Source.OVERDUE: Occasion.NUDGE,
    Source.DUE: Occasion.NUDGE,
    Source.OPENED: Occasion.NUDGE,
    Source.NEWS: Occasion.MILESTONE,
    Source.REPORT: Occasion.REPORT,
    Source.QUESTIONS: Occasion.NUDGE,
}
"""Which of a member's preferences a source goes by."""
URGED: Final = frozenset({Source.TASK, Source.OVERDUE, Source.DUE, Source.OPENED, Source.QUESTIONS})
"""What the portal itself presses for. It does not while an onboarding rests; what colleagues write still arrives."""


class Response(StrEnum):
    """What a member can say to a nudge."""

    DISMISSED = "dismissed"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member said to a nudge, when, and until which day it then rests."""

    response: Response
    at: datetime
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be said. The key tells it from every other, and stays the same from day to day.

    `on` is the day it is about: when something is due, or has opened.
    """

    key: str
    source: Source
    milestone_id: str | None = None
    on: date | None = None
    note: TeamNote | None = None
    task: Freed | None = None

    @property
    def occasion(self) -> Occasion:
        """What the member's preferences call it."""
        return OCCASIONS[self.source]


class Reason(StrEnum):
    """Why something is said, or not."""

    SHOWN = "shown"
    AFTER_ANOTHER = "after_another"
    UNWANTED = "unwanted"
    ON_HOLD = "on_hold"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"
    QUIET_HOURS = "quiet_hours"
    ENOUGH_TODAY = "enough_today"


@dataclass(frozen=True, slots=True)
class Policy:
    """A channel, and the most that is said there to one member on one of their days."""

    channel: Channel
    a_day: int


IN_APP: Final = Policy(Channel.IN_APP, a_day=3)


@dataclass(frozen=True, slots=True)
class Decision:
    """The nudge to show, or None, and the reason for each of the candidates by its key."""

    chosen: Candidate | None = None
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()

    def find(self, key: str) -> Candidate | None:
        """The candidate of a key; None where it is not there to be said."""
        return next((one for one in self.candidates if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Listener:
    """A member as a policy sees them: what they want, what they answered, and how much they were told today.

    `on_hold` says that their onboarding rests.
    """

    preferences: Preferences
    answers: Mapping[str, Answer]
    told_today: int
    on_hold: bool = False


def decide(candidates: Sequence[Candidate], listener: Listener, policy: Policy, now: datetime) -> Decision:
    """At most one of the candidates: the most urgent that may be said now; of two alike, the one that came first."""
    chosen: Candidate | None = None
    reasons: dict[str, Reason] = {}
    for candidate in sorted(candidates, key=lambda one: URGENCY[one.source]):
        reason = _against(candidate, listener, policy, now)
        if reason is None and chosen is None:
            chosen = candidate
            reason = Reason.SHOWN
        reasons[candidate.key] = reason or Reason.AFTER_ANOTHER
    return Decision(chosen, reasons, tuple(candidates))


def local_day(preferences: Preferences, moment: datetime) -> date:
    """The day it is where the member lives."""
    return moment.astimezone(ZoneInfo(preferences.time_zone)).date()


def _against(candidate: Candidate, listener: Listener, policy: Policy, now: datetime) -> Reason | None:
    preferences, answer = listener.preferences, listener.answers.get(candidate.key)
    if not wants(preferences, candidate.occasion, policy.channel):
        return Reason.UNWANTED
    if listener.on_hold and candidate.source in URGED:
        return Reason.ON_HOLD
    if answer and answer.response is Response.DISMISSED:
        return Reason.DISMISSED
    if answer and answer.until and local_day(preferences, now) < answer.until:
        return Reason.SNOOZED
    if quiet_at(preferences, now):
        return Reason.QUIET_HOURS
    return Reason.ENOUGH_TODAY if listener.told_today >= policy.a_day else None
