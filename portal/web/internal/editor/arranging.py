"""The order of a list once one of its items moves."""

from collections.abc import Mapping
from typing import Final

from portal.domain.errors import Invalid

GONE: Final = "This is not on the list any more. Open the file again to see what is."
MOVES: Final[Mapping[str, int]] = {"up": -1, "down": 1}


def gone() -> Invalid:
    """That what an act is about is not there any more."""
    return Invalid(GONE)


def arranged(length: int, at: int, what: str) -> list[int]:
    """The places of so many items once one of them went up, down or out. Raises Invalid for anything else."""
    rest = [place for place in range(length) if place != at]
    if what == "out":
        return rest
    if what not in MOVES:
        raise gone()
    to = max(at + MOVES[what], 0)
    return [*rest[:to], at, *rest[to:]]
