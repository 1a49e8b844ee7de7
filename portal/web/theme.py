"""From a brand's colour to colours for everything: each pair that is read or seen together has its contrast."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from coloraide import Color

TEXT: Final = 4.6
"""The least contrast of text, a little over WCAG's 4.5 so that rounding cannot fall below it."""
SHAPE: Final = 3.1
"""The least contrast of lines, bars and focus rings, a little over WCAG's 3."""
HALVINGS: Final = 9

Tone = Literal["light", "dark"]
GROUNDS: Final[dict[Tone, tuple[str, ...]]] = {
    "light": ("#faf8f3", "#ffffff", "#f2efe7", "#f6f5f2"),
    "dark": ("#12151f", "#1a1e2b", "#161a25"),
}
"""What pages, cards and sunken bands are painted with in static/css/app.css and internal.css."""
INK: Final = "#11162a"
WHITE: Final = "#ffffff"
MUTED: Final[dict[Tone, tuple[str, ...]]] = {"light": ("#4b5062", "#5c6172"), "dark": ("#b4b9c9", "#a1a7ba")}
"""The softer inks, which also stand on the tint."""
BADGE: Final = "#171b2b"
GREY_HUE: Final = 265.0
"""Greys have no hue: they get that of the ink."""


@dataclass(frozen=True, slots=True)
class Tones:
    """A brand's colours on one ground; `solid` is a button's, `on` stands on it and on `brand`."""

    brand: str
    solid: str
    on: str
    text: str
    tint: str
    edge: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A brand's colours on light and on dark, and that of the bars in a badge."""

    light: Tones
    dark: Tones
    badge: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Two colours that meet, the contrast they have, and the one they need."""

    tone: Tone
    what: str
    front: str
    back: str
    ratio: float
    least: float


@lru_cache(maxsize=256)
def theme(colour: str) -> Theme:
    """The theme of a colour, given as `#rrggbb`."""
    brand = Color(colour).convert("oklch")
    if brand.is_nan("hue"):
        brand["hue"] = GREY_HUE
    light, dark = _light(brand), _dark(brand)
    return Theme(light, dark, dark.brand)


def _light(brand: Color) -> Tones:
    hue = brand["hue"]
    tint = _hex(Color("oklch", [0.955, min(brand["chroma"], 0.035), hue]))
    grounds = (*GROUNDS["light"], tint)
    white = contrast(_hex(brand), WHITE) >= contrast(_hex(brand), INK) / 1.9
    solid = _reach(brand, [WHITE if white else INK], TEXT, towards=0 if white else 1)
    return Tones(
        brand=_reach(Color(solid), grounds, SHAPE, towards=0),
        solid=solid,
        on=WHITE if white else INK,
        text=_reach(brand, grounds, TEXT, towards=0),
        tint=tint,
        edge=_hex(Color("oklch", [0.86, min(brand["chroma"], 0.07), hue])),
    )


def _dark(brand: Color) -> Tones:
    hue, chroma = brand["hue"], brand["chroma"]
    tint = _hex(Color("oklch", [0.29, min(chroma, 0.05), hue]))
    grounds = (*GROUNDS["dark"], tint, BADGE)
    lit = Color("oklch", [max(brand["lightness"], 0.72), min(chroma, 0.17), hue])
    solid = _reach(lit, [INK, *grounds], TEXT, towards=1)
    return Tones(
        brand=solid,
        solid=solid,
        on=INK,
        text=_reach(Color("oklch", [max(brand["lightness"], 0.77), min(chroma, 0.13), hue]), grounds, TEXT, towards=1),
        tint=tint,
        edge=_hex(Color("oklch", [0.42, min(chroma, 0.08), hue])),
    )


def _reach(colour: Color, against: Sequence[str], least: float, *, towards: float) -> str:
    """The colour, as little lighter or darker as gives it a contrast to all of the others."""
    found = _hex(colour)
    if _enough(found, against, least):
        return found
    near, far = colour.convert("oklch"), colour.convert("oklch")
    far["lightness"], found = towards, WHITE if towards else "#000000"
    for _ in range(HALVINGS):
        middle = near.clone().set("lightness", (near["lightness"] + far["lightness"]) / 2)
        tried = _hex(middle)
        if _enough(tried, against, least):
            far, found = middle, tried
        else:
            near = middle
    return found


def _enough(colour: str, against: Sequence[str], least: float) -> bool:
    return all(contrast(colour, other) >= least for other in against)


@lru_cache(maxsize=4096)
def _luminance(colour: str) -> float:
    return float(Color(colour).luminance())


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _hex(colour: Color) -> str:
    return colour.convert("srgb").fit("srgb", method="oklch-chroma").to_string(hex=True)


def proofs(found: Theme) -> tuple[Proof, ...]:
    """Every pair of a theme's colours that meets on a page, with its contrast."""
    return (*_proofs("light", found.light), *_proofs("dark", found.dark))


def _proofs(tone: Tone, tones: Tones) -> list[Proof]:
    grounds = (*GROUNDS[tone], tones.tint)
    pairs = [
        ("words on a button", tones.on, tones.solid, 4.5),
        ("number on a bar", tones.on, tones.brand, 4.5),
        *(("words in the brand's colour", tones.text, ground, 4.5) for ground in grounds),
        *(("lines, bars, focus", tones.brand, ground, 3.0) for ground in grounds),
        *(("quiet words on the tint", muted, tones.tint, 4.5) for muted in MUTED[tone]),
    ]
    return [Proof(tone, what, front, back, contrast(front, back), least) for what, front, back, least in pairs]


@lru_cache(maxsize=256)
def style_sheet(colour: str) -> str:
    """The tokens of a colour's theme, to be read after static/css/app.css."""
    found = theme(colour)
    pairs = {
        "--brand": (found.light.brand, found.dark.brand),
        "--brand-solid": (found.light.solid, found.dark.solid),
        "--on-brand": (found.light.on, found.dark.on),
        "--brand-text": (found.light.text, found.dark.text),
        "--brand-tint": (found.light.tint, found.dark.tint),
        "--brand-edge": (found.light.edge, found.dark.edge),
    }
    tokens = ";".join(f"{name}:light-dark({light},{dark})" for name, (light, dark) in pairs.items())
    return f"@layer tokens{{:root{{{tokens};--badge-bar:{found.badge}}}}}\n"


def theme_name(colour: str) -> str:
    """What a colour's theme is called in addresses: another one as soon as a single token of it changes."""
    digest = hashlib.sha256(style_sheet(colour).encode()).hexdigest()[:12]
    return f"{colour.removeprefix('#')}-{digest}"
