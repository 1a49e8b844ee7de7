"""What happened to an account, put in one order from different records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a moment is about."""

    VERDICT = "verdict"
    MILESTONE = "milestone"
    INVITE = "invite"
    HOLD = "hold"
    HANDOFF = "handoff"
    RED_FLAG = "red_flag"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline: `what` is its subject in a few words, `says` the rest of the sentence."""

    at: datetime
    kind: Kind
    what: str
    says: str


def latest(moments: Iterable[Moment], limit: int) -> tuple[Moment, ...]:
    """The latest moments, the last one first."""
    return tuple(sorted(moments, key=lambda moment: moment.at, reverse=True)[:limit])
