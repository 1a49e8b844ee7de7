"""Numbers, days and lists as people read them, in sentences the domain writes."""

from collections.abc import Sequence
from datetime import date


def phrase(text: str) -> str:
    """The text itself, marked: pages say it in their reader's language, and translators find it by this call."""
    return text


def day(on: date) -> str:
    """A day: 2 Nov."""
    return f"{on.day} {on:%b}"


def count_of(number: int, one: str) -> str:
    """A number with its word: 1 day, 12 days."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def listed(words: Sequence[str]) -> str:
    """Words in a row: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def percent(share: float) -> str:
    """A share as a whole percentage: 34%."""
    return f"{abs(share) * 100:.0f}%"


def lower_first(text: str) -> str:
    """A sentence that goes on in the middle of another one; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
