"""How two texts differ, line by line, with a few lines around each difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

AROUND: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: `sign` is + for one that came, - for one that went, empty for one that stayed.

    `number` is its place in the newer text, or in the older one where it went. `gap` says that lines were left out
    before it.
    """

    sign: str
    number: int
    text: str
    gap: bool = False


def differences(before: str | None, after: str | None) -> tuple[Line, ...]:
    """The lines that came and went between two texts, where one may be missing."""
    old, new = ((text or "").splitlines() for text in (before, after))
    return tuple(_lines(old, new))


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for place, group in enumerate(SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND)):
        gap = place > 0
        for kind, old_from, old_to, new_from, new_to in group:
            if kind == "equal":
                kept = enumerate(new[new_from:new_to], new_from + 1)
                told = [Line("", number, text) for number, text in kept]
            else:
                gone = [Line("-", number, text) for number, text in enumerate(old[old_from:old_to], old_from + 1)]
                came = [Line("+", number, text) for number, text in enumerate(new[new_from:new_to], new_from + 1)]
                told = gone + came
            for line in told:
                yield Line(line.sign, line.number, line.text, gap)
                gap = False
