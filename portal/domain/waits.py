"""How long teams waited for a milestone: from when the one before it was reached, in running days.

A team that still waits is evidence too: it is counted by the product-limit estimate (Kaplan and Meier, 1958), not left
out, because leaving out the slow would promise everybody the pace of the fast.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from portal.domain.lifecycle import Hold, running_days
from portal.domain.playbook import Milestone

GRAIN: Final = 40
"""How many equally likely waits stand for a whole distribution."""
ENOUGH: Final = 10
"""The fewest teams that a forecast is made from."""
SIZE_BANDS: Final = (50, 200, 1000)
"""Where a size of company ends and the next begins, in seats."""
EVERYBODY: Final = "all"
ROUNDING: Final = 1e-9

Waits = tuple[int | None, ...]
"""`GRAIN` equally likely waits in days, the shortest first; None beyond what the history shows."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A team that waited for some days; it reached the milestone then, or was still waiting."""

    team: UUID
    days: int
    reached: bool


@dataclass(frozen=True, slots=True)
class History:
    """The waits of a number of teams."""

    teams: int
    waits: Waits


@dataclass(frozen=True, slots=True)
class Climb:
    """One team's way up: when it began, when it reached what, and the day up to which it is known."""

    team: UUID
    started_on: date
    reached: Mapping[str, date]
    holds: Sequence[Hold]
    known_until: date


def observed(milestones: Iterable[Milestone], climb: Climb) -> Iterator[tuple[str, Observation]]:
    """What a climb says about each milestone that was waited for, by its id."""
    before: date | None = climb.started_on
    for milestone in milestones:
        reached = climb.reached.get(milestone.id)
        if before:
            end = reached or climb.known_until
            days = running_days(climb.holds, before, end, climb.known_until)
            yield milestone.id, Observation(climb.team, days, reached is not None)
        before = reached


def history(observations: Sequence[Observation]) -> History:
    """What the observations say; people of one team are one team, however many they are."""
    return History(len({one.team for one in observations}), equally_likely(observations))


def equally_likely(observations: Iterable[Observation]) -> Waits:
    """The distribution of waits as `GRAIN` days: the middles of as many equal shares of the teams."""
    left, ended = Counter[int](), Counter[int]()
    for one in observations:
        left[one.days] += 1
        ended[one.days] += one.reached
    waiting, share = left.total(), 1.0
    found: list[int | None] = []
    for days in sorted(left):
        share *= 1 - ended[days] / waiting
        waiting -= left[days]
        reached = sum((place + 0.5) / GRAIN <= 1 - share + ROUNDING for place in range(GRAIN))
        found += [days] * (reached - len(found))
    return (*found, *[None] * (GRAIN - len(found)))


def segments(industry: str | None, seats: int | None) -> tuple[str, ...]:
    """The groups of similar teams an account belongs to, the most similar first: industry, size, everybody."""
    own = [f"industry:{industry.casefold()}"] if industry else []
    if seats is not None:
        own.append(f"size:{sum(seats >= edge for edge in SIZE_BANDS)}")
    return (*own, EVERYBODY)


def most_similar(found: Mapping[tuple[str, str], History], nearest: Sequence[str]) -> dict[str, History]:
    """For each milestone the history of the most similar segment with enough teams; `found` is by both of them."""
    chosen: dict[str, History] = {}
    for segment in reversed(nearest):
        of_segment = {milestone: one for (where, milestone), one in found.items() if where == segment}
        chosen |= {milestone: one for milestone, one in of_segment.items() if one.teams >= ENOUGH}
    return chosen
