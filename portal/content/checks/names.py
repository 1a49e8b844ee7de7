"""Naming what was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def suggest(name: str, known: Iterable[str], otherwise: str) -> str:
    """The mend for an unknown name: the closest known one, else `otherwise`."""
    if close := get_close_matches(name, list(known), n=1, cutoff=0.6):
        return f"write `{close[0]}`, or {otherwise}"
    return otherwise


def repeated(names: Iterable[str]) -> list[tuple[int, str]]:
    """The place and name of every entry that was there before."""
    seen: set[str] = set()
    found = []
    for place, name in enumerate(names):
        if name in seen:
            found.append((place, name))
        seen.add(name)
    return found
