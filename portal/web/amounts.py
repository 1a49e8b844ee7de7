"""Measured numbers with their units, as people read them."""

from portal.web.words import Words

PRECISE_BELOW = 10
"""Smaller numbers keep one decimal: 4.5 min, but 29 min."""
ISOLATED = "\u2068{}\u2069"
"""Keeps a text in its own order, whichever way the words around it run."""


def amount(words: Words, value: float, unit: str = "") -> str:
    """A number with its unit: 29 min, 4.5 min, 62%."""
    # The zero takes the sign off what was rounded to nothing.
    rounded = (round(value, 1) if abs(value) < PRECISE_BELOW else round(value)) + 0
    if unit == "%":
        return words.percent(round(value) / 100)
    number = words.number(rounded)
    if not unit:
        return number
    said = words.gettext("%(number)s %(unit)s", number=number, unit=unit)
    return ISOLATED.format(said) if words.direction == "rtl" else said


def apart(words: Words, value: float, other: float, unit: str = "") -> str:
    """How far two numbers lie apart: 12 min, 12 points."""
    gap = abs(value - other)
    if unit == "%":
        points = round(gap)
        return words.ngettext("%(num)s point", "%(num)s points", points)
    return amount(words, gap, unit)
