"""What changed since a member was here last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

PAUSE: Final = timedelta(minutes=30)
"""Whoever comes back after so long is on a new visit."""
NOTED_EVERY: Final = timedelta(minutes=5)
MOST_CHANGES: Final = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """A member's latest visit: up to when they know everything, and when they were last seen."""

    known_until: datetime
    seen_at: datetime


def arrive(last: Visit | None, now: datetime) -> Visit:
    """The visit a member is on now: after a pause a new one, which tells what came since they were last seen."""
    if last is None:
        return Visit(now, now)
    return Visit(last.seen_at if now - last.seen_at >= PAUSE else last.known_until, now)


def worth_noting(last: Visit | None, now: datetime) -> bool:
    """Whether the moment of a visit is to be kept; it is not at every page."""
    return last is None or now - last.seen_at >= NOTED_EVERY


class Kind(StrEnum):
    """What can have changed, what matters most first."""

    UNBLOCKED = "unblocked"
    REACHED = "reached"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a milestone without the member.

    `who` is the colleague who reached it, None where it is shared; or on whom it no longer waits. `steps` is how
    many steps that the member ticked the product has confirmed.
    """

    kind: Kind
    milestone_id: str
    at: datetime
    who: str | None = None
    steps: int = 0


def most_worth_telling(changes: Iterable[Change]) -> tuple[Change, ...]:
    """At most three of the changes: what matters most, of that the latest."""
    order = list(Kind)
    latest = sorted(changes, key=lambda one: (one.at, one.milestone_id, one.who or ""), reverse=True)
    return tuple(sorted(latest, key=lambda change: order.index(change.kind))[:MOST_CHANGES])
