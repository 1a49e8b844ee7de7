"""What a member does with a milestone besides its steps: say what blocks it, hand it over, book help, judge it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Final
from uuid import UUID

LEAST_WAITS: Final = 5
"""So many waits have to have ended before the portal says how long they usually take."""
REMIND_AGAIN: Final = timedelta(hours=20)
"""Nobody is reminded of the same thing twice a day; the same time tomorrow is another day."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Somebody else has to act first: on whom a milestone waits, why, since when, and who said so, if known.

    `member_id` is given where that is a colleague, `email` where it is somebody who can only be written to.
    """

    on: str
    why: str
    since: datetime
    by: str | None
    member_id: UUID | None = None
    email: str | None = None
    reminded_at: datetime | None = None

    def may_remind(self, now: datetime) -> bool:
        """Whether a colleague can be reminded again, and would not feel chased."""
        return self.reminded_at is None or now - self.reminded_at >= REMIND_AGAIN


class Thumb(StrEnum):
    """Whether a milestone was worth it."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Handover:
    """A colleague was asked to take a shared milestone on, or to help with it."""

    to: str
    to_id: UUID
    by: str
    by_id: UUID
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a member thinks of a milestone; they can change it."""

    thumb: Thumb
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CoachSession:
    """A session a member booked with their guide; `edition` grows when they book another time."""

    at: datetime
    edition: int


@dataclass(frozen=True, slots=True)
class Acts:
    """What was done with one milestone, as one member sees it; `help` is whom they asked themself."""

    handover: Handover | None = None
    help: Handover | None = None
    feedback: Feedback | None = None
    session: CoachSession | None = None
    usual_wait: timedelta | None = None


def usual_wait(ended: Sequence[timedelta]) -> timedelta | None:
    """How long waits that have ended usually took; None while there are too few to say."""
    if len(ended) < LEAST_WAITS:
        return None
    return timedelta(seconds=median(wait.total_seconds() for wait in ended))
