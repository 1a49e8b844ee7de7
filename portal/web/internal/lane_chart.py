"""Geometry of the tracks: a few weeks around today, a lane for each track, a bar for each piece of its work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from portal.domain import lifecycle
from portal.domain.lanes import Lane, Piece, Stand
from portal.domain.lifecycle import DAY, Onboarding
from portal.domain.wording import count_of

WIDTH: Final = 640
LEFT: Final = 148
HEAD: Final = 34
ROW: Final = 30
GAP: Final = 14
WEEKS: Final = 6
BEFORE: Final = 2
LETTER: Final = 6.9
"""About as wide is a letter of a label, in the units of the view box."""
PADDING: Final = 10
THINNEST: Final = 8.0
KINDS: Final = {
    Stand.DONE: "l-d",
    Stand.UNDER_WAY: "l-h",
    Stand.WAITS: "l-b",
    Stand.LATE: "l-b",
    Stand.AHEAD: "l-n",
}
ON: Final = {Stand.DONE: "w", Stand.UNDER_WAY: "wb", Stand.WAITS: "cl", Stand.LATE: "cl", Stand.AHEAD: ""}
LONGEST: Final = 22
LONGEST_LABEL: Final = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and its label; `kind` and `tone` are classes, the label stands at `text_x`."""

    x: float
    y: float
    width: float
    kind: str
    tone: str
    label: str
    text_x: float


@dataclass(frozen=True, slots=True)
class LaneDrawn:
    """A track's lane: its words at the start, its bars."""

    title: str
    owner: str
    y: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class LaneChart:
    """The whole drawing; `weeks` are the weeks of the plan with where each begins, `today` is a place across."""

    first: int
    last: int
    height: float
    weeks: tuple[tuple[int, float], ...]
    today: float
    lanes: tuple[LaneDrawn, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    start: date
    end: date

    def across(self, day: date) -> float:
        share = (day - self.start) / (self.end - self.start)
        return round(LEFT + (WIDTH - LEFT) * min(max(share, 0.0), 1.0), 1)


def draw(lanes: Sequence[Lane], owners: dict[str, str], onboarding: Onboarding, today: date) -> LaneChart | None:
    """The weeks around today; None while there is no kickoff to count from."""
    kickoff, week = onboarding.kickoff_on, lifecycle.week(onboarding, today)
    if kickoff is None:
        return None
    first = max((week or 1) - BEFORE, 1)
    starts = [lifecycle.later(onboarding.holds, kickoff, 7 * (n - 1), today) for n in range(first, first + WEEKS + 1)]
    window = _Window(starts[0], starts[-1])
    drawn: list[LaneDrawn] = []
    y = float(HEAD)
    for lane in lanes:
        bars, rows = _bars(lane, window, y, today)
        drawn.append(
            LaneDrawn(
                _short(lane.track.title, LONGEST), _short(owners.get(lane.track.id) or "No owner", LONGEST), y, bars
            )
        )
        y += max(rows, 1) * ROW + GAP
    weeks = tuple((first + n, window.across(start)) for n, start in enumerate(starts[:-1]))
    return LaneChart(first, first + WEEKS - 1, y, weeks, window.across(today), tuple(drawn))


def _bars(lane: Lane, window: _Window, top: float, today: date) -> tuple[tuple[Bar, ...], int]:
    """The bars of the pieces that fall into the window, each in the first row with room, and how many rows that is."""
    free: list[float] = []
    bars = []
    for piece in lane.pieces:
        if piece.end < window.start or piece.start >= window.end:
            continue
        x = window.across(piece.start)
        width = max(window.across(piece.end + DAY) - x - 2, THINNEST)
        label = _short(_label(piece, today), LONGEST_LABEL)
        reach = max(width, _wide(label)) + 4
        row = next((n for n, until in enumerate(free) if until <= x), len(free))
        free[row : row + 1] = [x + reach]
        bars.append(_bar(piece, label, x, width, top + row * ROW))
    return tuple(bars), len(free)


def _label(piece: Piece, today: date) -> str:
    """What a bar is, and what keeps it: on whom it waits, or how late it is."""
    match piece.stand:
        case Stand.WAITS if piece.waits:
            return f"{piece.milestone.short}: {piece.waits.on}, {count_of((today - piece.start).days, 'day')}"
        case Stand.LATE if piece.due:
            return f"{piece.milestone.short}, {count_of((today - piece.due).days, 'day')} late"
        case _:
            return piece.milestone.short


def _bar(piece: Piece, label: str, x: float, width: float, y: float) -> Bar:
    """A bar with its label inside, or beside it where it is too short for that."""
    inside = _wide(label) <= width
    tone = ON[piece.stand] if inside else ""
    text_x = x + PADDING if inside else min(x + width + 6, WIDTH - _wide(label) + PADDING)
    return Bar(x, y, round(width, 1), KINDS[piece.stand], tone, label, round(text_x, 1))


def _wide(label: str) -> float:
    return len(label) * LETTER + 2 * PADDING


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
