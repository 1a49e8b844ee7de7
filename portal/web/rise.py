"""The Rise: a stair of milestones. Every place that draws it gets its geometry here."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from portal.domain.progress import MilestoneProgress, State

KINDS: Final = {
    State.LOCKED: "later",
    State.AVAILABLE: "next",
    State.IN_PROGRESS: "now",
    State.BLOCKED: "held",
    State.DONE: "done",
    State.CELEBRATED: "done",
}
"""How a bar is drawn: solid, filled so far, outlined, hatched, or dashed."""
LEAST_FILL: Final = 6.0
RADIUS: Final = 12
"""How round the head of a bar is."""
CAPTION: Final = 40.0
"""So much of a bar's head stays free of its fill, for the words in it."""


@dataclass(frozen=True)
class Bar:
    """One step of the stair, in the units of its view box; its foot is at `y` + `height`."""

    x: float
    y: float
    width: float
    height: float

    @cached_property
    def middle(self) -> float:
        """Where its words and its flag stand."""
        return _round(self.x + self.width / 2)

    @cached_property
    def foot(self) -> float:
        """The line it stands on."""
        return _round(self.y + self.height)

    @cached_property
    def head(self) -> str:
        """The path of its rounded head alone: the gold cap of a celebrated milestone."""
        return f"M{self.x} {_round(self.y + RADIUS)}{self._over}z"

    @cached_property
    def outline(self) -> str:
        """The path of the bar: round above, square where it stands."""
        return f"M{self.x} {self.foot}V{_round(self.y + RADIUS)}{self._over}V{self.foot}z"

    def filled(self, share: float) -> float:
        """How high a share of the bar is: always to be seen, and below the caption."""
        return _round(min(max(share * self.height, LEAST_FILL), self.height - CAPTION))

    @cached_property
    def _over(self) -> str:
        flat = _round(self.width - 2 * RADIUS)
        return f"q0 -{RADIUS} {RADIUS} -{RADIUS}h{flat}q{RADIUS} 0 {RADIUS} {RADIUS}"


@lru_cache
def stair(
    count: int, *, width: float, height: float, low: float, high: float, gap: float, mirrored: bool = False
) -> tuple[Bar, ...]:
    """Bars from the first milestone to the last, `low` to `high`, standing at the foot of the view box.

    Kept, because a ladder's stair is the same for everybody on it. `mirrored` begins at the right, for readers who do.
    """
    wide = (width - gap * (count - 1)) / count if count else 0.0
    climb = (high - low) / (count - 1) if count > 1 else 0.0
    bars = []
    for place in range(count):
        column = count - 1 - place if mirrored else place
        tall = _round(low + place * climb)
        bars.append(Bar(_round(column * (wide + gap)), _round(height - tall), _round(wide), tall))
    return tuple(bars)


def kind(milestone: MilestoneProgress) -> str:
    """How a milestone's bar is drawn; one that rests or was put off looks like one that is still to come."""
    away = milestone.away_until and milestone.state is not State.BLOCKED
    return "later" if away else KINDS[milestone.state]


def _round(value: float) -> float:
    return round(value, 1)
