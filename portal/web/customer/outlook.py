"""The forecast as a small chart: a bar for the likely days of each milestone, a dot for the likeliest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten
from typing import Final

from portal.domain.forecast import Outlook
from portal.web.words import Words

WIDTH: Final = 344
MARGIN: Final = 26
HEAD, ROW = 22, 40
WEEK: Final = 7
MARKS: Final = 3
LONGEST_LABEL: Final = 40
SHORTEST_BAR: Final = 8.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """One milestone's row: where its label, its bar and its dot are. A planned day is a dot without a bar."""

    outlook: Outlook
    label: str
    y: int
    x: float
    width: float
    dot: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart. Where lines begin on the right it is mirrored; `edge` is where rows and labels begin."""

    outlook: tuple[Outlook, ...]
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    height: int
    edge: float
    anchor: str
    teams: int
    planned: int

    @property
    def width(self) -> int:
        """The width of the view box."""
        return WIDTH


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a day stands; what lies beyond the last day stands at the end."""

    today: date
    days: int
    mirrored: bool

    def x(self, on: date | None) -> float:
        days = self.days if on is None else min(max((on - self.today).days, 0), self.days)
        x = MARGIN + (WIDTH - 2 * MARGIN) * days / self.days
        return round(WIDTH - x if self.mirrored else x, 1)


def chart(outlook: Sequence[Outlook], today: date, words: Words) -> Chart | None:
    """The chart of what lies ahead; None where nothing can be said."""
    if not outlook:
        return None
    scale = _Scale(today, max((_end(one) - today).days for one in outlook), mirrored=words.direction == "rtl")
    return Chart(
        outlook=tuple(outlook),
        bands=tuple(_band(one, place, scale) for place, one in enumerate(outlook)),
        marks=_marks(scale, words),
        height=HEAD + ROW * len(outlook) + 6,
        edge=WIDTH - MARGIN - 6 if scale.mirrored else MARGIN + 6,
        anchor="end" if scale.mirrored else "start",
        teams=min((one.teams for one in outlook if not one.planned), default=0),
        planned=sum(one.planned for one in outlook),
    )


def _end(one: Outlook) -> date:
    """The last day to show: of an open range, as far beyond the middle as it begins before it."""
    return max(one.to_on or one.on + (one.on - one.from_on), one.on + timedelta(days=1))


def _band(one: Outlook, place: int, scale: _Scale) -> Band:
    ends = sorted((scale.x(one.from_on), scale.x(one.to_on)))
    dot = scale.x(one.on)
    width = 0.0 if one.planned else max(ends[1] - ends[0], SHORTEST_BAR)
    x = min(ends[0], dot - SHORTEST_BAR / 2) if width == SHORTEST_BAR else ends[0]
    label = shorten(one.milestone.title, LONGEST_LABEL, placeholder="…")
    return Band(one, label, HEAD + ROW * place, round(x, 1), round(width, 1), dot)


def _marks(scale: _Scale, words: Words) -> tuple[Mark, ...]:
    """Today, and up to three days after it that are whole weeks apart."""
    step = max(-(-scale.days // (MARKS * WEEK)), 1) * WEEK
    later = [scale.today + timedelta(days=days) for days in range(step, scale.days + 1, step)]
    return (Mark(scale.x(scale.today), words.gettext("Today")), *(Mark(scale.x(on), words.day(on)) for on in later))
