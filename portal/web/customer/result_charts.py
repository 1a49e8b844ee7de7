"""Geometry of the charts of results. Across, everything is in percent, so that a chart is as wide as its place.

`mirrored` is for readers whose lines begin on the right: charts then begin there too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from portal.domain.measures import WEEK, Better
from portal.domain.results import Result, WeekNumber

Anchor = Literal["start", "middle", "end"]

HIGH: Final = 180
"""The height of a chart of weeks, in pixels."""

ROOM: Final = 1.15
"""How much higher than its highest value a chart is."""

LINE: Final = 17
"""The height of a line of words, in pixels."""

EDGE: Final = 14.0
"""A label nearer to an edge than this, in percent, leans away from it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from `x` on, in percent."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in percent, and how a label there is aligned."""

    x: float
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The start and today as bars, the last goal as a mark. `label` is where words within a bar begin."""

    before: Bar
    now: Bar | None
    goal: Mark
    label: Mark


@dataclass(frozen=True, slots=True)
class Point:
    """One week: across in percent, down in pixels."""

    x: float
    y: float
    week: WeekNumber


class Level(NamedTuple):
    """A line across at a height in pixels, and where its words stand: on the side that the numbers leave free."""

    y: float
    words: float


@dataclass(frozen=True, slots=True)
class WeekChart:
    """A line through the weeks, broken where a week has no number; `path` lies in a box of 100 by HIGH."""

    path: str
    points: tuple[Point, ...]
    baseline: Level | None
    goal: Level | None
    ticks: tuple[tuple[Mark, date], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One week of people: a bar of a chart that is HIGH pixels high, and where its label stands."""

    x: float
    width: float
    y: float
    height: float
    middle: float


def before_after(
    baseline: float, now: float | None, goals: Sequence[float], unit: str, *, mirrored: bool = False
) -> BeforeAfter:
    """The bars of one result."""
    top = max(baseline, now or 0.0, *goals, 100.0 if unit == "%" else 0.0) or 1.0
    return BeforeAfter(
        before=_bar(baseline / top, mirrored),
        now=None if now is None else _bar(now / top, mirrored),
        goal=_mark(100 * goals[-1] / top, mirrored),
        label=_mark(2.0, mirrored),
    )


def weekly(result: Result, *, mirrored: bool = False) -> WeekChart | None:
    """The line chart of a result; None without a week."""
    if not result.weeks:
        return None
    first, last = result.weeks[0].week, result.weeks[-1].week
    span = max((last - first) // WEEK, 1)
    lines = [result.target.baseline, result.target.goals[-1]] if result.target else []
    falling = result.measure.better is Better.LOWER
    top = max(*(week.value for week in result.weeks), *lines, 0.0) * ROOM or 1.0
    points = tuple(
        Point(_across((week.week - first) // WEEK / span, mirrored), _down(week.value, top), week)
        for week in result.weeks
    )
    ends = [points[0]] if len(points) == 1 else [points[0], points[-1]]
    return WeekChart(
        path=_path(points),
        points=points,
        baseline=_level(_down(lines[0], top), above=falling) if lines else None,
        goal=_level(_down(lines[1], top), above=not falling) if lines else None,
        ticks=tuple((_leaning(point.x), point.week.week) for point in ends),
    )


def columns(counts: Sequence[int], *, mirrored: bool = False) -> tuple[Column, ...]:
    """A bar for each week, the first at the start."""
    top = max([*counts, 1]) * ROOM
    slot = 100 / max(len(counts), 6)
    places = [100 - slot * (n + 1) if mirrored else slot * n for n in range(len(counts))]
    return tuple(
        Column(
            x=_round(x + slot * 0.12),
            width=_round(slot * 0.76),
            y=_down(count, top),
            height=_round(HIGH - _down(count, top)),
            middle=_round(x + slot / 2),
        )
        for x, count in zip(places, counts, strict=True)
    )


def _path(points: Sequence[Point]) -> str:
    drawn = []
    for place, point in enumerate(points):
        follows = place and abs((point.week.week - points[place - 1].week.week) // WEEK) == 1
        drawn.append(f"{'L' if follows else 'M'}{point.x} {point.y}")
    return "".join(drawn)


def _level(y: float, *, above: bool) -> Level:
    return Level(y, _round(y - 6 if above or y + LINE > HIGH else y + LINE))


def _across(share: float, mirrored: bool) -> float:  # noqa: FBT001 - a private step of the geometry
    """A place between the edges, with room for half a point."""
    x = 2 + 96 * share
    return _round(100 - x if mirrored else x)


def _down(value: float, top: float) -> float:
    return _round(HIGH * (1 - value / top))


def _bar(share: float, mirrored: bool) -> Bar:  # noqa: FBT001 - a private step of the geometry
    width = _round(100 * share)
    return Bar(_round(100 - width) if mirrored else 0.0, width)


def _mark(x: float, mirrored: bool) -> Mark:  # noqa: FBT001 - a private step of the geometry
    return _leaning(_round(100 - x if mirrored else x))


def _leaning(x: float) -> Mark:
    if x < EDGE:
        return Mark(x, "start")
    return Mark(x, "end" if x > 100 - EDGE else "middle")


def _round(value: float) -> float:
    return round(value, 1)
