"""Geometry of the small charts, worked out on the server. Every number ends up in an SVG attribute."""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
FALLEN = 0.75
"""A line whose end is below this share of its peak is drawn as falling."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line chart's geometry: the path, its points, and whether it has fallen from its peak."""

    path: str
    points: tuple[Point, ...]
    falling: bool

    @property
    def end(self) -> Point:
        """Where the line ends."""
        return self.points[-1]


def line(values: Sequence[float], *, width: float, height: float, inset: float = 0.0) -> Line | None:
    """A line through the values from left to right, zero at the bottom; None without values.

    `inset` keeps that much room on every side, in the units of the view box.
    """
    if not values:
        return None
    top = max(*values, 1)
    wide, high = width - 2 * inset, height - 2 * inset
    step = wide / (len(values) - 1) if len(values) > 1 else 0.0
    start = inset if len(values) > 1 else width - inset
    points = tuple((_round(start + n * step), _round(inset + high * (1 - v / top))) for n, v in enumerate(values))
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    return Line(path, points, falling=values[-1] < FALLEN * max(values))


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a stacked bar, in the units of its view box."""

    x: float
    width: float


def stacked(counts: Sequence[int], *, width: float, gap: float) -> tuple[Bar, ...]:
    """Pieces of one bar as wide as their counts; pieces without a count have no width, nor a gap."""
    total = sum(counts)
    shown = sum(1 for count in counts if count)
    room = width - gap * max(shown - 1, 0)
    bars: list[Bar] = []
    x = 0.0
    for count in counts:
        piece = room * count / total if total else 0.0
        bars.append(Bar(_round(x), _round(piece)))
        x += piece + gap if count else 0.0
    return tuple(bars)


def _round(value: float) -> float:
    return round(value, 1)
