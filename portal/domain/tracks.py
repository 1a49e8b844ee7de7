"""Which track was worked on in which week, and the anti-pattern of tracks that run one after the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from portal.domain import lifecycle
from portal.domain.lifecycle import Onboarding
from portal.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class Work:
    """Something that was done for a track on a day: a step, or a milestone."""

    track: str
    on: date


@dataclass(frozen=True, slots=True)
class Sequence:
    """Tracks that run one after the other, in that order, since a week; `lost` counts the weeks it costs."""

    order: tuple[str, ...]
    lost: int


def weeks_of(work: Iterable[Work], onboarding: Onboarding, today: date) -> Mapping[str, tuple[int, ...]]:
    """The weeks in which each track was worked on, in order, from kickoff until go-live."""
    found: dict[str, set[int]] = {}
    live = onboarding.went_live_on
    for one in work:
        week = lifecycle.week(onboarding, one.on)
        if week is not None and one.on <= today and (live is None or one.on < live):
            found.setdefault(one.track, set()).add(week)
    return {track: tuple(sorted(weeks)) for track, weeks in found.items()}


def in_sequence(weeks: Mapping[str, tuple[int, ...]], plan: Plan) -> Sequence | None:
    """The tracks one after the other, where that already takes longer than a plan that runs them side by side.

    A track whose first week comes after the last week of the one before it waits for it. Two tracks are enough:
    a third that has not begun waits as well.
    """
    spans = sorted((held[0], held[-1], track) for track, held in weeks.items())
    if len(spans) < 2 or any(after[0] <= before[1] for before, after in pairwise(spans)):  # noqa: PLR2004 - a row
        return None
    lost = spans[-1][1] - spans[0][0] + 1 - plan.length
    return Sequence(tuple(track for _, _, track in spans), lost) if lost > 0 else None


def pilot_week(onboarding: Onboarding, pilot_started_on: date | None, today: date) -> int:
    """The week in which the pilot began; while it has not, the week it could begin in at the earliest."""
    begun = pilot_started_on if pilot_started_on and pilot_started_on <= today else today
    return lifecycle.week(onboarding, begun) or 1


def since(work: Iterable[Work], onboarding: Onboarding, plan: Plan, today: date) -> tuple[date, Sequence] | None:
    """The first day on which tracks ran one after the other, and what that had cost by `today` or by go-live."""
    done = [one for one in work if one.on <= today]
    standing = in_sequence(weeks_of(done, onboarding, today), plan)
    if standing is None:
        return None
    days = sorted({one.on for one in done})
    first = next(day for day in days if in_sequence(weeks_of(done, onboarding, day), plan))
    return first, standing
