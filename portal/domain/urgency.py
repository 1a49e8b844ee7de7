"""Why an account needs somebody today: reasons with points, and one score that anybody can add up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from portal.domain.lifecycle import DAY, Hold, Touchpoint
from portal.domain.risk import Level
from portal.domain.signals import Action
from portal.domain.wording import count_of, day, lower_first

VERDICT_POINTS: Final[Mapping[Level, int]] = {Level.CRITICAL: 50, Level.AT_RISK: 35, Level.WATCH: 15}
WORSE_POINTS: Final = 20
LATE_POINTS: Final = 20
HOLD_POINTS: Final = 20
BLOCKED_POINTS: Final = 15
TASK_POINTS: Final = 10
TASK_POINTS_A_DAY: Final = 1
MOST_TASK_POINTS: Final = 20

FRESH: Final = timedelta(days=7)
"""So long a verdict that moved is news."""
HOLD_NOTICE: Final = 3 * DAY
"""So long before a hold is expected to end, somebody has to think of what comes then."""


class Kind(StrEnum):
    """What kind of reason it is."""

    VERDICT = "verdict"
    WORSE = "worse"
    LATE = "late"
    HOLD = "hold"
    BLOCKED = "blocked"
    TASK = "task"

    @property
    def label(self) -> str:
        """The kind as it stands beside its points."""
        return {
            "verdict": "verdict",
            "worse": "moved this week",
            "late": "date passed",
            "hold": "hold ends",
            "blocked": "blocked",
            "task": "task overdue",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: how much it weighs, and what it is in a sentence."""

    kind: Kind
    points: int
    says: str


@dataclass(frozen=True, slots=True)
class Stands:
    """Where an account stands: its level since when, the numbers that say so, and the level before, if any."""

    level: Level
    since: datetime
    says: str
    before: Level | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A milestone waits on somebody."""

    on: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """What may make an account urgent, as of a moment."""

    now: datetime
    stands: Stands
    next: Touchpoint | None
    waiting: tuple[Waiting, ...]
    tasks: tuple[Action, ...]
    holds: tuple[Hold, ...]

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()


def score(reasons: Sequence[Reason]) -> int:
    """How urgent an account is: the points of its reasons together."""
    return sum(reason.points for reason in reasons)


def reasons(about: Situation) -> tuple[Reason, ...]:
    """Why an account needs somebody today, the weightiest first. One on hold waits until its hold ends."""
    held = [hold for hold in about.holds if hold.covers(about.today, about.today)]
    found = list(_hold_ends(held, about.today)) if held else [one for ask in ASKED for one in ask(about)]
    return tuple(sorted(found, key=lambda reason: -reason.points))


def _verdict(about: Situation) -> Iterator[Reason]:
    if points := VERDICT_POINTS.get(about.stands.level):
        yield Reason(Kind.VERDICT, points, about.stands.says)


def _worse(about: Situation) -> Iterator[Reason]:
    stands = about.stands
    news = stands.before is not None and about.now - stands.since < FRESH
    if news and stands.before and stands.level.rank < stands.before.rank and stands.level in VERDICT_POINTS:
        moved = f"Moved from {lower_first(stands.before.label)} to {lower_first(stands.level.label)}"
        yield Reason(Kind.WORSE, WORSE_POINTS, f"{moved} on {day(stands.since)}.")


def _late(about: Situation) -> Iterator[Reason]:
    if about.next and about.next.on < about.today:
        yield Reason(Kind.LATE, LATE_POINTS, f"{about.next.name} was due on {day(about.next.on)}.")


def _blocked(about: Situation) -> Iterator[Reason]:
    if about.waiting:
        first = min(about.waiting, key=lambda one: (one.since, one.on))
        yield Reason(Kind.BLOCKED, BLOCKED_POINTS, f"A milestone waits on {first.on} since {day(first.since)}.")


def _tasks(about: Situation) -> Iterator[Reason]:
    late = [task for task in about.tasks if task.done_on is None and task.due_on < about.today]
    if late:
        oldest = min(late, key=lambda task: (task.due_on, task.title))
        days = (about.today - oldest.due_on).days
        points = min(TASK_POINTS + TASK_POINTS_A_DAY * (days - 1), MOST_TASK_POINTS)
        more = f", and {len(late) - 1} more" if len(late) > 1 else ""
        yield Reason(Kind.TASK, points, f"“{oldest.title}” is {count_of(days, 'day')} late{more}.")


def _hold_ends(held: Sequence[Hold], today: date) -> Iterator[Reason]:
    ends = max((hold.expected_end_on for hold in held if hold.expected_end_on), default=None)
    if ends and ends <= today + HOLD_NOTICE:
        verb = "was expected to end" if ends < today else "is expected to end"
        yield Reason(Kind.HOLD, HOLD_POINTS, f"The hold {verb} on {day(ends)}.")


ASKED: Final[tuple[Callable[[Situation], Iterator[Reason]], ...]] = (_verdict, _worse, _late, _blocked, _tasks)
"""What is asked of an account whose clocks run."""


EXPLAINED: Final = (
    ("a critical verdict", str(VERDICT_POINTS[Level.CRITICAL])),
    ("an account at risk", str(VERDICT_POINTS[Level.AT_RISK])),
    ("one to watch", str(VERDICT_POINTS[Level.WATCH])),
    (f"a verdict that got worse in the last {FRESH.days} days", str(WORSE_POINTS)),
    ("a date that has passed", str(LATE_POINTS)),
    (f"a hold that ends within {HOLD_NOTICE.days} days", str(HOLD_POINTS)),
    ("a milestone that waits on somebody", str(BLOCKED_POINTS)),
    ("an overdue task, a point more each day", f"{TASK_POINTS} to {MOST_TASK_POINTS}"),
)
"""What counts how much, as a person reads it."""


def to_json(found: Sequence[Reason]) -> list[dict[str, Any]]:
    """Reasons as plain JSON values."""
    return [{"kind": one.kind.value, "points": one.points, "says": one.says} for one in found]


def from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Reasons as `to_json` wrote them."""
    return tuple(Reason(Kind(one["kind"]), one["points"], one["says"]) for one in kept)
