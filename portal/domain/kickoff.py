"""The kickoff meeting, the recap that goes out within a day of it, and a lead's word that it may go ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

RECAP_WITHIN: Final = timedelta(hours=24)
"""The recap is due so long after the meeting: what is not written down by then is remembered in as many versions."""


@dataclass(frozen=True, slots=True)
class Kickoff:
    """A kickoff that was scheduled, and its recap; `version` and `edited_by` are of its last change."""

    starts_at: datetime
    minutes: int
    attendees: tuple[str, ...]
    recap: str | None
    recap_sent_at: datetime | None
    recap_sent_by: str | None
    version: int
    edited_by: str | None

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def recap_due_at(self) -> datetime:
        """By when the recap goes out."""
        return self.ends_at + RECAP_WITHIN

    def over(self, now: datetime) -> bool:
        """Whether it has taken place."""
        return now >= self.ends_at

    def recap_late(self, now: datetime) -> bool:
        """Whether the recap should have gone out and has not."""
        return self.recap_sent_at is None and now > self.recap_due_at


@dataclass(frozen=True, slots=True)
class Leave:
    """A lead's word that a kickoff may be scheduled in spite of gaps, until it expires or is ended."""

    reason: str
    by: str
    started_at: datetime
    expires_at: datetime
    ended_at: datetime | None

    def holds_at(self, now: datetime) -> bool:
        """Whether it counts at a moment."""
        return self.started_at <= now < (self.ended_at or self.expires_at)


def fill(draft: str, known: Mapping[str, str | None]) -> str:
    """A draft with the words in [brackets] that are known put in; the others are left for whoever writes it."""
    for name, value in known.items():
        draft = draft.replace(f"[{name}]", value) if value else draft
    return draft.strip()


def attendees_of(text: str) -> tuple[str, ...]:
    """Who is invited, from a text with one of them a line."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def addresses(attendees: Sequence[str]) -> tuple[str, ...]:
    """The e-mail addresses among the attendees, alone on a line or after a name: Priya Raman <priya@halden.example>."""
    last = (one.split()[-1].strip("<>,;") for one in attendees)
    return tuple(word for word in last if "@" in word.strip("@"))
