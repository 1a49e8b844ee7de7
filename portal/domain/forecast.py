"""When a member will reach what is still open on their ladder: a range of days, from how long similar teams waited.

Two hundred imagined teams stand where the member stands. For each milestone in turn each of them waits as long as one
of the similar teams did, and the days they arrive on are the forecast.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import ceil, inf
from random import Random
from typing import Final

from portal.domain.lifecycle import Onboarding, running, running_days
from portal.domain.playbook import Milestone
from portal.domain.progress import LadderProgress, MilestoneProgress
from portal.domain.waits import ENOUGH, History

IMAGINED: Final = 200
EARLY, MIDDLE, LATE = 0.1, 0.5, 0.9

Days = tuple[float, ...]
"""Days from today, or of waiting; infinite beyond what the history shows."""

AT_ONCE: Final[Days] = (0.0,) * IMAGINED


@dataclass(frozen=True, slots=True)
class Outlook:
    """When a milestone is likely to be reached: from `from_on` to `to_on` in 8 of 10 cases, most likely around `on`.

    `teams` is how many teams say so; 0 is the plan's own day, which has no range. `to_on` is None where fewer than
    9 in 10 have got there yet. `blocked` says that somebody is waited for, which makes the range wider.
    """

    milestone: Milestone
    on: date
    from_on: date
    to_on: date | None
    teams: int
    blocked: bool = False

    @property
    def planned(self) -> bool:
        """Whether this is the plan speaking, for want of history."""
        return self.teams == 0


@dataclass(frozen=True, slots=True)
class Outset:
    """What a forecast starts from: the account's run, how long similar teams waited, and the plan's days."""

    onboarding: Onboarding
    started_on: date | None
    histories: Mapping[str, History]
    planned: Mapping[str, date]


def forecast(progress: LadderProgress, outset: Outset, today: date) -> tuple[Outlook, ...]:
    """What lies ahead on a ladder, in its order. Nothing while the account is on hold: nobody knows until when.

    A milestone that fewer than ten similar teams have waited for, or that fewer than half of them reached, has the
    plan's day. One whose planned day has passed, or lies before what comes first, has none.
    """
    if not running(outset.onboarding.holds, today, today):
        return ()
    return tuple(_outlooks(progress, outset, today))


def _outlooks(progress: LadderProgress, outset: Outset, today: date) -> Iterator[Outlook]:
    before: date | Days | None = outset.started_on
    arrived: dict[str, Days] = {}
    for place, rung in enumerate(progress.milestones):
        if rung.done_at:
            before = rung.done_at.date()
            continue
        since = _since(rung, before, arrived)
        history = outset.histories.get(rung.milestone.id)
        waits = _waits(history, since, outset.onboarding, today) if history else ()
        begun = since if isinstance(since, tuple) else AT_ONCE
        arrivals = _arrivals(rung, place, begun, waits, today) if waits else None
        planned = _planned(outset.planned.get(rung.milestone.id), begun, today)
        if history and arrivals and _at(arrivals, MIDDLE) < inf:
            yield _measured(rung, arrivals, history.teams, today)
        elif planned:
            yield Outlook(rung.milestone, planned, planned, planned, teams=0, blocked=rung.blocked is not None)
            arrivals = (float((planned - today).days),) * IMAGINED
        else:
            continue
        before = arrived[rung.milestone.id] = arrivals


def _since(rung: MilestoneProgress, before: date | Days | None, arrived: Mapping[str, Days]) -> date | Days | None:
    """When a milestone's turn comes: after the one before it, and after all it requires."""
    gates = [arrived[other.id] for other in rung.waits_for if other.id in arrived]
    if isinstance(before, tuple):
        gates.append(before)
    return tuple(max(days) for days in zip(*gates, strict=True)) if gates else before


def _planned(planned: date | None, begun: Days, today: date) -> date | None:
    """The plan's day, unless it has passed, or lies before the likely day of what comes first."""
    return planned if planned and (planned - today).days >= _at(begun, MIDDLE) else None


def _waits(history: History, before: date | Days | None, onboarding: Onboarding, today: date) -> Days:
    """The waits that are still possible, less what has been waited; none where the history has nothing to say."""
    if history.teams < ENOUGH or before is None:
        return ()
    waits = (inf if wait is None else float(wait) for wait in history.waits)
    if isinstance(before, tuple):
        return tuple(waits)
    waited = running_days(onboarding.holds, before, today, today)
    return tuple(wait - waited for wait in waits if wait > waited)


def _arrivals(rung: MilestoneProgress, place: int, begun: Days, waits: Days, today: date) -> Days:
    """The days until the imagined teams, having begun, reach a milestone."""
    rest, held = _rest(rung, today), _held(rung, today)
    return tuple(
        max(start + waits[turn * len(waits) // IMAGINED], rest) + held * longer / IMAGINED
        for start, turn, longer in zip(begun, _turns(place), _turns(-1 - place), strict=True)
    )


def _rest(rung: MilestoneProgress, today: date) -> float:
    """The days for which nobody means to go on with it."""
    return float(max(((day - today).days for day in (rung.rests_until, rung.snoozed_until) if day), default=0))


def _held(rung: MilestoneProgress, today: date) -> int:
    """A block lasts between no longer and as long again as it has lasted; the day it began counts as one."""
    return (today - rung.blocked.since.date()).days + 1 if rung.blocked else 0


@lru_cache
def _turns(place: int) -> Sequence[int]:
    """Which share of the waits each imagined team draws for the milestone at a place: every share once, shuffled.

    Fixed, so that the same facts always give the same forecast.
    """
    turns = list(range(IMAGINED))
    Random(place).shuffle(turns)  # noqa: S311 - it imagines teams, it keeps no secret
    return turns


def _measured(rung: MilestoneProgress, arrivals: Days, teams: int, today: date) -> Outlook:
    early, middle, late = (_at(arrivals, share) for share in (EARLY, MIDDLE, LATE))
    return Outlook(
        milestone=rung.milestone,
        on=today + timedelta(days=round(middle)),
        from_on=today + timedelta(days=round(early)),
        to_on=None if late == inf else today + timedelta(days=round(late)),
        teams=teams,
        blocked=rung.blocked is not None,
    )


def _at(arrivals: Days, share: float) -> float:
    """The day by which a share of the imagined teams has arrived."""
    return sorted(arrivals)[ceil(share * len(arrivals)) - 1]
