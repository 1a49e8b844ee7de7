"""The bars of an impact: where it started, where it is, and the goal."""

from dataclasses import dataclass
from typing import Final

from portal.domain.results import Impact
from portal.web.words import Words

WIDTH: Final = 296
THINNEST: Final = 4.0


@dataclass(frozen=True, slots=True)
class Bars:
    """The geometry of two bars and the line of the goal; where lines begin on the right they grow from there."""

    before: float
    now: float
    goal: float
    goal_label: float
    mirrored: bool

    def x(self, width: float) -> float:
        """Where a bar of a width begins."""
        return round(WIDTH - width, 1) if self.mirrored else 0.0


def bars(impact: Impact, words: Words) -> Bars:
    """The bars of an impact, the longest as long as the view box."""
    most = max(impact.before, impact.now, impact.goal) or 1.0
    mirrored = words.direction == "rtl"
    before, now, goal = (
        max(round(WIDTH * value / most, 1), THINNEST) for value in (impact.before, impact.now, impact.goal)
    )
    line = WIDTH - goal if mirrored else goal
    return Bars(before, now, round(line, 1), round(min(max(line, 32), WIDTH - 32), 1), mirrored)
