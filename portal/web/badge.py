"""A badge to keep, and where its parts and its confetti stand: fixed, so that it is drawn twice the same."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from textwrap import wrap
from typing import Final
from unicodedata import normalize

from resvg_py import svg_to_bytes

from portal.domain.branding import Brand
from portal.domain.progress import LadderProgress
from portal.resources import STATIC
from portal.web.theme import theme

PETALS: Final = 24
PIECES: Final = 46
SCALLOPS: Final = tuple(
    (round(120 + 103 * cos(2 * pi * n / PETALS), 1), round(120 + 103 * sin(2 * pi * n / PETALS), 1))
    for n in range(PETALS)
)
"""The middles of the circles around the disc, in a square of 240 units."""


PIXELS: Final = 1200
"""The width and the height of the picture."""
FONTS: Final = [str(STATIC / "fonts" / f"{name}.ttf") for name in ("bricolage-650", "figtree-500", "arabic-and-latin")]
"""What the words of a picture are set in: Latin and Arabic."""
LATIN: Final = "\n -\u00ff\u0131\u0152\u0153\u2013-\u2026"
RIGHT_TO_LEFT: Final = "\u202b"
END: Final = "\u202c"
"""Around a text whose line begins on the right: the renderer knows no other way to say it."""
ARABIC: Final = re.compile("[\u0600-\u06ff\u202b\u202c]")
RUN: Final = re.compile(f"(?P<latin>[{LATIN}]+)|(?P<other>[^{LATIN}]+)")
OWN_BAR: Final = "#8d9dff"
"""The colour of a badge's bars where nobody chose a brand's; `--badge-bar` of static/css/app.css."""
LINE: Final = 26
LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text for one font: that of `latin`, of `arabic`, or for `other` scripts one of the machine."""

    text: str
    script: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of confetti, by its middle, in a field of 1200 by 560 units; `kind` is its colour's class."""

    x: int
    y: int
    turn: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One milestone in the badge's stair; the flag stands on the celebrated one."""

    x: float
    y: float
    width: float
    reached: bool
    flag: bool


def _piece(n: int) -> Piece:
    # Growing strides scatter the pieces; the middle stays free for the badge and the words.
    across, down = n * n * 0.6180340 % 1, n * n * 0.7548777 % 1
    x = 95 + across * 300 if n % 2 else 1105 - across * 300
    y = 40 + down * 360
    return Piece(round(x), round(y), n * 67 % 180, 9 if n % 3 == 0 else 16, "abacd"[n % 5])


CONFETTI: Final = tuple(_piece(n) for n in range(PIECES))


def stair(progress: LadderProgress, milestone_id: str) -> tuple[Bar, ...]:
    """The ladder as a stair inside the disc: reached bars solid, the rest outlined."""
    rungs = progress.milestones
    wide = 160 / len(rungs)
    rise = 54 / max(len(rungs) - 1, 1)
    return tuple(
        Bar(
            x=round(40 + place * wide, 1),
            y=round(146 - place * rise, 1),
            width=round(wide - 5, 1),
            reached=rung.state.reached,
            flag=rung.milestone.id == milestone_id,
        )
        for place, rung in enumerate(rungs)
    )


def runs(text: str) -> list[Run]:
    """A text as runs of one font each, because the renderer takes only the first of a list.

    Arabic letters join, and the font that has them has Latin ones too, so a text with them stays in one piece.
    """
    if ARABIC.search(text):
        return [Run(f"{RIGHT_TO_LEFT}{text}{END}", "arabic")]
    return [Run(found.group(), str(found.lastgroup)) for found in RUN.finditer(normalize("NFC", text))]


def bar_colour(brand: Brand) -> str:
    """The colour of the bars in a picture, which has no style sheet."""
    return theme(brand.colour).badge if brand.colour else OWN_BAR


def lines(title: str) -> list[str]:
    """A title in at most two lines that fit the picture."""
    return wrap(title, LINE, max_lines=LINES, placeholder=" …")


@lru_cache(maxsize=64)
def picture(drawing: str) -> bytes:
    """An SVG as a square PNG. Letters of scripts that our fonts lack come from the fonts of the machine."""
    own = all(found.lastgroup == "latin" for found in RUN.finditer(ARABIC.sub("", drawing)))
    return bytes(svg_to_bytes(svg_string=drawing, width=PIXELS, height=PIXELS, font_files=FONTS, skip_system_fonts=own))
