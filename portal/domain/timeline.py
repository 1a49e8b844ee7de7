"""What happened to an account, put in one order from different records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Topic(StrEnum):
    """What a reader of a timeline is after."""

    VERDICTS = "verdicts"
    PROGRESS = "progress"
    MEETINGS = "meetings"
    WORK = "work"

    @property
    def label(self) -> str:
        """The topic as a person reads it."""
        return {
            "verdicts": "Verdicts and flags",
            "progress": "Milestones",
            "meetings": "Meetings",
            "work": "Our work",
        }[self.value]


class Kind(StrEnum):
    """What a moment is about."""

    VERDICT = "verdict"
    MILESTONE = "milestone"
    INVITE = "invite"
    MEETING = "meeting"
    TOUCHPOINT = "touchpoint"
    HOLD = "hold"
    HANDOFF = "handoff"
    RED_FLAG = "red_flag"
    OVERRIDE = "override"
    PLAY = "play"

    @property
    def topic(self) -> Topic:
        """The topic it belongs to."""
        match self:
            case Kind.VERDICT | Kind.RED_FLAG | Kind.OVERRIDE:
                return Topic.VERDICTS
            case Kind.MILESTONE:
                return Topic.PROGRESS
            case Kind.INVITE | Kind.MEETING | Kind.TOUCHPOINT:
                return Topic.MEETINGS
            case Kind.HOLD | Kind.HANDOFF | Kind.PLAY:
                return Topic.WORK


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
