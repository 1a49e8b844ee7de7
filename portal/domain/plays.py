"""Doing a play: how its actions are named, what counts as having worked, and how often it has."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final, TypeAlias
from uuid import UUID

from portal.domain.risk import Level

WITHIN: Final = timedelta(days=14)
"""A play has worked where the verdict got better this soon after its first action."""
ENOUGH: Final = 10
"""The fewest accounts that a success rate is told of."""
LONGEST_KEY: Final = 64

Course: TypeAlias = Sequence[tuple[datetime, Level]]
"""An account's verdicts, each with the moment from which it held, the oldest first."""


@dataclass(frozen=True, slots=True)
class PlayAction:
    """One thing to do, with the ready draft where there is one (Markdown)."""

    title: str
    detail: str
    draft: str | None = None


@dataclass(frozen=True, slots=True)
class Play:
    """What to do about a verdict, in order."""

    id: str
    title: str
    summary: str
    actions: tuple[PlayAction, ...]


@dataclass(frozen=True, slots=True)
class Success:
    """Of `accounts` that began a play long enough ago, in how many it worked, and in how many days typically."""

    accounts: int
    worked: int
    days: int | None

    @property
    def enough(self) -> bool:
        """Whether there are enough accounts to say anything."""
        return self.accounts >= ENOUGH


def key_of(action: PlayAction) -> str:
    """The name of an action in addresses and records: its title in small letters and hyphens."""
    plain = unicodedata.normalize("NFKD", action.title.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_KEY]


def better(before: Level, after: Level) -> bool:
    """Whether a verdict got better. Not to know is never better; to know after not knowing is."""
    if after is Level.UNKNOWN:
        return False
    return before is Level.UNKNOWN or after.rank > before.rank


def success(begun: Mapping[UUID, datetime], courses: Mapping[UUID, Course], now: datetime) -> Success:
    """How often a play worked; `begun` has each account's first action. Those too young to tell are left out."""
    ripe = {account: at for account, at in begun.items() if at <= now - WITHIN}
    waits = [wait for account, at in ripe.items() if (wait := _wait(at, courses.get(account, ())))]
    days = round(median(wait / timedelta(days=1) for wait in waits)) if waits else None
    return Success(len(ripe), len(waits), days)


def _wait(begun: datetime, course: Course) -> timedelta | None:
    """How long it took until the verdict was better than when the play began; None where it was not in time."""
    before = next((level for at, level in reversed(course) if at <= begun), None)
    if before is None:
        return None
    return next((at - begun for at, level in course if begun < at <= begun + WITHIN and better(before, level)), None)
