"""An account's verdicts and overrides as they are kept, and as moments of its timeline."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any, NamedTuple
from uuid import UUID

from portal.domain.changes import changes
from portal.domain.path import deciding, final, from_json
from portal.domain.risk import Level
from portal.domain.timeline import Kind, Moment
from portal.domain.wording import day, lower_first


class Kept(NamedTuple):
    """A verdict as it is kept. `superseded_at` is None on the current one."""

    tree: str
    revision: int
    leaf: str
    level: Level
    as_of: datetime
    checked_at: datetime
    superseded_at: datetime | None
    path: list[Any]


class Override(NamedTuple):
    """A person's word over a verdict; `by` is their name. Without an end it counts until it expires."""

    account_id: UUID
    level: Level
    reason: str
    by: str
    started_at: datetime
    expires_at: datetime
    ended_at: datetime | None

    def holds_at(self, now: datetime) -> bool:
        """Whether it counts at a moment."""
        return self.started_at <= now < min(self.ended_at or self.expires_at, self.expires_at)


def verdict_moments(history: Sequence[Kept]) -> Iterator[Moment]:
    """What moved with each verdict, and why; the first has nothing before it, and says what decided it."""
    for new, old in zip_longest(history, history[1:]):
        path = from_json(new.path)
        if old is None:
            what, why = f"First verdict kept: {new.level.label}", deciding(path).signal.says
        elif old.level is new.level:
            what, why = f"Still {lower_first(new.level.label)}, for another reason", changes(from_json(old.path), path)
        else:
            what, why = f"Moved from {old.level.label} to {new.level.label}", changes(from_json(old.path), path)
        yield Moment(new.as_of, Kind.VERDICT, what, f"{final(path).title}. {why}")


def override_moments(overrides: Sequence[Override], now: datetime) -> Iterator[Moment]:
    """When somebody overrode a verdict, and when that ended or expired."""
    for one in overrides:
        says = f"By {one.by}, until {day(one.expires_at)}: {one.reason}"
        yield Moment(one.started_at, Kind.OVERRIDE, f"Verdict overridden: {one.level.label}", says)
        if one.ended_at and one.ended_at < one.expires_at:
            yield Moment(one.ended_at, Kind.OVERRIDE, "Override ended", "The computed verdict counts again.")
        elif one.expires_at <= now:
            yield Moment(one.expires_at, Kind.OVERRIDE, "Override expired", "The computed verdict counts again.")
