"""Meetings with an account: when, with whom, and what came of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from portal.domain.kickoff import addresses
from portal.domain.touchpoints import Key

CANCELLED_STAYS: Final = timedelta(days=30)
"""So long calendars that follow a feed are told that a meeting was cancelled."""


class MeetingKind(StrEnum):
    """What a meeting is for."""

    KICKOFF = "kickoff"
    WEEKLY = "weekly"
    REVIEW = "review"
    COACH = "coach"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind as staff read it."""
        return {
            "kickoff": "Kickoff",
            "weekly": "Weekly call",
            "review": "Business review",
            "coach": "Coaching session",
            "other": "Something else",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Details:
    """What people are told of a meeting. Attendees are texts, a name or an address each; `place` a room or a link."""

    title: str
    kind: MeetingKind
    starts_at: datetime
    minutes: int
    attendees: tuple[str, ...]
    place: str = ""
    note: str = ""
    touchpoint: Key | None = None


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who of the staff invites to a meeting."""

    id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with an account.

    In calendars it is the one of its `uid`, in the edition `sequence`, which grows when what people are told changes.
    """

    id: UUID
    account_id: UUID
    account: str
    details: Details
    organiser: Organiser | None
    uid: str
    sequence: int
    changed_at: datetime
    invited_at: datetime | None
    cancelled_at: datetime | None
    done_at: datetime | None
    outcome: str
    version: int
    edited_by: str | None

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.details.starts_at + timedelta(minutes=self.details.minutes)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The e-mail addresses among those who are invited."""
        return addresses(self.details.attendees)

    def unnoted(self, now: datetime) -> bool:
        """Whether it has taken place and nobody has said what came of it."""
        return self.done_at is None and self.cancelled_at is None and self.ends_at <= now
