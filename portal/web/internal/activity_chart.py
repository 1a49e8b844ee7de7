"""Geometry of the chart of active people: the account's line over the band of those like it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from portal.services.similar import Activity

WIDTH: Final = 440
HEIGHT: Final = 176
INSET: Final = 22
FALLEN: Final = 0.75
"""A line whose end is below this share of its peak is drawn as falling."""
MOST_TICKS: Final = 7

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ActivityChart:
    """Paths and places in the units of the view box; `ticks` are weeks with their places, `top` the highest value."""

    line: str
    end: Point
    falling: bool
    band: str | None
    middle: str | None
    ticks: tuple[tuple[int, float], ...]
    top: int


def draw(activity: Activity) -> ActivityChart:
    """The chart of an account that somebody has used the product in, or that has a clock."""
    own = [(float(week), float(people)) for week, people in enumerate(activity.weeks, 1) if week < activity.elapsed]
    own.append((max(activity.elapsed, 1.0), float(activity.now)))
    last = max(own[-1][0], len(activity.band), 2.0)
    top = max([people for _, people in own] + [week.high for week in activity.band] + [1.0])

    def place(week: float, people: float) -> Point:
        across = INSET + (WIDTH - 2 * INSET) * (week - 1) / (last - 1)
        return round(across, 1), round(INSET + (HEIGHT - 2 * INSET) * (1 - people / top), 1)

    points = [place(*one) for one in own]
    lows = [place(one.week, one.low) for one in activity.band]
    highs = [place(one.week, one.high) for one in activity.band]
    return ActivityChart(
        line=_path(points),
        end=points[-1],
        falling=own[-1][1] < FALLEN * max(people for _, people in own),
        band=f"{_path([*highs, *reversed(lows)])}Z" if highs else None,
        middle=_path([place(one.week, one.middle) for one in activity.band]) if highs else None,
        ticks=tuple((week, place(week, 0)[0]) for week in _ticks(int(last))),
        top=round(top),
    )


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _ticks(last: int) -> range:
    """The weeks that are named, evenly apart and few enough to read."""
    return range(1, last + 1, -(-last // MOST_TICKS))
