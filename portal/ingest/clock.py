"""When something happened, by the portal's clock, although the sender's may be wrong."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

LATEST = timedelta(days=365)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class BadTime(ValueError):
    """The time of a message makes no sense; the text says why and names the mend."""


class Moment(NamedTuple):
    """A corrected time. `clamped` says that it lay ahead of its own arrival."""

    at: datetime
    clamped: bool


def correct(original: datetime | None, sent: datetime | None, received: datetime) -> Moment:
    """The time of an event on our clock: `received - (sent - original)`, never after `received`.

    Without `sent` the sender's clock is taken as right; without `original` the event is as old as its arrival.
    Raises BadTime for more than a year ahead, and for anything before the year 2000.
    """
    if original is None:
        return Moment(received, clamped=False)
    try:
        at = received - (sent - original) if sent else original
    except OverflowError:
        at = EARLIEST - LATEST
    if at - received > LATEST:
        message = "The time lies more than a year ahead: check the sender's clock and send the event again."
        raise BadTime(message)
    if at < EARLIEST:
        message = "The time lies before the year 2000: send when it really happened, as 2026-11-02T09:30:00Z."
        raise BadTime(message)
    return Moment(min(at, received), clamped=at > received)


def parse_time(text: str) -> datetime:
    """An ISO 8601 moment in UTC; one without a zone is read as UTC. Raises BadTime."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"“{text[:40]}” is not a time: send ISO 8601, as 2026-11-02T09:30:00Z."
        raise BadTime(message) from None


def sent_time(text: str | None) -> datetime | None:
    """When a request was sent, or None where the sender did not say or wrote something unreadable."""
    try:
        return parse_time(text) if text else None
    except BadTime:
        return None
