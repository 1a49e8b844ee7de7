"""A colour as an admin judges it: on light and on dark, with the proof that everything can be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from portal.domain.wording import phrase
from portal.web.theme import GROUNDS, Proof, Theme, Tones, proofs, theme

PORTAL_COLOUR: Final = "#2f3fd0"
"""What static/css/app.css is painted with."""
INKS: Final = {"light": "#171b2b", "dark": "#eceef5"}
TONES: Final = {"light": phrase("On light"), "dark": phrase("On dark")}
WHATS: Final = {
    "words on a button": phrase("Words on a button"),
    "number on a bar": phrase("A number on a bar"),
    "words in the brand's colour": phrase("Words in your colour"),
    "lines, bars, focus": phrase("Lines, bars and focus rings"),
    "quiet words on the tint": phrase("Quiet words on the tint"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One of the two grounds: what it is called, what it is painted with, and the colours on it."""

    name: str
    ground: str
    card: str
    ink: str
    tones: Tones


@dataclass(frozen=True, slots=True)
class Contrast:
    """The worst contrast of one kind on light and on dark, and the one it needs."""

    what: str
    light: float
    dark: float
    least: float

    @property
    def holds(self) -> bool:
        """Whether it is enough on both."""
        return min(self.light, self.dark) >= self.least


@dataclass(frozen=True, slots=True)
class Look:
    """A colour, what becomes of it, and the worst contrast of each kind.

    `bent` says that words in the colour itself could not be read everywhere, so that they are shown a little darker.
    """

    colour: str
    grounds: tuple[Ground, ...]
    contrasts: tuple[Contrast, ...]
    bent: bool


def look(colour: str) -> Look:
    """How a colour looks, given as `#rrggbb`, or empty for the portal's own."""
    shown = colour or PORTAL_COLOUR
    found = theme(shown)
    return Look(shown, tuple(_grounds(found)), tuple(_worst(proofs(found))), bent=found.light.text != shown)


def _grounds(found: Theme) -> Iterator[Ground]:
    yield Ground(TONES["light"], GROUNDS["light"][0], GROUNDS["light"][1], INKS["light"], found.light)
    yield Ground(TONES["dark"], GROUNDS["dark"][0], GROUNDS["dark"][1], INKS["dark"], found.dark)


def _worst(met: tuple[Proof, ...]) -> Iterator[Contrast]:
    """For each kind the pair that is hardest to see, on either ground."""
    for what, words in WHATS.items():
        light, dark = (min(proof.ratio for proof in met if (proof.what, proof.tone) == (what, tone)) for tone in TONES)
        yield Contrast(words, light, dark, next(proof.least for proof in met if proof.what == what))
