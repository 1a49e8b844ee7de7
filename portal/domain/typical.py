"""How long accounts like one usually take to go live: their median, or the configured least until there is history."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

FEWEST: Final = 5
"""So many onboardings make a median worth planning by."""
SIMILAR: Final = 2
"""An account of up to twice or down to half the seats is alike."""


@dataclass(frozen=True, slots=True)
class Typical:
    """So many days, as the median of `sample` onboardings; 0 where there is no history and the least is taken."""

    days: int
    sample: int
    alike: bool


def typical(history: Sequence[tuple[int | None, int]], seats: int | None, least: int) -> Typical:
    """What to plan with, from pairs of seats and days: by accounts of like size, else by all, else the least."""
    alike = [days for others, days in history if others and seats and seats / SIMILAR <= others <= seats * SIMILAR]
    every = [days for _, days in history]
    for days, is_alike in ((alike, True), (every, False)):
        if len(days) >= FEWEST:
            return Typical(round(median(days)), len(days), is_alike)
    return Typical(least, 0, alike=False)
