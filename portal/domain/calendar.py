"""The calendar of staff: what happens with which account on which of their days."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final
from uuid import UUID

from portal.domain.meetings import Meeting
from portal.domain.touchpoints import State, Touchpoint

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2100, 1, 1)
"""Days beyond these are taken for mistyped addresses."""


class Span(StrEnum):
    """How much of a calendar is shown at once."""

    WEEK = "week"
    MONTH = "month"

    def window(self, day: date) -> tuple[date, date]:
        """The first day shown around a day, and the first one after: whole weeks from a Monday on."""
        first = day.replace(day=1) if self is Span.MONTH else day
        end = _next_month(first) if self is Span.MONTH else day + DAY
        start = first - first.weekday() * DAY
        return start, end + (-(end - start).days % 7) * DAY

    def before(self, day: date) -> date:
        """A day in the week or month before."""
        return day.replace(day=1) - DAY if self is Span.MONTH else day - WEEK

    def after(self, day: date) -> date:
        """A day in the week or month after."""
        return _next_month(day.replace(day=1)) if self is Span.MONTH else day + WEEK


def _next_month(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)


class EntryKind(StrEnum):
    """What an entry is: it decides what its page is, and its icon."""

    TOUCHPOINT = "touchpoint"
    MEETING = "meeting"
    KICKOFF = "kickoff"
    SESSION = "session"


class EntryState(StrEnum):
    """Where an entry stands; the value is the word a reader sees where it is not simply ahead."""

    AHEAD = "ahead"
    FORECAST = "forecast"
    OVERDUE = "overdue"
    MISSED = "missed"
    DONE = "done"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    UNNOTED = "no outcome yet"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on a day, `at` a moment unless it takes the whole day. `id` names it among those of its kind.

    `with_whom` is named where it is one person; one that was moved keeps the day of the plan as `moved_from`.
    """

    kind: EntryKind
    id: str
    account_id: UUID
    account: str
    title: str
    on: date
    state: EntryState = EntryState.AHEAD
    at: datetime | None = None
    minutes: int = 0
    with_whom: str = ""
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day with what is on it: whole days first, then by the clock."""

    on: date
    entries: tuple[Entry, ...]


def touchpoint_entry(touchpoint: Touchpoint, account: str, today: date) -> Entry:
    """A touchpoint on its day."""
    return Entry(
        kind=EntryKind.TOUCHPOINT,
        id=str(touchpoint.key),
        account_id=touchpoint.account_id,
        account=account,
        title=touchpoint.name,
        on=touchpoint.on,
        state=STATES[touchpoint.state(today)],
        moved_from=touchpoint.moved_from,
    )


STATES: Final = {state: EntryState(state.value) for state in State}


def meeting_entry(meeting: Meeting, zone: tzinfo, now: datetime) -> Entry:
    """A meeting on its day where the reader is."""
    details = meeting.details
    return Entry(
        kind=EntryKind.MEETING,
        id=str(meeting.id),
        account_id=meeting.account_id,
        account=meeting.account,
        title=details.title,
        on=details.starts_at.astimezone(zone).date(),
        state=_state(meeting, now),
        at=details.starts_at,
        minutes=details.minutes,
    )


def _state(meeting: Meeting, now: datetime) -> EntryState:
    if meeting.cancelled_at:
        return EntryState.CANCELLED
    if meeting.done_at:
        return EntryState.DONE
    return EntryState.UNNOTED if meeting.unnoted(now) else EntryState.AHEAD


def days_of(window: tuple[date, date], entries: Iterable[Entry]) -> tuple[Day, ...]:
    """Every day of a window, each with its entries."""
    found: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.on].append(entry)
    first, end = window
    days = (first + n * DAY for n in range((end - first).days))
    return tuple(Day(on, tuple(sorted(found[on], key=order))) for on in days)


def order(entry: Entry) -> tuple[date, bool, str, str, str, str]:
    """The place of an entry among others: by day, whole days first, then by the clock and by name; of equals by id."""
    clock = entry.at.isoformat() if entry.at else ""
    return entry.on, entry.at is not None, clock, entry.account, entry.title, entry.id
