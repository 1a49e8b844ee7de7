"""Trying a changed tree on the past: what it would have said, and whether the warnings would have been worth it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from portal.domain.risk import Leaf, Level

WARNINGS: Final = frozenset({Level.CRITICAL, Level.AT_RISK})
"""The levels at which somebody is warned."""
CLIFF: Final = "adoption_cliff"
"""A leaf that is trouble whatever level a playbook gives it."""
HORIZON: Final = timedelta(weeks=8)
"""How long a warning has to come true."""


@dataclass(frozen=True, slots=True)
class Point:
    """What the live tree and the tried one said about an account at one moment."""

    at: datetime
    live: Leaf
    tried: Leaf

    @property
    def differs(self) -> bool:
        """Whether the two came to another verdict."""
        return (self.live.id, self.live.level) != (self.tried.id, self.tried.level)

    @property
    def trouble(self) -> bool:
        """Whether the live tree saw trouble."""
        return self.live.level in WARNINGS or self.live.id == CLIFF

    @property
    def only_tried_warns(self) -> bool:
        """Whether the tried tree warned and the live one did not."""
        return self.tried.level in WARNINGS and not self.trouble


class Came(StrEnum):
    """What came of a warning that only the tried tree gave."""

    TRUE = "earlier warning"
    FALSE = "false alarm"
    OPEN = "undecided"


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that only the tried tree gave.

    `then` is what the live tree came to: the trouble, `weeks` later, or that
    the account was on track; None where neither is known yet.
    """

    account: str
    at: datetime
    tried: Leaf
    came: Came
    weeks: int
    then: Leaf | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tried tree changes. `changed` counts moments by the two leaves, as (live, tried)."""

    accounts: int
    judged: int
    changed: Counter[tuple[Leaf, Leaf]]
    changed_accounts: int
    warned: tuple[Warned, ...]


def compare(histories: Iterable[tuple[str, Sequence[Point]]]) -> Outcome:
    """What changes over accounts, each as its name and its points, the oldest first."""
    judged = accounts = changed_accounts = 0
    changed: Counter[tuple[Leaf, Leaf]] = Counter()
    warned: list[Warned] = []
    for account, points in histories:
        differing = [(point.live, point.tried) for point in points if point.differs]
        accounts += 1
        judged += len(points)
        changed_accounts += bool(differing)
        changed.update(differing)
        warned += _warnings(account, points)
    return Outcome(accounts, judged, changed, changed_accounts, tuple(warned))


def _warnings(account: str, points: Sequence[Point]) -> Iterator[Warned]:
    """The warnings only the tried tree gave. Those that follow one that comes true, until it does, are part of it."""
    warning = False
    announced: datetime | None = None
    for n, point in enumerate(points):
        begins = point.only_tried_warns and not warning
        warning = point.only_tried_warns
        if begins and (announced is None or point.at >= announced):
            found = _judged(account, point, points[n + 1 :])
            announced = point.at + found.weeks * timedelta(weeks=1) if found.came is Came.TRUE else announced
            yield found


def _judged(account: str, point: Point, later: Sequence[Point]) -> Warned:
    """Whether trouble followed a warning, or eight weeks on the account was on track without any."""
    trouble = next((after for after in later if after.trouble), None)
    settled = next((after for after in later if after.at >= point.at + HORIZON), None)
    in_time = trouble is not None and (settled is None or trouble.at <= settled.at)
    if not in_time and settled is not None and settled.live.level is Level.ON_TRACK:
        return Warned(account, point.at, point.tried, Came.FALSE, 0, settled.live)
    if trouble is not None:
        weeks = round((trouble.at - point.at) / timedelta(weeks=1))
        return Warned(account, point.at, point.tried, Came.TRUE, weeks, trouble.live)
    return Warned(account, point.at, point.tried, Came.OPEN, 0, None)
